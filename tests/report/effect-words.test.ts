/** What a move does to a resource and to its availability, in words. */

import { describe, expect, test } from 'vitest';
import type { Effect } from '../../src/engine/index.ts';
import type { RiskChange } from '../../src/engine/reliability/index.ts';
import { effectWords, riskWords } from '../../src/report/effect-words.ts';
import { savingsPlan } from '../engine/estates.ts';

const EFFECTS: readonly [Effect, string][] = [
  [{ kind: 'terminate', resourceId: 'r' }, 'removed'],
  [
    {
      kind: 'schedule',
      resourceId: 'r',
      schedule: { startHour: 8, endHour: 20, days: [0, 1, 2, 3, 4], utcOffsetHours: 1 },
    },
    'runs 8:00 to 20:00 on 5 days a week',
  ],
  [
    { kind: 'resize', resourceId: 'r', toInstanceType: 'm5.large', vcpuRatio: 0.5, memoryRatio: 0.5 },
    'to m5.large',
  ],
  [
    { kind: 'reprovision', resourceId: 'r', volumeType: 'gp3', iops: 4000, throughputMibps: 200 },
    'to gp3 with 4000 IOPS and 200 MiB/s',
  ],
  [{ kind: 'retopologize', resourceId: 'r', multiAz: false }, 'to Single-AZ'],
  [{ kind: 'spot', resourceId: 'r', share: 0.6, perHour: {} }, '60 % of the hours on spot'],
  [{ kind: 'renegotiate', resourceId: 'r', factor: 0.95 }, 'price x 0.95'],
  [{ kind: 'move-region', resourceId: 'r', toRegion: 'us-east-2', meters: [], once: [] }, 'to us-east-2'],
  [
    {
      kind: 'commit',
      commitments: [savingsPlan('sp', 2.5), savingsPlan('ec2', 1, { family: 'm5', termYears: 3 })],
    },
    'savings plan of 2.5 an hour, 1 year; savings plan of 1 an hour (m5), 3 years',
  ],
];

describe('effects', () => {
  test.each(EFFECTS)('%j', (effect, words) => {
    expect(effectWords(effect)).toBe(words);
  });
});

describe('risks', () => {
  const RISKS: readonly [RiskChange, string][] = [
    [{ kind: 'none', reason: 'nothing runs on it' }, 'none: nothing runs on it'],
    [
      { kind: 'start-failure', startsPerMonth: 21.666_666, minutes: 15, reason: 'a morning start' },
      'start failure, starts per month 21.6667, minutes 15: a morning start',
    ],
  ];

  test.each(RISKS)('%j', (risk, words) => {
    expect(riskWords(risk)).toBe(words);
  });

  test('that differ by the resource only are told alike', () => {
    const capacity = (resourceId: string): RiskChange => ({
      kind: 'capacity',
      resourceId,
      ratio: 0.5,
      reason: 'half of the vCPUs',
    });

    expect(riskWords(capacity('a'))).toBe('capacity, ratio 0.5: half of the vCPUs');
    expect(riskWords(capacity('a'))).toBe(riskWords(capacity('b')));
  });
});
