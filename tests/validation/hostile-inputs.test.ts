/** Inputs that nobody publishes: no answer crashes, hangs on them, or gives what JSON cannot say. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { packFiles } from '../../src/validation/pack-files.ts';
import { readPack } from '../../src/validation/read-pack.ts';
import { ANSWERS } from '../../src/validation/registry.ts';
import { validatePacks } from '../../src/validation/validate.ts';

const examples = packFiles([]).flatMap(file => readPack(file).examples);
const facts = { book: openEmbeddedBook() };
const VALUES = [0, -1, 1e15, 1e-9, 1e300, 0.5, 12, null, 'x', '__proto__', [], {}, [null], true];

/** Every place in some inputs. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const here = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]))];
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((part, index) => (String(index) === key ? replaced(part, rest, by) : part));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

test('every published example with one value of its inputs replaced is computed, fails, or is not covered', () => {
  const mutated = fc
    .constantFrom(...examples.filter(({ inputs }) => Object.keys(inputs).length > 0))
    .chain(example =>
      fc.record({
        example: fc.constant(example),
        path: fc.constantFrom(...placesIn(example.inputs)),
        by: fc.constantFrom(...VALUES),
      }),
    );
  fc.assert(
    fc.property(mutated, ({ example, path, by }) => {
      const inputs = replaced(example.inputs, path, by) as Record<string, unknown>;
      const [result] = validatePacks(
        [{ file: 'pack', examples: [{ ...example, inputs, expected: null, extra: [] }] }],
        ANSWERS,
        facts,
      );
      expect(['computed', 'fail', 'not-covered']).toContain(result?.status);
      expect(result?.status === 'computed').toBe(result?.reason === null);
      expect(JSON.parse(JSON.stringify(result?.computed))).toEqual(result?.computed);
    }),
    { numRuns: 500 },
  );
});
