import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Example } from '../../src/validation/example.ts';
import { packFiles } from '../../src/validation/pack-files.ts';
import { readPack } from '../../src/validation/read-pack.ts';
import { inFolder, packFile } from './packs.ts';

const example = (entry: unknown): Example => {
  const [read] = inFolder(folder =>
    readPack(packFile(folder, JSON.stringify({ examples: [entry] }))),
  ).examples;
  if (!read) throw new Error('nothing was read');
  return read;
};
const refusal = (text: string) => {
  try {
    inFolder(folder => readPack(packFile(folder, text)));
  } catch (error) {
    return error;
  }
  return null;
};

describe('an example', () => {
  test('is named by its fn where it has one', () => {
    expect(example({ id: 'a', kind: 'derived', fn: 'erlangC', inputs: {} }).kind).toBe('erlangC');
    expect(example({ id: 'a', kind: 'ebs', inputs: {} }).kind).toBe('ebs');
  });

  test.each([
    [0.005, { abs: 0.005, rel: 0 }],
    [{ rel: 1e-5 }, { abs: 0, rel: 1e-5 }],
    [
      { abs: 1, rel: 0.1 },
      { abs: 1, rel: 0.1 },
    ],
    [{}, { abs: 0, rel: 0 }],
    [undefined, { abs: 0, rel: 0 }],
  ])('has the tolerance %o', (tolerance, expected) => {
    expect(example({ id: 'a', kind: 'b', inputs: {}, tolerance })).toMatchObject({
      tolerance: expected,
      problem: null,
    });
  });

  test('asks what is computed when nothing is expected', () => {
    expect(example({ id: 'a', kind: 'b', inputs: {} }).expected).toBeNull();
    expect(example({ id: 'a', kind: 'b', inputs: {}, expected: {} }).expected).toBeNull();
  });

  test('carries other published facts with their own tolerances', () => {
    const { extra } = example({
      id: 'a',
      kind: 'b',
      inputs: {},
      tolerance: { rel: 0.1 },
      derived: { sum: 3 },
      expectedByClass: { az: 1 },
      pBreach: { value: 0.02, absTolerance: 0.005, method: 'FFT' },
    });

    expect(extra).toEqual([
      { key: 'sum', value: 3, tolerance: { abs: 0, rel: 0.1 } },
      { key: 'expectedByClass', value: { az: 1 }, tolerance: { abs: 0, rel: 0.1 } },
      { key: 'pBreach', value: 0.02, tolerance: { abs: 0.005, rel: 0 } },
    ]);
  });

  test.each([
    ['is no mapping', 7, 'the example must be a mapping'],
    ['names no kind', { id: 'a', inputs: {} }, 'it names neither a `kind` nor a `fn`'],
    ['has no inputs', { id: 'a', kind: 'b' }, '`inputs` must be a mapping'],
    ['has a list of inputs', { id: 'a', kind: 'b', inputs: [1] }, '`inputs` must be a mapping'],
    [
      'has a negative tolerance',
      { id: 'a', kind: 'b', inputs: {}, tolerance: -1 },
      '`tolerance` must be a number',
    ],
    [
      'has text for a tolerance',
      { id: 'a', kind: 'b', inputs: {}, tolerance: 'wide' },
      '`tolerance` must be a number',
    ],
    ['expects a number', { id: 'a', kind: 'b', inputs: {}, expected: 3 }, '`expected` must be a mapping'],
  ])('that %s is kept with what is wrong with it', (_what, entry, problem) => {
    expect(example(entry).problem).toContain(problem);
  });

  test('without an id has its place in the pack for one', () => {
    expect(example({ kind: 'b', inputs: {} }).id).toBe('example 1');
  });

  test('with a number beyond floats is refused', () => {
    const [read] = inFolder(folder =>
      readPack(packFile(folder, '{"examples":[{"id":"a","kind":"b","inputs":{"gb":1e999}}]}')),
    ).examples;

    expect(read?.problem).toBe('a number in it is too large');
  });

  test('that is nested too deep, or too large, is refused and the next one read', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const wide = JSON.stringify(Array.from({ length: 250_000 }, () => 0));
    const packed = (value: string) => `{"id":"a","kind":"b","inputs":{"x":${value}}}`;
    const pack = inFolder(folder =>
      readPack(packFile(folder, `{"examples":[${packed(deep)},${packed(wide)},${packed('1')}]}`)),
    );

    expect(pack.examples.map(({ problem }) => problem)).toEqual([
      'it is nested more than 64 levels deep',
      'it has more than 200000 values',
      null,
    ]);
  });

  test('whose keys are those of every mapping is data like any other', () => {
    const [read] = inFolder(folder =>
      readPack(
        packFile(
          folder,
          '{"examples":[{"id":"__proto__","kind":"constructor","inputs":{"__proto__":{"gb":1}}}]}',
        ),
      ),
    ).examples;

    expect(read).toMatchObject({ id: '__proto__', kind: 'constructor', problem: null });
    expect(({} as Record<string, unknown>).gb).toBeUndefined();
  });
});

describe('a file that is no pack', () => {
  test.each([
    ['is not JSON', '{"examples": [', 'this is not JSON'],
    ['holds NaN', '{"examples": [{"inputs": {"gb": NaN}}]}', 'this is not JSON'],
    ['is a list', '[]', 'it has no list `examples`'],
    ['has examples that are no list', '{"examples": {}}', 'it has no list `examples`'],
    ['has too many of them', `{"examples": [${'0,'.repeat(10_000)}0]}`, 'more than 10000 examples'],
    ['is not text', '\u0000\ud800', 'this is not JSON'],
  ])('%s', (_what, text, message) => {
    expect(refusal(text)).toMatchObject({ name: 'UserError', code: 'bad-pack', exitCode: 3 });
    expect(refusal(text)).toMatchObject({ message: expect.stringContaining(message) });
    expect(refusal(text)).toMatchObject({ hint: expect.stringMatching(/pack|Split/) });
  });

  test('is larger than 20 MB', () => {
    expect(refusal(`{"examples": []}${' '.repeat(20_000_001)}`)).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('larger than 20 MB'),
    });
  });

  test('is not there', () => {
    expect(() => readPack(join(import.meta.dirname, 'no-such.json'))).toThrow('there is no file');
  });
});

describe('what a path stands for', () => {
  test('a folder is its JSON files by name, a file itself', () => {
    inFolder(folder => {
      const [b, a] = ['b.json', 'a.json'].map(name => packFile(folder, '{"examples":[]}', name));
      packFile(folder, 'no pack', 'README.md');

      expect(packFiles([folder])).toEqual([a, b]);
      expect(packFiles([b ?? ''])).toEqual([b]);
    });
  });

  test('a folder without packs is an error', () => {
    inFolder(folder => {
      mkdirSync(join(folder, 'empty'));

      expect(() => packFiles([join(folder, 'empty')])).toThrow('holds no packs');
    });
  });

  test('nothing at all is what ships: 24 packs', () => {
    expect(packFiles([])).toHaveLength(24);
  });
});
