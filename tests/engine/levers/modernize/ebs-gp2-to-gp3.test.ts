/** gp2 to gp3 with the performance a volume needs: mostly cheaper, sometimes dearer, and it must know which. */

import { describe, expect, test } from 'vitest';
import type { Utilization, VolumeResource } from '../../../../src/engine/estate/estate.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { testBook, UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, utilization, volume } from '../../estates.ts';

const LEVER = 'ebs-gp2-to-gp3';

function answer(
  more: Partial<VolumeResource>,
  params: Record<string, number | string | boolean> = {},
  book = testBook(),
) {
  return ask(LEVER, estateOf([volume('v', more)], { book }), 'v', params, book);
}

const seen = (iops: number | null, throughputMibps: number | null): Utilization =>
  utilization({ iops: { max: iops }, throughputMibps: { max: throughputMibps } });

describe('what it keeps', () => {
  test.each<readonly [string, Partial<VolumeResource>, number, number, 'measured' | 'inferred']>([
    ['all that gp2 could do, where nothing was measured', { sizeGib: 500 }, 3000, 250, 'inferred'],
    [
      '128 MiB/s of a small volume',
      { sizeGib: 160, monthShare: 1, utilization: seen(null, 128) },
      3000,
      128,
      'inferred',
    ],
    [
      'what was seen, with a fifth more',
      { sizeGib: 500, utilization: seen(1000, 100) },
      3000,
      125,
      'measured',
    ],
    [
      'what was seen above what is included',
      { sizeGib: 2000, utilization: seen(4000, 150) },
      4800,
      180,
      'measured',
    ],
    [
      'no more than gp2 could give, whatever was seen',
      { sizeGib: 100, utilization: seen(9000, 900) },
      3000,
      128,
      'measured',
    ],
    [
      'all of gp2 where throughput was not measured',
      { sizeGib: 2000, utilization: seen(100, null) },
      6000,
      250,
      'inferred',
    ],
    [
      'all of gp2 where IOPS were not measured',
      { sizeGib: 2000, utilization: seen(null, 10) },
      6000,
      250,
      'inferred',
    ],
  ])('%s', (_name, more, iops, throughputMibps, evidence) => {
    expect(answer(more, { onlyIfCheaper: false })).toMatchObject({
      evidence,
      effect: { kind: 'reprovision', resourceId: 'v', volumeType: 'gp3', iops, throughputMibps },
    });
  });

  test('all of gp2 when asked to, whatever was seen', () => {
    expect(answer({ sizeGib: 2000, utilization: seen(10, 10) }, { performance: 'gp2-peak' })).toMatchObject({
      evidence: 'inferred',
      effect: { iops: 6000, throughputMibps: 250 },
    });
  });

  test('more headroom when asked to', () => {
    expect(answer({ sizeGib: 2000, utilization: seen(4000, 100) }, { headroomPercent: 50 })).toMatchObject({
      effect: { iops: 6000, throughputMibps: 150 },
    });
  });
});

describe('no', () => {
  test.each<readonly [string, Partial<VolumeResource>, string]>([
    ['for gp3', { volumeType: 'gp3' }, 'already gp3'],
    ['for io1', { volumeType: 'io1' }, 'already io1'],
    ['in a Region without prices', { region: UNKNOWN_REGION }, `no gp3 price in ${UNKNOWN_REGION}`],
    ['when the bill has no Region', { region: null }, 'no gp3 price in this region'],
    // $10 of gp2 are $8 of gp3 and $5 for 125 MiB/s more... but gp2 of 100 GiB reaches 128 only: $0.12.
    [
      'for a small busy volume: 200 GiB at 250 MiB/s',
      { sizeGib: 200 },
      'gp3 with 3000 IOPS and 250 MiB/s is $1.00 dearer',
    ],
    [
      'at the break-even of 250 GiB, which saves nothing',
      { sizeGib: 250 },
      'gp3 with 3000 IOPS and 250 MiB/s is $0.00 dearer',
    ],
  ])('%s', (_name, more, reason) => {
    const found = answer(more);
    expect('reason' in found ? found.reason.replace('$-0.00', '$0.00') : found).toBe(reason);
  });

  test('when gp3 has no price for the performance it needs', () => {
    const book = testBook({ unitPrices: { 'ebs gp3 throughput_above_125': null } });
    expect(answer({ sizeGib: 500 }, {}, book)).toMatchObject({ reason: 'no gp3 price in us-east-1' });
    // Without the need there is no need for the price.
    expect(answer({ sizeGib: 500, utilization: seen(100, 10) }, {}, book)).toMatchObject({
      effect: { volumeType: 'gp3' },
    });
  });
});

describe('yes', () => {
  test('for the same small busy volume when asked to move it at any price', () => {
    expect(answer({ sizeGib: 200 }, { onlyIfCheaper: false })).toMatchObject({
      effect: { throughputMibps: 250 },
    });
  });

  test('for the same small volume once it was seen to be calm', () => {
    expect(answer({ sizeGib: 200, utilization: seen(500, 40) })).toMatchObject({
      effect: { throughputMibps: 125 },
    });
  });

  test('says how little can go wrong', () => {
    const found = answer({ sizeGib: 500 });
    if ('reason' in found) throw new Error(found.reason);
    expect(found.risks).toMatchObject([{ kind: 'change-event', multiplier: 0.5 }]);
  });
});

test('at real prices the break-even for all that gp2 can do lies at 250 GiB', () => {
  const book = openEmbeddedBook();
  expect(answer({ sizeGib: 240 }, {}, book)).toMatchObject({ eligible: false });
  expect(answer({ sizeGib: 260 }, {}, book)).toMatchObject({ effect: { kind: 'reprovision' } });
});
