/** Which volumes go, and what their snapshots cost. */

import { describe, expect, test } from 'vitest';
import type { VolumeResource } from '../../../../src/engine/estate/estate.ts';
import { highest, silence } from '../../../helpers/lever-samples/clean-up.ts';
import { UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import { ask, estateOf, volume } from '../../estates.ts';
import { saved } from './saved.ts';

const LEVER = 'delete-unattached-volumes';
const SILENT = silence({ iops: highest(0), throughputMibps: highest(0) });

function answer(more: Partial<VolumeResource>, params: Record<string, number | string> = {}) {
  return ask(LEVER, estateOf([volume('v', { utilization: SILENT, ...more })]), 'v', params);
}

describe('no', () => {
  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    [
      'without metrics: a bill does not tell what is attached',
      answer({ utilization: null }),
      'IOPS, throughput, last access not observed: import metrics',
    ],
    [
      'when it is used now and then',
      answer({ utilization: silence({ iops: highest(0.2) }) }),
      'IOPS up to 0.2',
    ],
    [
      'when seen for too short a time',
      answer({ utilization: { ...SILENT, observedDays: 30 } }),
      'observed for 30 days, 32 asked for',
    ],
    ['when a snapshot is dearer', answer({ volumeType: 'st1' }), 'a snapshot of it would cost $2.50 more'],
    [
      'where prices are unknown',
      answer({ region: UNKNOWN_REGION }),
      `no price of the volume or of its snapshot in ${UNKNOWN_REGION}`,
    ],
    ['when only a snapshot is left', answer({ volumeType: 'snapshot_standard' }), 'is a snapshot already'],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });
});

describe('yes', () => {
  test('when nothing was read or written for long enough', () => {
    expect(answer({})).toMatchObject({
      evidence: 'measured',
      why: 'no IOPS, no throughput in 60 days',
      effect: { kind: 'reprovision', volumeType: 'snapshot_standard', iops: null, throughputMibps: null },
      risks: [{ kind: 'wrong-removal' }, { kind: 'change-event', multiplier: 0.5 }],
    });
  });

  // 500 GiB of gp2 at .10 = 50.
  test.each([
    ['snapshot', 50 - 500 * 0.05],
    ['archived-snapshot', 50 - 500 * 0.0125],
    ['nothing', 50],
  ])('keeping %s saves $%f', (keep, amount) => {
    expect(saved(LEVER, volume('v', { utilization: SILENT }), { keep }).perPeriod).toBeCloseTo(amount, 6);
  });

  test('provisioned IOPS go with the volume', () => {
    const io1 = volume('v', { volumeType: 'io1', sizeGib: 100, iops: 1000, utilization: SILENT });
    expect(saved(LEVER, io1).perPeriod).toBeCloseTo(100 * 0.125 + 1000 * 0.065 - 100 * 0.05, 6);
  });

  test('without a snapshot it is the deletion of a copy, which guardrails judge', () => {
    const found = answer({}, { keep: 'nothing' });
    expect(found).toMatchObject({
      effect: { kind: 'terminate' },
      risks: [{ kind: 'copy-deletion' }, {}, {}],
    });
  });
});
