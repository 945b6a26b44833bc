/** Prepares the sample scenario once for the whole test run: golden runs and the built program work on it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { loadScenario } from '../../src/scenario/pack.ts';
import { prepareScenario } from '../../src/scenario/prepare.ts';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges with vitest's own.
  interface ProvidedContext {
    /** Cache folder that holds the prepared sample. */
    cacheFolder: string;
    /** Workspace of the prepared sample. */
    sampleWorkspace: string;
  }
}

/** Run by vitest before the first test. */
export async function setup(project: TestProject): Promise<() => void> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'trimtab-test-'));
  const sampleWorkspace = await prepareScenario(loadScenario('saas-500k'), {
    cacheFolder,
    book: openEmbeddedBook(),
  });
  project.provide('cacheFolder', cacheFolder);
  project.provide('sampleWorkspace', sampleWorkspace);
  return () => rmSync(cacheFolder, { recursive: true, force: true });
}
