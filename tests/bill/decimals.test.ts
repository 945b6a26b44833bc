import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DuckDb, openDuckDb } from '../../src/bill/duckdb.ts';
import { plainDecimal } from '../../src/bill/query/charges.ts';
import {
  DECIMAL_MACROS,
  decimalProblem,
  decimalSql,
  isPlainDecimal,
  type Width,
} from '../../src/bill/read/decimals.ts';
import { sqlText } from '../../src/bill/sql.ts';
import { decimal, toText } from '../../src/engine/money.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'trimtab-decimals-'));

let duckdb: DuckDb;
beforeAll(async () => {
  duckdb = await openDuckDb({ tempDirectory: FOLDER });
  for (const macro of DECIMAL_MACROS) await duckdb.run(macro);
});
afterAll(() => {
  duckdb.close();
  rmSync(FOLDER, { recursive: true, force: true });
});

type Read = { readonly value: string | null; readonly problem: string | null };

/** Reads texts (or doubles) as the import does. */
async function read(values: readonly string[], width: Width, isDouble = false): Promise<Read[]> {
  const cell = { sql: 'c', isDouble };
  const list = values
    .map(value => (isDouble ? `CAST(${sqlText(value)} AS DOUBLE)` : sqlText(value)))
    .join(', ');
  const rows = await duckdb.rows(
    `SELECT CAST(v AS VARCHAR), ${decimalProblem(cell, 'p', 'v', width)}
     FROM (SELECT *, ${decimalSql(cell, 'p', width)} AS v FROM (SELECT *, ${isPlainDecimal(cell, width)} AS p
       FROM (SELECT unnest([${list}]) AS c)))`,
  );
  return rows.map(([value, problem]) => ({
    value: value === null ? null : plainDecimal(String(value)),
    problem: problem === null ? null : String(problem),
  }));
}

describe('what counts as a number', () => {
  test.each([
    ['0', '0'],
    ['-0.0', '0'],
    ['12.50', '12.5'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['7.095684E-4', '0.0007095684'],
    ['-7.0E-10', '-0.0000000007'],
    ['1E+2', '100'],
    ['0E-30', '0'],
    ['0.000000000000000000000000000000', '0'],
    ['1.50000000000000000000000', '1.5'],
    ['$10,000.00 ', '10000'],
    ['$100.00 ', '100'],
    ['-$1,234.5', '-1234.5'],
    ['0.00 ', '0'],
    ['1,234,567.89', '1234567.89'],
  ])('%j is %s', async (text, value) => {
    expect(await read([text], 0)).toEqual([{ value, problem: null }]);
  });

  test.each([
    '1_000',
    '1 000',
    '0x10',
    'NaN',
    'nan',
    'Infinity',
    '-inf',
    '1.5e',
    'e5',
    '--1',
    '1.2.3',
    'convertible',
    '٣',
    '１',
    '1,5',
    '10,000',
    '=1+1',
    '1e1000',
    '12 USD',
    '$',
  ])('%j is not a number', async text => {
    expect(await read([text], 1)).toEqual([{ value: null, problem: 'not-a-number' }]);
  });

  test.each([
    ['10000000', 0, 'too-large'],
    ['10000000', 1, null],
    ['1e308', 1, 'too-large'],
    ['123456789012345678', 1, 'too-large'],
    ['1.00000000005', 0, 'inexact'],
    ['1.00000000005', 1, null],
    ['1E-11', 0, 'inexact'],
    ['1E-11', 1, null],
    ['0.017991052631578947368421', 1, 'inexact'],
    ['0.017991052631578947368421', 2, null],
    ['1e-400', 2, 'inexact'],
  ] as const)('%s at width %i: %s', async (text, width, problem) => {
    expect((await read([text], width))[0]?.problem).toBe(problem);
  });
});

/** Decimal texts as exporters write them: plain, with an exponent, with zeros that mean nothing. */
const decimalText = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    whole: fc.nat(999_999),
    fraction: fc.stringMatching(/^[0-9]{0,12}$/),
    exponent: fc.option(fc.integer({ min: -6, max: 4 }), { nil: undefined }),
  })
  .map(({ sign, whole, fraction, exponent }) => {
    const mantissa = `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
    return exponent === undefined ? mantissa : `${mantissa}E${exponent}`;
  });

test('a text without a problem has exactly the value that decimal.js reads, at every width', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(decimalText, { minLength: 1, maxLength: 40 }),
      fc.constantFrom<Width>(0, 1, 2),
      async (texts, width) => {
        const results = await read(texts, width);

        for (const [index, { value, problem }] of results.entries()) {
          const exact = decimal(texts[index] ?? '');
          if (problem === null) expect(value).toBe(toText(exact));
          else expect(exact.decimalPlaces() > 10 || exact.abs().gte('1e7')).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a double is read by its shortest text', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: -1e7, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 40 }),
      async numbers => {
        const texts = numbers.map(number => String(number));
        const results = await read(texts, 1, true);

        for (const [index, { value, problem }] of results.entries()) {
          const exact = decimal(numbers[index] ?? 0);
          if (problem === null) expect(value).toBe(toText(exact));
          else
            expect({ problem, isLong: exact.decimalPlaces() > 18 }).toEqual({
              problem: 'inexact',
              isLong: true,
            });
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['1.5000', '1.5'],
  ['-0.0000', '0'],
  ['100', '100'],
  ['0.10', '0.1'],
  ['10.00', '10'],
])('plain text of %s is %s', (text, plain) => {
  expect(plainDecimal(text)).toBe(plain);
});
