/** `trimtab validate`: packs by file, by folder and as shipped; exit codes; the JSON answer; hostile names on a terminal. */

import { describe, expect, test } from 'vitest';
import { validateSchema } from '../../src/report/contract.ts';
import { runForCode } from '../bill/command-line.ts';
import { inFolder, packFile } from '../validation/packs.ts';

const volume = { type: 'st1', gb: 500, price_gb: 0.045 };
const GOOD = { id: 'good', kind: 'ebs', inputs: volume, expected: { total: 22.5 }, tolerance: 0.005 };
const WRONG = { ...GOOD, id: 'wrong', expected: { total: 25, storage: 22.5 } };
const OPEN = { id: 'open', kind: 'ebs', inputs: volume };
const UNKNOWN = { ...GOOD, id: 'unknown', kind: 'quantum' };

/** Runs it over a pack of these examples. */
function run(examples: readonly unknown[], ...args: readonly string[]) {
  return inFolder(folder => {
    packFile(folder, JSON.stringify({ examples }), 'mine.json');
    return runForCode(folder, 'validate', 'mine.json', ...args);
  });
}

describe('the exit code', () => {
  test.each([
    ['0 when everything holds or has nothing to hold', [GOOD, OPEN], 0],
    ['0 for a pack without examples', [], 0],
    ['1 when one example fails', [GOOD, WRONG], 1],
    ['1 when one is not covered', [GOOD, UNKNOWN], 1],
    ['1 when one is no example', [GOOD, null], 1],
  ])('is %s', async (_what, examples, code) => {
    expect((await run(examples)).code).toBe(code);
  });

  test('is 3 for a file that is no pack, with what to do', async () => {
    await inFolder(async folder => {
      packFile(folder, 'no pack');

      await expect(runForCode(folder, 'validate', 'pack.json')).rejects.toMatchObject({
        code: 'bad-pack',
        exitCode: 3,
        hint: expect.stringContaining('A pack is JSON'),
      });
      await expect(runForCode(folder, 'validate', 'none.json')).rejects.toMatchObject({ exitCode: 3 });
    });
  });
});

test('--json answers with its schema, the keys that are expected, and the counts', async () => {
  const { out } = await run([GOOD, WRONG, OPEN, UNKNOWN], '--json');
  const report = validateSchema.parse(JSON.parse(out));

  expect([report.passed, report.failed, report.computed, report.notCovered]).toEqual([1, 1, 1, 1]);
  expect(report.examples.map(({ id, status, published, error }) => [id, status, published, error])).toEqual([
    ['good', 'pass', { total: 22.5 }, 0],
    ['wrong', 'fail', { total: 25, storage: 22.5 }, 2.5],
    ['open', 'computed', null, null],
    ['unknown', 'not-covered', { total: 22.5 }, null],
  ]);
  expect(report.examples[1]?.computed).toEqual({ total: 22.5, storage: 22.5 });
  expect(report.examples[2]?.computed).toMatchObject({ storage: 22.5, total: 22.5, iops: 0 });
  expect(report.examples[3]?.computed).toBeNull();
  expect(report.examples[0]?.file).toBe('mine.json');
});

test('the table has one row for each example, what is off in full, and a sentence', async () => {
  const lines = (await run([GOOD, WRONG, UNKNOWN])).out
    .split('\n')
    .map(line => line.replaceAll(/ {2,}/g, '  '));

  expect(lines.slice(0, 4)).toEqual([
    'Example  Kind  Status  Published  Computed  Error',
    'good  ebs  pass  total 22.5  22.5  0',
    'wrong  ebs  FAIL  total 25  22.5  2.5',
    'unknown  quantum  NOT COVERED  -  -  -',
  ]);
  expect(lines).toContain('wrong (mine.json): `total` out of tolerance');
  expect(lines).toContain('  total: published 25, computed 22.5, off by 2.5');
  expect(lines).toContain('3 examples: 1 pass, 1 fail, 1 not covered.');
});

describe('--only', () => {
  test.each([
    ['an id', 'wrong', ['wrong']],
    ['a kind', 'ebs', ['good', 'wrong']],
  ])('takes %s', async (_what, only, ids) => {
    const { out } = await run([GOOD, WRONG, UNKNOWN], '--json', '--only', only);

    expect(validateSchema.parse(JSON.parse(out)).examples.map(({ id }) => id)).toEqual(ids);
  });

  test('of nothing is a usage error with a guess', async () => {
    await expect(run([GOOD], '--only', 'goood')).rejects.toMatchObject({
      exitCode: 2,
      hint: 'Did you mean `good`?',
    });
  });
});

test('a folder is every pack in it, by name', async () => {
  await inFolder(async folder => {
    packFile(folder, JSON.stringify({ examples: [OPEN] }), 'b.json');
    packFile(folder, JSON.stringify({ examples: [GOOD] }), 'a.json');
    const { out } = await runForCode(folder, 'validate', '.', '--json');

    expect(validateSchema.parse(JSON.parse(out)).examples.map(({ file }) => file)).toEqual([
      'a.json',
      'b.json',
    ]);
  });
});

test('without a pack it runs what ships', async () => {
  const { out } = await runForCode('.', 'validate', '--json', '--only', 'ebs');
  const report = validateSchema.parse(JSON.parse(out));

  expect(report.examples).toHaveLength(10);
  expect(report.passed).toBe(10);
});

test('a name that would act on the terminal is shown as text, and the table keeps its width', async () => {
  const id = `\u001b[2J${'x'.repeat(90)}\u202e`;
  const hostile = {
    ...WRONG,
    id,
    kind: 'ebs\u0007',
    expected: { 'a\u001b]0;b': '\u009b31m', c: 'd'.repeat(200) },
  };
  const { out } = await run([hostile, GOOD]);

  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  expect(out).toContain('\\x1b[2Jxxx');
  const table = out.split('\n').slice(0, 3);
  expect(Math.max(...table.map(line => line.length))).toBeLessThanOrEqual(100);
});
