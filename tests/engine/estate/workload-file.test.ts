/** The workloads file: defaults, limits, and what it refuses. */

import { describe, expect, test } from 'vitest';
import { workloadsFileSchema, workloadsOf } from '../../../src/engine/estate/workload-file.ts';

const SHOP = { name: 'shop', match: [{ tags: { env: 'prod' } }] };
const parse = (...workloads: readonly unknown[]) =>
  workloadsOf(workloadsFileSchema.parse({ schema: 'trimtab/workloads/1', workloads }));

test('the least that can be said becomes a production workload without an objective', () => {
  expect(parse(SHOP)).toEqual([
    {
      name: 'shop',
      owner: null,
      environment: 'production',
      criticality: null,
      slo: null,
      zones: null,
      maxUtilization: 0.8,
      dependencies: [],
      operations: { deploysPerMonth: 8, changeFailureRate: 0.1, autoHeal: true },
      costPerBadMinute: null,
      rtoMinutes: null,
      rpoMinutes: null,
      match: [{ tags: { env: 'prod' } }],
    },
  ]);
});

test('everything that can be said arrives', () => {
  const full = {
    ...SHOP,
    owner: 'team',
    environment: 'staging',
    criticality: 'tier-1',
    slo: { objective: '99.95%', windowDays: 28 },
    zones: 3,
    maxUtilization: '60%',
    dependencies: [{ id: 'payments', availability: '99.9%', hard: false }],
    operations: { deploysPerMonth: 30 },
    costPerBadMinute: '$1,200.50',
    rtoMinutes: 15,
    rpoMinutes: 0,
    match: [
      { account: '1*', region: 'us-*' },
      { service: 'AmazonEC2', resourceId: 'i-*' },
    ],
  };
  expect(parse(full)).toEqual([
    {
      ...full,
      slo: { objective: expect.closeTo(0.9995, 12), windowDays: 28 },
      maxUtilization: 0.6,
      dependencies: [
        { id: 'payments', availability: expect.closeTo(0.999, 12), hard: false, degradeFraction: 0.2 },
      ],
      operations: { deploysPerMonth: 30, changeFailureRate: 0.1, autoHeal: true },
      costPerBadMinute: 1200.5,
    },
  ]);
});

test('the order of the file is kept: it decides who wins', () => {
  expect(parse({ ...SHOP, name: 'b' }, { ...SHOP, name: 'a' }).map(({ name }) => name)).toEqual(['b', 'a']);
});

describe('is refused', () => {
  test.each<readonly [string, unknown]>([
    ['a rule that matches everything by saying nothing', { ...SHOP, match: [{}] }],
    ['no rule', { ...SHOP, match: [] }],
    ['the name of what nobody owns', { ...SHOP, name: 'unallocated' }],
    ['no name', { ...SHOP, name: '' }],
    ['an unknown key', { ...SHOP, slos: [] }],
    ['an unknown environment', { ...SHOP, environment: 'prod' }],
    ['an objective above 100 %', { ...SHOP, slo: { objective: '101%' } }],
    ['an objective written as 99.9', { ...SHOP, slo: { objective: 99.9 } }],
    ['a window of no days', { ...SHOP, slo: { objective: 0.99, windowDays: 0 } }],
    ['half a zone', { ...SHOP, zones: 1.5 }],
    ['a pattern without end', { ...SHOP, match: [{ region: 'x'.repeat(501) }] }],
    ['a price of NaN', { ...SHOP, costPerBadMinute: Number.NaN }],
    ['a negative recovery objective', { ...SHOP, rtoMinutes: -1 }],
    ['201 rules', { ...SHOP, match: new Array(201).fill({ region: 'us-*' }) }],
  ])('%s', (_name, workload) => {
    const file = { schema: 'trimtab/workloads/1', workloads: [workload] };
    expect(workloadsFileSchema.safeParse(file).success).toBe(false);
  });

  test('another version, and more workloads than anyone has', () => {
    expect(workloadsFileSchema.safeParse({ schema: 'trimtab/workloads/2', workloads: [] }).success).toBe(
      false,
    );
    const many = { schema: 'trimtab/workloads/1', workloads: new Array(2001).fill(SHOP) };
    expect(workloadsFileSchema.safeParse(many).success).toBe(false);
  });
});
