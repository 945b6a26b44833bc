/** Events of a month in words. */

import { expect, test } from 'vitest';
import type { Inject } from '../../../src/engine/forecast/inject.ts';
import { resolveAssumptions } from '../../../src/engine/simulate/assumptions.ts';
import { eventsIn } from '../../../src/engine/simulate/run-events.ts';

const REFERENCE = '2026-10';
const events = (injects: readonly Inject[], index: number) =>
  eventsIn(resolveAssumptions({ injects }), REFERENCE, index);

test.each<readonly [string, Inject]>([
  [
    'traffic of shop, api +50 % for 3 months',
    { kind: 'traffic', title: null, from: 2, change: 0.5, months: 3, workloads: ['shop', 'api'] },
  ],
  [
    'traffic of * -12.5 %',
    { kind: 'traffic', title: null, from: 2, change: -0.125, months: null, workloads: ['*'] },
  ],
  ['days of Data -50 %', { kind: 'capacity', title: null, from: 2, change: -0.5, teams: ['Data'] }],
  ['the target becomes -40 %', { kind: 'target', title: null, from: 2, reduceBy: 0.4 }],
  ['shop refuse ec2-*', { kind: 'refusal', title: null, from: 2, workloads: ['shop'], levers: ['ec2-*'] }],
  ['an availability zone fails', { kind: 'zone-outage', title: null, from: 2 }],
  ['Black Friday', { kind: 'zone-outage', title: 'Black Friday', from: '2026-12' }],
])('%s: in its month only', (words, inject) => {
  expect([1, 2, 3].map(index => events([inject], index))).toEqual([[], [words], []]);
});

test('prices that change are events too', () => {
  const assumptions = resolveAssumptions({
    priceChanges: [
      { from: 1, services: ['AmazonEC2'], regions: null, purchase: 'spot', change: 0.3 },
      { from: '2026-11', services: ['AmazonS3', 'AmazonRDS'], regions: null, purchase: 'any', change: -0.05 },
    ],
  });
  expect(eventsIn(assumptions, REFERENCE, 1)).toEqual([
    'prices of AmazonEC2 (spot) +30 %',
    'prices of AmazonS3, AmazonRDS -5 %',
  ]);
  expect(eventsIn(assumptions, REFERENCE, 2)).toEqual([]);
});
