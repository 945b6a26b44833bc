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

describe('every published example', () => {
  test.each(results.map(result => [`${result.kind} ${result.id}`, result] as const))(
    '%s',
    (_name, result) => {
      expect({ status: result.status, reason: result.status === 'pass' ? null : result.reason }).toEqual({
        status: 'pass',
        reason: null,
      });
    },
  );

  test('is there: 203 in 23 packs, each id once', () => {
    expect(packs).toHaveLength(23);
    expect(new Set(results.map(({ id }) => id)).size).toBe(203);
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
    const numeric = results.filter(({ error }) => error !== null).map(({ id }) => id);
    const again = new Map(validatePacks(changed, ANSWERS, facts).map(({ id, status }) => [id, status]));

    expect(numeric.length).toBeGreaterThan(150);
    expect(numeric.filter(id => again.get(id) !== 'fail')).toEqual([]);
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
