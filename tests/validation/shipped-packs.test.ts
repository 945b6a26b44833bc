/** The packs that ship: every example holds, and no answer knows an example by its id. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { validationText } from '../../src/report/text/validation-text.ts';
import { validationReport } from '../../src/report/validation-report.ts';
import { pick } from '../../src/validation/compare.ts';
import { packFiles } from '../../src/validation/pack-files.ts';
import { readPack } from '../../src/validation/read-pack.ts';
import { ANSWERS } from '../../src/validation/registry.ts';
import { validatePacks } from '../../src/validation/validate.ts';

const packs = packFiles([]).map(readPack);
const facts = { book: openEmbeddedBook() };
const results = validatePacks(packs, ANSWERS, facts);

/** Examples whose source leaves out what its result rests on: compared and shown, never judged. */
const UNJUDGED = ['halodoc-2020-third-family', 'halodoc-2020-total', 'canva-s3-glacier-instant'];
const judged = results.filter(({ id }) => !UNJUDGED.includes(id));

describe('every published example', () => {
  test.each(judged.map(result => [`${result.kind} ${result.id}`, result] as const))('%s', (_name, result) => {
    expect({ status: result.status, reason: result.status === 'pass' ? null : result.reason }).toEqual({
      status: 'pass',
      reason: null,
    });
  });

  test('is there: 209 in 24 packs, each id once', () => {
    expect(packs).toHaveLength(24);
    expect(new Set(results.map(({ id }) => id)).size).toBe(209);
  });

  test('is answered with the keys that are expected, and no others', () => {
    for (const { id, published, computed } of results)
      expect(Object.keys(computed ?? {}), id).toEqual(Object.keys(published ?? {}));
  });

  test('is computed the same under another id, and without what is expected', () => {
    const anonymous = packs.map(pack => ({
      ...pack,
      examples: pack.examples.map(each => ({ ...each, id: 'x', title: null, expected: null, extra: [] })),
    }));
    const again = validatePacks(anonymous, ANSWERS, facts);

    for (const [index, { id, published, computed }] of results.entries()) {
      const all = again[index]?.computed ?? {};
      expect(again[index]?.status, id).toBe('computed');
      // A key that asks by its name is only answered where it is asked.
      for (const [key, value = null] of Object.entries(published ?? {}).filter(([name]) =>
        Object.hasOwn(all, name),
      ))
        expect(pick(all[key] ?? null, value), `${id} ${key}`).toEqual(computed?.[key]);
    }
  });

  test('fails when a published number is changed', () => {
    const changed = packs.map(pack => ({
      ...pack,
      examples: pack.examples.map(each => ({ ...each, expected: changedNumbers(each.expected) })),
    }));
    const numeric = judged.filter(({ error }) => error !== null).map(({ id }) => id);
    const again = new Map(validatePacks(changed, ANSWERS, facts).map(({ id, status }) => [id, status]));

    expect(numeric.length).toBeGreaterThan(150);
    expect(numeric.filter(id => again.get(id) !== 'fail')).toEqual([]);
  });

  test.each([
    // 50 x 24.888, and 8.1984 + 3.66 besides.
    ['halodoc-2020-third-family', 'saved_per_resource', 24.3, 24.888],
    ['halodoc-2020-total', 'saved_per_month', 1808, 1837.32],
    // 130e6 x .0085; reads of 1.3e6 x .03; 8e10 / 24 new objects x .02/1k.
    ['canva-s3-glacier-instant', 'saved_per_month', 300_000, 1_105_000 - 39_000 - 66_664],
  ])('%s is shown with its error, and why it is not judged', (id, key, published, computed) => {
    const result = results.find(each => each.id === id);
    const value = result?.computed?.[key];

    expect(result).toMatchObject({ status: 'computed', published: { [key]: published } });
    expect(Number(value) / computed).toBeCloseTo(1, 5);
    expect(result?.error).toBeCloseTo(Math.abs(Number(value) - published), 6);
    expect(result?.reason?.length).toBeGreaterThan(40);
  });

  test('is judged unless it says why not', () => {
    expect(results.filter(({ status }) => status === 'computed').map(({ id }) => id)).toEqual(UNJUDGED);
  });

  test('fits a terminal of 80 columns', () => {
    const lines = validationText(validationReport(results), 80);

    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
    expect(lines).toHaveLength(1 + results.length + 2);
  });
});

/** The same facts with every number moved by more than any tolerance. */
function changedNumbers<T>(value: T): T {
  if (typeof value === 'number') return (value * 3 + 10_000) as T;
  if (Array.isArray(value)) return value.map(changedNumbers) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, changedNumbers(part)])) as T;
}

test('no answer names an example: rules are chosen by kind and shape', () => {
  const folder = join(import.meta.dirname, '../../src/validation');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => [name, readFileSync(join(folder, name), 'utf8')] as const);
  const named = results.flatMap(({ id }) =>
    sources.filter(([, text]) => text.includes(`'${id}'`)).map(([name]) => `${name}: ${id}`),
  );

  expect(named).toEqual([]);
});
