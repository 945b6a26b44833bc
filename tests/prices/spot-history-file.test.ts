/** Files of a spot price history: JSON as the AWS command line tool writes it, CSV with its names, and what is neither. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSpotRecords } from '../../src/prices/spot-history-file.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-spot-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string, name = 'spot.json') {
  writeFileSync(join(folder, name), text);
  return readSpotRecords(join(folder, name));
}

const RECORD = {
  AvailabilityZone: 'us-east-1a',
  AvailabilityZoneId: 'use1-az1',
  InstanceType: 'm5.large',
  ProductDescription: 'Linux/UNIX',
  SpotPrice: '0.041200',
  Timestamp: '2026-11-20T10:11:12+00:00',
};
const WRITTEN = {
  zone: 'us-east-1a',
  type: 'm5.large',
  product: 'Linux/UNIX',
  price: '0.041200',
  time: '2026-11-20T10:11:12+00:00',
};

test.each([
  ['the answer', JSON.stringify({ NextToken: '', SpotPriceHistory: [RECORD, RECORD] })],
  ['the list that a query has taken out of it', JSON.stringify([RECORD, RECORD])],
])('JSON: %s', (_what, text) => {
  const { records, findings } = read(text);
  expect(findings).toEqual([]);
  expect(records).toMatchObject([
    { ...WRITTEN, place: 1, row: null },
    { ...WRITTEN, place: 2, row: null },
  ]);
});

test('CSV with the same names, in any order', () => {
  const { records, findings } = read(
    'Timestamp,SpotPrice,InstanceType,ProductDescription,AvailabilityZone\n2026-11-20T10:11:12+00:00,0.041200,m5.large,Linux/UNIX,us-east-1a\n',
    'spot.csv',
  );
  expect(findings).toEqual([]);
  expect(records).toMatchObject([{ ...WRITTEN, place: 1, row: 2 }]);
});

test.each([
  ['no JSON', '{"SpotPriceHistory": [', 'spot-no-json'],
  ['another answer', '{"SpotPriceHistory": {"a": 1}}', 'spot-no-history'],
  ['nothing', 'null', 'spot-no-history'],
  ['a number', '1e308', 'spot-no-history'],
])('%s is an error that says what is wanted', (_what, text, code) => {
  const { records, findings } = read(text);
  expect(records).toEqual([]);
  expect(findings).toMatchObject([{ severity: 'error', code }]);
});

test('records that are none have empty fields, and long ones are cut', () => {
  const { records } = read(
    JSON.stringify([null, 5, 'x', { SpotPrice: { a: 1 } }, { ...RECORD, InstanceType: 'm'.repeat(1e6) }]),
  );
  expect(records.map(({ price }) => price)).toEqual(['', '', '', '', '0.041200']);
  expect(records[4]?.type).toHaveLength(200);
});

test('a file that is not there is an error with exit code 3', () => {
  expect(() => readSpotRecords(join(folder, 'none.json'))).toThrow(expect.objectContaining({ exitCode: 3 }));
});
