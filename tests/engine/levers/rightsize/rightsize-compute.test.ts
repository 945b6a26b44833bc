/** The smallest size of the family that still fits, and every reason to leave an instance as it is. */

import { describe, expect, test } from 'vitest';
import type { ComputeUsage, Utilization } from '../../../../src/engine/estate/estate.ts';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { poolOf } from '../../../../src/engine/rate-card.ts';
import { leverContext } from '../../../../src/engine/simulate/lever-context.ts';
import { createSimulator } from '../../../../src/engine/simulate/simulate.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { testBook, UNKNOWN_REGION } from '../../../helpers/test-book.ts';
import {
  ask,
  estateOf,
  flat,
  HOURS,
  instance,
  move,
  NO_RATES,
  plan,
  ratesOf,
  usage,
  utilization,
} from '../../estates.ts';

const LEVER = 'rightsize-compute';

/** A machine that needs so much of its CPU and memory at the peak. */
const peak = (cpu: number, memory: number | null, more: Parameters<typeof utilization>[0] = {}) =>
  utilization({
    cpu: { p50: cpu / 4, p99: cpu, max: 1 },
    ...(memory === null ? {} : { memory: { max: memory } }),
    ...more,
  });

function answer(
  instanceType: string,
  metrics: Utilization | null,
  params: Record<string, number | boolean> = {},
  more: Partial<ComputeUsage> = {},
  region = 'us-east-1',
) {
  const estate = estateOf([instance('a', { instanceType, ...more }, { utilization: metrics, region })]);
  return ask(LEVER, estate, 'a', params);
}

describe('the size it moves to', () => {
  // m5: 2, 4, 8, 16 vCPUs with 8, 16, 32, 64 GiB; 20 % headroom on both.
  test.each<readonly [string, string, Utilization, string]>([
    ['one smaller when CPU and memory are under half', 'm5.4xlarge', peak(0.4, 0.4), 'm5.2xlarge'],
    ['the smallest that fits, not only the next', 'm5.4xlarge', peak(0.1, 0.1), 'm5.large'],
    ['held up by memory', 'm5.4xlarge', peak(0.05, 0.4), 'm5.2xlarge'],
    ['held up by CPU', 'm5.4xlarge', peak(0.2, 0.05), 'm5.xlarge'],
    [
      'held up by the network of the smaller size',
      'm5.4xlarge',
      peak(0.05, 0.05, { networkMbps: { p99: 1500 } }),
      'm5.xlarge',
    ],
    [
      'held up by the most network ever seen, where no p99 is known',
      'm5.4xlarge',
      peak(0.05, 0.05, { networkMbps: { max: 3000 } }),
      'm5.2xlarge',
    ],
    [
      'of a family whose network nobody published',
      'r5.xlarge',
      peak(0.1, 0.1, { networkMbps: { p99: 9000 } }),
      'r5.large',
    ],
    ['exactly as much as it needs with headroom', 'm5.xlarge', peak(0.5 / 1.2, 0.5 / 1.2), 'm5.large'],
    [
      'by the maximum of the CPU where no p99 is known',
      'm5.xlarge',
      utilization({ cpu: { max: 0.3 }, memory: { max: 0.2 } }),
      'm5.large',
    ],
    [
      'by the p99 of memory where no maximum is known',
      'm5.xlarge',
      utilization({ cpu: { p99: 0.3 }, memory: { p99: 0.2 } }),
      'm5.large',
    ],
  ])('%s', (_name, from, metrics, to) => {
    expect(answer(from, metrics)).toMatchObject({ effect: { kind: 'resize', toInstanceType: to } });
  });

  test('carries the ratio of what it loses into the risk', () => {
    const found = answer('m5.4xlarge', peak(0.2, 0.2));
    if ('reason' in found) throw new Error(found.reason);
    expect(found.effect).toEqual({
      kind: 'resize',
      resourceId: 'a',
      toInstanceType: 'm5.xlarge',
      vcpuRatio: 0.25,
      memoryRatio: 0.25,
    });
    expect(found.risks).toMatchObject([
      { kind: 'capacity', resourceId: 'a', ratio: 0.25, reason: 'm5.xlarge has 25 % of the vCPUs' },
      { kind: 'change-event', multiplier: 1.5 },
    ]);
    expect(found.why).toBe('m5.4xlarge -> m5.xlarge: CPU p99 20 %, memory max 20 %');
  });

  test.each([
    ['no headroom', { cpuHeadroomPercent: 0, memoryHeadroomPercent: 0 }, peak(0.5, 0.5), 'm5.large'],
    ['twice as much headroom for the CPU', { cpuHeadroomPercent: 100 }, peak(0.3, 0.1), null],
    ['twice as much headroom for memory', { memoryHeadroomPercent: 100 }, peak(0.1, 0.3), null],
  ])('with %s', (_name, params, metrics, to) => {
    const found = answer('m5.xlarge', metrics, params);
    if (to === null) expect(found).toMatchObject({ reason: 'm5.xlarge is the smallest size that fits' });
    else expect(found).toMatchObject({ effect: { toInstanceType: to } });
  });

  test('keeps system and tenancy: a Windows machine stays one', () => {
    expect(answer('m5.xlarge', peak(0.1, 0.1), {}, { operatingSystem: 'windows' })).toMatchObject({
      effect: { toInstanceType: 'm5.large' },
    });
  });
});

describe('burstable sizes', () => {
  const book = openEmbeddedBook();
  const withCredits = (
    instanceType: string,
    metrics: Utilization,
    params: Record<string, number | boolean> = {},
    more: Partial<ComputeUsage> = {},
    region = 'us-east-1',
  ) => {
    const estate = estateOf([instance('a', { instanceType, ...more }, { utilization: metrics, region })], {
      book,
    });
    return ask(LEVER, estate, 'a', params, book);
  };
  const seen = (p50: number, p95: number, p99: number, max: number) =>
    utilization({ cpu: { p50, p95, p99, max }, memory: { max: 0.2 } });

  test('buy what they use above their baseline: a side cost of the move', () => {
    // At most .5 x .05 + .45 x .5 + .04 x .5 + .01 x .5 = .275 of 4 vCPUs = 1.1; a t3.medium has .4 for ever, a large .6.
    // medium .0416 + .7 x .05 = .0766; large .0832 + .5 x .05 = .1082; xlarge .1664.
    const found = withCredits('t3.xlarge', seen(0.05, 0.5, 0.5, 0.5), { cpuHeadroomPercent: 0 });
    if ('reason' in found) throw new Error(found.reason);
    expect(found.why).toContain('t3.xlarge -> t3.medium');
    expect(found.why).toContain('surplus credits of 0.70 vCPUs at most');
    expect(found.effect).toMatchObject({
      toInstanceType: 't3.medium',
      added: [
        {
          service: 'ec2',
          item: 't2_t3',
          component: 'unlimited_surplus_credit_linux',
          quantity: expect.closeTo(0.7 * HOURS, 9),
        },
        { service: 'move', item: LEVER, quantity: 0 },
      ],
    });
    expect(found.risks).toMatchObject([
      { kind: 'capacity' },
      { kind: 'burstable', baseline: 0.2, mode: 'unlimited' },
      { kind: 'change-event' },
    ]);
    const estate = estateOf([instance('a', { instanceType: 't3.xlarge' })], { book });
    const saved = leverContext(estate, ratesOf(estate, book)).saving(found.effect) ?? Number.NaN;
    expect(saved).toBeCloseTo(HOURS * (0.1664 - 0.0416 - 0.7 * 0.05), 9);
  });

  test('T4g credits cost four cents', () => {
    const found = withCredits('t4g.xlarge', seen(0.05, 0.5, 0.5, 0.5), { cpuHeadroomPercent: 0 });
    expect(found).toMatchObject({ effect: { added: [{ item: 't4g' }, { item: LEVER }] } });
  });

  test('a calm machine needs none, and a T2 gets none: it slows down instead', () => {
    const calm = seen(0.02, 0.05, 0.1, 0.2);
    const none = withCredits('t3.xlarge', calm);
    expect('effect' in none && none.effect).not.toHaveProperty('added');
    expect(withCredits('t2.xlarge', calm)).toMatchObject({
      risks: [{ kind: 'capacity' }, { kind: 'burstable', mode: 'standard' }, { kind: 'change-event' }],
    });
  });

  test('where the credits of the smaller size eat its saving, the present one stays', () => {
    // This customer pays .07 for an xlarge: a medium and its credits cost .0766.
    const id = (instanceType: string) => poolOf('us-east-1', usage({ instanceType })).id;
    const paid = (perHour: number) => {
      const onDemandPerHour = new Map([[id('t3.xlarge'), perHour]]);
      const machine = instance(
        'a',
        { instanceType: 't3.xlarge' },
        { utilization: seen(0.05, 0.5, 0.5, 0.5) },
      );
      const estate = estateOf([machine], { book, paidRates: { ...NO_RATES, onDemandPerHour } });
      return ask(LEVER, estate, 'a', { cpuHeadroomPercent: 0 }, book);
    };
    expect(paid(0.07)).toEqual({
      eligible: false,
      reason: 'with the surplus credits that smaller sizes need t3.xlarge costs least',
    });
    expect(paid(0.08)).toMatchObject({ effect: { toInstanceType: 't3.medium' } });
  });

  test('where nobody knows the price of credits the answer is no, not nothing', () => {
    const found = withCredits(
      't3.xlarge',
      seen(0.05, 0.5, 0.5, 0.5),
      { cpuHeadroomPercent: 0 },
      {},
      'eu-west-1',
    );
    expect(found).toEqual({
      eligible: false,
      reason: 'no price of the surplus credits that t3.medium would need in eu-west-1',
    });
  });

  // A t3.large may use 30 % of 2 vCPUs for ever, an xlarge 40 % of 4.
  test.each<readonly [string, number, string | null]>([
    ['a calm machine', 0.1, 't3.medium'],
    ['one that would live on credits in the smaller size', 0.25, null],
  ])('%s', (_name, p50, to) => {
    const metrics = utilization({ cpu: { p50, p99: 0.4 }, memory: { max: 0.15 } });
    const found = withCredits('t3.xlarge', metrics, { memoryHeadroomPercent: 0 });
    if (to === null) expect(found).toMatchObject({ reason: 't3.xlarge is the smallest size that fits' });
    else expect(found).toMatchObject({ effect: { toInstanceType: to } });
  });

  test('are never taken when the average is unknown', () => {
    const metrics = utilization({ cpu: { p99: 0.1 }, memory: { max: 0.1 } });
    expect(answer('t3.xlarge', metrics)).toMatchObject({
      reason: 't3.xlarge is the smallest size that fits',
    });
  });
});

describe('no', () => {
  const SPOT_OR_UNKNOWN = 'spot, several types in the period, or a type that the price book does not know';

  test.each<readonly [string, ReturnType<typeof ask>, string]>([
    ['without metrics', answer('m5.xlarge', null), 'not observed long enough'],
    [
      'when seen for too short a time',
      answer('m5.xlarge', peak(0.1, 0.1, { observedDays: 13 })),
      'not observed long enough',
    ],
    ['when memory was not observed', answer('m5.xlarge', peak(0.1, null)), 'memory unobserved'],
    [
      'when the CPU was not observed',
      answer('m5.xlarge', utilization({ memory: { max: 0.1 } })),
      'CPU not observed: import metrics',
    ],
    [
      'when it is the smallest size already',
      answer('m5.large', peak(0.01, 0.01)),
      'm5.large is the smallest size that fits',
    ],
    [
      'when it needs all it has',
      answer('m5.4xlarge', peak(0.5, 0.5)),
      'm5.4xlarge is the smallest size that fits',
    ],
    [
      'when it needs more than it has: growing saves nothing',
      answer('m5.large', peak(0.99, 0.99)),
      'm5.large is the smallest size that fits',
    ],
    [
      'on spot',
      answer('m5.xlarge', peak(0.1, 0.1), {}, { purchase: 'spot', spotPerHour: 0.05 }),
      SPOT_OR_UNKNOWN,
    ],
    ['of an unknown type', answer('x9.xlarge', peak(0.1, 0.1)), SPOT_OR_UNKNOWN],
    ['in an unknown Region', answer('m5.xlarge', peak(0.1, 0.1), {}, {}, UNKNOWN_REGION), SPOT_OR_UNKNOWN],
    [
      'when nobody knows the price of the smaller size',
      answer('m5.xlarge', peak(0.1, 0.1), {}, { operatingSystem: 'rhel' }),
      'no price for m5.large in us-east-1',
    ],
    [
      'on dedicated tenancy, whose prices are not listed',
      answer('m5.xlarge', peak(0.1, 0.1), {}, { tenancy: 'dedicated' }),
      'no price for m5.large in us-east-1',
    ],
  ])('%s', (_name, found, reason) => {
    expect(found).toEqual({ eligible: false, reason });
  });

  test('when it was of two types in the period', () => {
    const both = [
      usage({ instanceType: 'm5.xlarge' }),
      usage({ instanceType: 'm5.2xlarge', hours: flat(0.1) }),
    ];
    const estate = estateOf([instance('a', both, { utilization: peak(0.1, 0.1) })]);
    expect(ask(LEVER, estate, 'a')).toEqual({ eligible: false, reason: SPOT_OR_UNKNOWN });
  });
});

describe('with memory unobserved but accepted', () => {
  const accepted = (more: object = {}) =>
    answer('m5.xlarge', peak(0.1, null), { acceptUnobservedMemory: true, ...more });

  test.each([
    // 16 GiB at 40 % and a fifth on top are 7.7: an m5.large has 8.
    [{}, 'm5.large', 'taken to be 40 % used'],
    [{ assumedMemoryPercent: 5, memoryHeadroomPercent: 0 }, 'm5.large', 'taken to be 5 % used'],
  ] as const)('%j: %s, as an assumption that the move names', (params, to, words) => {
    const found = accepted(params);
    expect(found).toMatchObject({ evidence: 'assumed', effect: { toInstanceType: to } });
    expect('why' in found && found.why).toContain(`memory unobserved, ${words}`);
  });

  test.each([100, 45])('at %d %% no smaller size of the family fits', assumedMemoryPercent => {
    expect(accepted({ assumedMemoryPercent })).toMatchObject({
      reason: 'm5.xlarge is the smallest size that fits',
    });
  });

  test('the range of such a move is wider than that of one whose memory was seen', () => {
    const meta = leverById(LEVER)?.meta;
    const width = (evidence: 'measured' | 'assumed') => {
      const share = meta?.realization[evidence];
      return share ? share.high - share.low : Number.NaN;
    };
    expect(answer('m5.xlarge', peak(0.1, 0.4))).toMatchObject({ evidence: 'measured' });
    expect(width('assumed')).toBeGreaterThan(3 * width('measured'));
  });

  test('a person has to agree: the rule on unobserved memory is not waved through', () => {
    const found = accepted();
    if ('reason' in found) throw new Error(found.reason);
    expect(found.risks).toMatchObject([{ kind: 'capacity', memoryRatio: 0.5 }, { kind: 'change-event' }]);

    const rulesAfter = (memory: number | null) => {
      const metrics = peak(0.1, memory);
      const machine = instance('a', { instanceType: 'm5.xlarge' }, { utilization: metrics });
      const each = move(LEVER, { params: { acceptUnobservedMemory: true } });
      const run = createSimulator(estateOf([machine]), testBook()).run(plan([each]), { horizonMonths: 1 });
      return run.reliability.flatMap(({ guardrails }) => guardrails.map(({ rule }) => rule));
    };
    expect(rulesAfter(null)).toContain('memory-unobserved');
    expect(rulesAfter(0.4)).not.toContain('memory-unobserved');
  });
});

describe('local disks', () => {
  test.each([
    ['i3.2xlarge', 'i3.large', 'NVMe that the book lists'],
    ['m5d.2xlarge', 'm5d.large', 'NVMe that the name tells'],
    ['c3.2xlarge', 'c3.large', 'disks that no price list has'],
  ])('of %s are emptied by a resize to %s: no, unless it is accepted (%s)', (from, to) => {
    const book = openEmbeddedBook();
    const estate = estateOf([instance('a', { instanceType: from }, { utilization: peak(0.05, 0.05) })], {
      book,
    });
    expect(ask(LEVER, estate, 'a', {}, book)).toEqual({
      eligible: false,
      reason: `${from} has local disks: a resize empties them, and ${to} has fewer`,
    });
    expect(ask(LEVER, estate, 'a', { acceptLocalDisks: true }, book)).toMatchObject({
      effect: { toInstanceType: to },
      risks: [{ kind: 'capacity' }, { kind: 'change-event', multiplier: 2 }],
    });
  });
});

test('a price that the bill shows is enough where the list has none', () => {
  const metrics = peak(0.1, 0.1);
  const rhel = (instanceType: string) =>
    poolOf('us-east-1', usage({ instanceType, operatingSystem: 'rhel' })).id;
  const estate = estateOf(
    [instance('a', { instanceType: 'm5.xlarge', operatingSystem: 'rhel' }, { utilization: metrics })],
    {
      paidRates: {
        ...NO_RATES,
        onDemandPerHour: new Map([
          [rhel('m5.xlarge'), 0.3],
          [rhel('m5.large'), 0.17],
        ]),
      },
    },
  );
  expect(ask(LEVER, estate, 'a')).toMatchObject({ effect: { toInstanceType: 'm5.large' } });
});
