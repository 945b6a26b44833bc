import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { damagedFile, expectedOf, wholeFile } from '../helpers/hostile-bills.ts';
import { judgeImport } from '../helpers/judge-import.ts';
import { atDesk, csv, FOCUS_HEADER, focusRecord } from './workspace.ts';

const RUNS = { numRuns: 40 };

describe('whatever a file holds', () => {
  test('a whole one is read as csv-parse and decimal.js read it, record by record', async () => {
    await fc.assert(
      fc.asyncProperty(wholeFile, async file => {
        expect(await atDesk(desk => judgeImport(desk, file))).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a damaged one is read or refused with a reason, never a crash, and a refused one leaves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile, async file => {
        expect(await atDesk(desk => judgeImport(desk, file))).toEqual([]);
      }),
      RUNS,
    );
  });
});

test('the oracle itself tells charges from other records', () => {
  const records = [
    focusRecord('1.5'),
    focusRecord('NaN'),
    ['x', 'y'],
    focusRecord('', { ServiceName: 'a\nb' }),
  ];
  const bytes = Buffer.from(csv(FOCUS_HEADER, records));

  expect(expectedOf({ bytes, isDamaged: false })).toEqual({
    records: 4,
    rows: 2,
    billedCost: '1.5',
    services: ['Compute', 'a\nb'],
  });
});
