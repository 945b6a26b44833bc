import { describe, expect, test } from 'vitest';
import { buildAvailability, evaluateReliability } from '../../../src/engine/reliability/index.ts';
import { database, instance, SHOP } from './estates.ts';

const TWO_VCPUS = { capacityOf: () => 2 };
const MEASURED = { p50: 0.2, p95: 0.4, p99: 0.5 };

describe('the compute tier', () => {
  test('adds up capacity times peak use, p99 before p95', () => {
    const { compute, assumptions } = buildAvailability(
      { ...SHOP, zones: 3 },
      [instance('a', { cpu: MEASURED }), instance('b', { cpu: { p95: 0.3 } })],
      { capacityOf: ({ id }) => (id === 'a' ? 8 : 2) },
    );

    expect(compute?.machines).toEqual([
      { resourceId: 'a', count: 1, capacity: 8, peakDemand: 4 },
      { resourceId: 'b', count: 1, capacity: 2, peakDemand: 0.6 },
    ]);
    expect(compute?.maxUtilization).toBe(0.7);
    expect(assumptions.map(({ constant }) => constant)).toEqual(['loadProfile']);
  });

  test('a machine without metrics is taken at the default peak, and said to be', () => {
    const { compute, assumptions } = buildAvailability({ ...SHOP, zones: 1 }, [instance('a')], TWO_VCPUS);

    expect(compute?.machines[0]?.peakDemand).toBe(1);
    expect(assumptions).toContainEqual({
      constant: 'peakCpuUtilization',
      message: '1 of 1 machines have no CPU metric: 50 % at the peak is assumed',
    });
  });

  test('a machine of unknown size counts as the mean of the others', () => {
    const { compute, assumptions } = buildAvailability(
      { ...SHOP, zones: 1 },
      [instance('a', { cpu: MEASURED }), instance('b', { cpu: MEASURED })],
      {
        capacityOf: ({ id }) => (id === 'a' ? 16 : null),
      },
    );

    expect(compute?.machines.map(({ capacity }) => capacity)).toEqual([16, 16]);
    expect(assumptions).toHaveLength(1);
  });

  test('zones are declared, else counted, else one', () => {
    const spread = [
      instance('a', { zone: 'us-east-1a', cpu: MEASURED }),
      instance('b', { zone: 'us-east-1b', cpu: MEASURED }),
    ];

    expect(buildAvailability({ ...SHOP, zones: 3 }, spread, TWO_VCPUS).compute?.zones).toBe(3);
    expect(buildAvailability(SHOP, spread, TWO_VCPUS).compute?.zones).toBe(2);
    const unknown = buildAvailability(SHOP, [instance('a', { cpu: MEASURED })], TWO_VCPUS);
    expect(unknown.compute?.zones).toBe(1);
    expect(unknown.assumptions[0]?.message).toContain('single zone');
  });

  test('the load profile comes from p50, p95 and p99 of every machine, weighted by size', () => {
    const { compute } = buildAvailability(SHOP, [instance('a', { cpu: MEASURED })], TWO_VCPUS);

    expect(compute?.loadProfile.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const loads = compute!.loadProfile.map(({ load }) => load);
    for (const [index, expected] of [0.4, 0.6, 0.9, 1].entries())
      expect(loads[index]).toBeCloseTo(expected, 12);
  });

  test('an instance that ran half of the period is half a machine, and one that never ran is none', () => {
    const { compute } = buildAvailability(
      SHOP,
      [instance('a', { hours: [1, 0] }), instance('b', { hours: [0, 0] }), instance('c', { hours: [] })],
      TWO_VCPUS,
    );

    expect(compute?.machines.map(({ resourceId, count }) => [resourceId, count])).toEqual([['a', 0.5]]);
  });

  test('hostile metrics stay within shares', () => {
    const { compute } = buildAvailability(
      SHOP,
      [
        instance('a', { cpu: { p50: Number.NaN, p95: -3, p99: 1e308 } }),
        instance('b', { cpu: { p99: Number.NaN } }),
      ],
      {
        capacityOf: () => Number.NaN,
      },
    );

    expect(compute?.machines.map(({ peakDemand }) => peakDemand)).toEqual([1, 0.5]);
  });
});

test('resources of other workloads are passed over; without machines there is no tier', () => {
  const model = buildAvailability(
    SHOP,
    [instance('a', { workload: 'other' }), database('db', true), database('stopped', true, [0, 0])],
    TWO_VCPUS,
  );

  expect(model.compute).toBeNull();
  expect(model.databases).toEqual([{ resourceId: 'db', multiAz: true, restoreMinutes: null }]);
});

test('a dependency declared twice counts once, as the worse of both', () => {
  const { dependencies } = buildAvailability(
    {
      ...SHOP,
      dependencies: [
        { id: 'payments', availability: 0.9999, hard: false, degradeFraction: 0.2 },
        { id: 'payments', availability: 0.999, hard: true, degradeFraction: 0.1 },
        { id: 'search', availability: 2, hard: false, degradeFraction: -1 },
      ],
    },
    [],
    TWO_VCPUS,
  );

  expect(dependencies).toEqual([
    { id: 'payments', availability: 0.999, hard: true, degradeFraction: 0.2 },
    { id: 'search', availability: 1, hard: false, degradeFraction: 0 },
  ]);
});

test('the model is plain data: it survives a trip through JSON with the same evaluation', () => {
  const model = buildAvailability(SHOP, [instance('a'), instance('b'), database('db', false)], TWO_VCPUS);

  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  expect(evaluateReliability(JSON.parse(JSON.stringify(model)))).toEqual(evaluateReliability(model));
});
