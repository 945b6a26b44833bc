/** Packs written to a folder of their own, and examples run without a file. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import type { Answer } from '../../src/validation/answer.ts';
import { readPack } from '../../src/validation/read-pack.ts';
import { type ExampleResult, validatePacks } from '../../src/validation/validate.ts';

/** Runs something with a folder that is gone afterwards. */
export function inFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-packs-'));
  const clean = () => rmSync(folder, { recursive: true, force: true });
  try {
    const result = run(folder);
    if (result instanceof Promise) return result.finally(clean) as T;
    clean();
    return result;
  } catch (error) {
    clean();
    throw error;
  }
}

/** A pack file with this text. */
export function packFile(folder: string, text: string, name = 'pack.json'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Runs examples as a pack would hold them. */
export function runExamples(
  answers: readonly Answer[],
  examples: readonly unknown[],
): readonly ExampleResult[] {
  return inFolder(folder => {
    const file = packFile(folder, JSON.stringify({ examples }));
    return validatePacks([readPack(file)], answers, { book: openEmbeddedBook() });
  });
}

/** Runs one example. */
export function runExample(answers: readonly Answer[], example: unknown): ExampleResult {
  const [result] = runExamples(answers, [example]);
  if (!result) throw new Error('nothing was run');
  return result;
}

/** What an answer of this kind computes from some inputs. */
export function compute(
  answers: readonly Answer[],
  kind: string,
  inputs: object,
): Readonly<Record<string, unknown>> {
  const { computed, reason } = runExample(answers, { id: 'x', kind, inputs });
  if (computed === null) throw new Error(reason ?? 'no reason');
  return computed;
}
