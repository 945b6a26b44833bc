/** Spot for jobs: the work that is done again has its price, and jobs that lose too much stay where they are. */

import { expect, test } from 'vitest';
import type { InstanceResource } from '../../../../src/engine/estate/estate.ts';
import type { Workload } from '../../../../src/engine/estate/workload.ts';
import { answerFor, reasonOf, savedBy } from './real-book.ts';
import { JOB, machine, shop, tier } from './spot-fleet.ts';

const LEVER = 'spot-batch';
const job = machine('j', { tags: JOB });

test('work since the checkpoint is paid again: half an hour and ten minutes for each interruption', () => {
  const found = answerFor(LEVER, [job], { interruptionBand: 'gt20', fallbackPercent: 0 }, shop());
  const redone = (-Math.log(1 - 0.3) / 730) * (40 / 60);
  const perHour = 0.045 * (1 + redone);
  if ('reason' in found || found.effect.kind !== 'spot') throw new Error('said no');
  expect(found.effect).toMatchObject({ share: 0.8 });
  expect(found.effect.perHour['m5.large']).toBeCloseTo(perHour, 12);
  expect(found.risks).toMatchObject([
    { kind: 'spot', share: 0.8, monthlyProbability: 0.3 },
    { multiplier: 1 },
  ]);
});

test('a single machine may run a job: nobody waits for it', () => {
  expect(savedBy(LEVER, [job], { fallbackPercent: 0, interruptionBand: 'lt5' }, shop())).toBeCloseTo(
    0.8 * (0.1 - 0.045) * 168,
    2,
  );
});

test('declared checkpoints win over the parameter', () => {
  const declared = shop(tier({ stateful: false, checkpointIntervalMinutes: 600 }));
  const found = answerFor(LEVER, [machine('j')], {}, declared);
  expect(found).toMatchObject({ why: expect.stringContaining('% of the work done again') });
  const price = (answer: typeof found) =>
    'effect' in answer && answer.effect.kind === 'spot' ? (answer.effect.perHour['m5.large'] ?? 0) : 0;
  expect(price(found)).toBeGreaterThan(price(answerFor(LEVER, [job], {}, shop())));
});

test.each<readonly [string, InstanceResource, Partial<Workload>, string]>([
  [
    'for machines that nobody calls a job',
    machine('j'),
    {},
    'not declared a batch job: add checkpointIntervalMinutes to its tier in workloads.yaml',
  ],
  [
    'for a quorum',
    job,
    tier({ quorumMember: true, checkpointIntervalMinutes: 5 }),
    'a member of a quorum: two lost at once are a majority',
  ],
  [
    'for checkpoints further apart than half the time to an interruption',
    job,
    tier({ stateful: false, checkpointIntervalMinutes: 10_000_000 }),
    '10000000 minutes between checkpoints: more than half the time to an interruption',
  ],
])('no %s', (_name, resource, declared, reason) => {
  expect(reasonOf(answerFor(LEVER, [resource], {}, shop(declared)))).toBe(reason);
});
