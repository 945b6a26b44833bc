import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { readExtract, storeExtract } from '../../src/app/extract-cache.ts';
import { extractBill } from '../../src/bill/extract/extract.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'trimtab-cache-'));

describe('the cache of extracts', () => {
  test('gives back what was stored, profiles included', async () => {
    const workspace = folder();
    const extract = await extractBill({ workspace: inject('sampleWorkspace') });
    storeExtract(workspace, 'k', extract);

    expect(readExtract(workspace, 'k')).toEqual(extract);
  });

  test('knows nothing of other keys', () => {
    expect(readExtract(folder(), 'k')).toBeNull();
  });

  test.each([
    [
      'a cut-off profile file',
      (workspace: string) => truncateSync(join(workspace, 'cache/extract-k.f64'), 800),
    ],
    [
      'a damaged entry',
      (workspace: string) => writeFileSync(join(workspace, 'cache/extract-k.json'), '{"version":'),
    ],
    [
      'an entry of another version',
      (workspace: string) => {
        const path = join(workspace, 'cache/extract-k.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace(/"version":\d+/, '"version":0'));
      },
    ],
  ])('%s is no answer', async (_what, damage) => {
    const workspace = folder();
    storeExtract(workspace, 'k', await extractBill({ workspace: inject('sampleWorkspace') }));
    damage(workspace);

    expect(readExtract(workspace, 'k')).toBeNull();
  });
});
