import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { readOverrides } from '../../src/prices/override-file.ts';
import { nearestPrices } from '../../src/prices/override-names.ts';

const book = openEmbeddedBook();
const HEADER = 'provider,service,item,region,unit,price,currency,from,note';
const GOOD = 'aws,ec2,m5.large linux,us-east-1,hour,0.0864,USD,2026-01-01,EDP 10 %';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-rates-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string, name = 'rates.csv') {
  const path = join(folder, name);
  writeFileSync(path, text);
  return readOverrides(path, book);
}

describe('negotiated rates in a file', () => {
  test('are read from CSV with the row they stand in', () => {
    const { overrides, findings } = read(`${HEADER}\n${GOOD}\n`);

    expect(findings).toEqual([]);
    expect(overrides).toEqual([
      {
        provider: 'aws',
        service: 'ec2',
        item: 'm5.large linux',
        region: 'us-east-1',
        unit: 'hour',
        price: 0.0864,
        from: '2026-01-01',
        note: 'EDP 10 %',
        source: 'rates.csv row 2',
      },
    ]);
  });

  test('are read from YAML', () => {
    const { overrides, findings } = read(
      `rates:
  - provider: aws
    service: ebs
    item: gp3 storage
    region: us-east-1
    unit: GB-month
    price: 0.072
    currency: USD
    from: "2026-01-01"
`,
      'rates.yaml',
    );

    expect(findings).toEqual([]);
    expect(overrides).toMatchObject([
      { item: 'gp3 storage', price: 0.072, note: null, source: 'rates.yaml row 2' },
    ]);
  });

  test.each([
    ['price', '0', 'rate-price'],
    ['price', '-1', 'rate-price'],
    ['price', 'NaN', 'rate-price'],
    ['price', '1e308', 'rate-price'],
    ['price', '=1+1', 'rate-price'],
    ['price', '$0.08', 'rate-price'],
    ['price', '', 'rate-cell-empty'],
    ['currency', 'EUR', 'rate-currency'],
    ['from', '2026-02-30', 'rate-date'],
    ['from', '01/02/2026', 'rate-date'],
    ['unit', 'month', 'rate-unit'],
    ['provider', 'oracle', 'rate-provider'],
    ['item', 'm5.large\u001b[31m linux', 'rate-cell-unsafe'],
    ['note', '\u202etxt', 'rate-cell-unsafe'],
  ])('%s %j is refused by its row', (column, value, code) => {
    const cells = Object.fromEntries(
      HEADER.split(',').map((name, index) => [name, GOOD.split(',')[index] ?? '']),
    );
    const row = Object.values({ ...cells, [column]: value }).join(',');
    const { overrides, findings } = read(`${HEADER}\n${row}\n`);

    expect(overrides).toEqual([]);
    expect(findings).toMatchObject([{ code, severity: 'error', source: { row: 2 } }]);
  });

  test('one name and day twice is refused; two days are two rates', () => {
    expect(read(`${HEADER}\n${GOOD}\n${GOOD}\n`).findings).toMatchObject([{ code: 'rate-duplicate' }]);
    expect(read(`${HEADER}\n${GOOD}\n${GOOD.replace('2026-01', '2026-07')}\n`).overrides).toHaveLength(2);
  });

  test('a name that the book does not know is kept with a doubt that names what is near', () => {
    const { overrides, findings } = read(`${HEADER}\n${GOOD.replace('m5.large linux', 'm5.lrage linux')}\n`);

    expect(overrides).toHaveLength(1);
    expect(findings).toMatchObject([{ code: 'rate-not-in-book', severity: 'warning' }]);
    expect(findings[0]?.hint).toContain('m5.large linux');
  });
});

describe('what comes near a query that finds nothing', () => {
  test.each([
    [['m5.lrage', 'linux'], { word: 'm5.lrage', nearest: 'm5.large' }],
    [['gp33', 'storage'], { word: 'gp33', nearest: 'gp3' }],
    [['m5.large', 'quantumfoo'], { word: 'quantumfoo', nearest: null }],
  ])('%j', (words, unknown) => {
    const { unknown: found, alternatives } = nearestPrices(book, { words });

    expect(found).toEqual([unknown]);
    expect(alternatives.length).toBeGreaterThan(0);
  });

  test('words that never stand together: the one that was not needed is dropped', () => {
    const { unknown, alternatives } = nearestPrices(book, { words: ['m5.large', 'linux'], region: 'eastus' });

    expect(unknown).toEqual([]);
    expect(alternatives[0]?.item).toBe('m5.large linux');
  });
});
