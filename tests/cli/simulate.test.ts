/** `trimtab simulate` on the sample: the money of a plan keeps its schema, adds up, and fits a narrow terminal. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readBusinessMetrics } from '../../src/business-metrics/read-business-metrics.ts';
import { decimal, sum } from '../../src/engine/money.ts';
import { billAddressableSchema, simulateSchema } from '../../src/report/contract.ts';
import { simulateText } from '../../src/report/text/run.ts';
import { loadScenario } from '../../src/scenario/pack.ts';
import { runForCode } from '../bill/command-line.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder = '';
const path = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-simulate-'));
  writeFileSync(
    path('plan.yaml'),
    [
      'schema: trimtab/plan/1',
      'title: T',
      'target: { reduceBy: 5%, byMonth: 6, basis: cash }',
      'assumptions:',
      '  growth: [{ annual: 25% }]',
      '  costPerEngineerDay: 800',
      '  discountRate: 10%',
      'moves:',
      '  - { id: idle, lever: terminate-idle-compute, start: 2, owner: Platform }',
      '  - { id: commit, lever: compute-savings-plan, start: 3, owner: FinOps, params: { payment: all-upfront } }',
      '',
    ].join('\n'),
  );
  writeFileSync(
    path('orders.csv'),
    'month,metric,value,workload\n2026-10,orders,1000,\n2026-12,orders,1100,\n2026-10,orders,x,\n2026-10,o\u202eders,5,track*\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const on = () => [
  '--workspace',
  inject('sampleWorkspace'),
  '--workloads',
  'scenarios/saas-500k/workloads.yaml',
];
const simulated = async (...args: readonly string[]) => {
  const { out } = await runForCode(ROOT, 'simulate', path('plan.yaml'), ...args, ...on(), '--json');
  return simulateSchema.parse(JSON.parse(out));
};

describe('the money of a plan', () => {
  test('adds up by month, by fiscal year and in all, and takes off the work', async () => {
    const { finance, moves } = await simulated('--fiscal-year-start', '4', '--months', '18');
    const total = (key: 'cashSaving' | 'netCash' | 'runRateSaving') => [
      sum(finance.months.map(each => each[key])).toFixed(),
      sum(finance.fiscalYears.map(each => each[key])).toFixed(),
      finance.months.at(-1)?.cumulative[key],
      finance.total[key],
    ];

    for (const key of ['cashSaving', 'netCash', 'runRateSaving'] as const)
      expect(new Set(total(key)).size).toBe(1);
    expect(finance.fiscalYears.map(({ name, months }) => [name, months])).toEqual([
      ['FY2027', 5],
      ['FY2028', 12],
      ['FY2029', 1],
    ]);
    const days = moves.reduce((all, { effortDays }) => all + effortDays.mean, 0);
    expect(Number(finance.total.labourCost)).toBeCloseTo(800 * days, 6);
    expect(finance.discountRate).toBe(0.1);
  });

  test('shows that a fee paid upfront is cash before it is a saving', async () => {
    const { finance } = await simulated();
    const bought = finance.months[2];

    expect(Number(bought?.cashSaving)).toBeLessThan(0);
    expect(Number(bought?.runRateSaving)).toBeGreaterThan(0);
    expect(finance.payback.deepest?.index).toBe(3);
    expect(finance.payback.month === null || finance.payback.month > 3).toBe(true);
    expect(Number(finance.prepaid)).toBeGreaterThan(0);
  });

  test('is measured over the addressable part that `bill addressable` names', async () => {
    const { finance } = await simulated();
    const asked = await runForCode(
      ROOT,
      'bill',
      'addressable',
      '--month',
      '2026-10',
      ...on().slice(0, 2),
      '--json',
    );
    const [ledger] = billAddressableSchema.parse(JSON.parse(asked.out)).ledgers;
    const part = ledger?.classes.find(each => each.class === 'addressable');
    const { runRate, cash } = finance.shares ?? {};

    expect(finance.shares?.index).toBe(6);
    expect([runRate?.addressableCost, cash?.addressableCost]).toEqual([
      part?.effectiveCost,
      part?.billedCost,
    ]);
    expect(runRate?.ofAddressable).toBeCloseTo(
      Number(decimal(runRate?.savedAgainstBill ?? '0').div(part?.effectiveCost ?? '1')),
      12,
    );
  });

  test.each(['0', '13', 'x', '1.5'])('has no fiscal year that begins in month %s', async month => {
    await expect(simulated('--fiscal-year-start', month)).rejects.toThrow(/fiscal-year-start/);
  });
});

describe('unit costs', () => {
  test('come from the named file, and what could not be read of it is said', async () => {
    const { unitCosts, findings, assumptions } = await simulated('--business-metrics', path('orders.csv'));
    const [orders, hostile] = unitCosts;

    expect(unitCosts).toHaveLength(2);
    expect(orders?.months.slice(0, 4).map(({ basis }) => basis)).toEqual([
      'actual',
      'extrapolated',
      'forecast',
      'extrapolated',
    ]);
    expect(orders?.months[12]?.value).toBeCloseTo(1100 * 1.25 ** (10 / 12), 6);
    expect(hostile?.workloads).toEqual(['tracking']);
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'business-metric-not-a-number',
        source: expect.objectContaining({ row: 4, column: 'value' }),
      }),
    );
    expect(assumptions.filter(each => /not stated/.test(each))).toHaveLength(2);
  });

  test('are none without a file', async () => {
    expect((await simulated()).unitCosts).toEqual([]);
  });

  test('of a file that is none, or not there, are an error', async () => {
    writeFileSync(path('none.csv'), 'a,b\n1,2\n');
    await expect(simulated('--business-metrics', path('none.csv'))).rejects.toThrow(/business metrics/);
    await expect(simulated('--business-metrics', path('nowhere.csv'))).rejects.toThrow(/no file/);
  });

  test('of the shipped scenario are its own', () => {
    const { businessMetricsFile } = loadScenario('saas-500k');
    const { value, findings } = readBusinessMetrics(businessMetricsFile ?? '');

    expect(findings).toEqual([]);
    expect(value?.map(({ metric }) => metric)).toEqual(['shipments tracked', 'bookings']);
  });
});

describe('the text', () => {
  test('fits 80 columns, names both clocks, and shows no character that moves others', async () => {
    const report = await simulated('--business-metrics', path('orders.csv'));
    const lines = simulateText(report, 80);
    const from = lines.findIndex(line => line.startsWith('Saved on two clocks'));
    const to = lines.findIndex(line => line.startsWith('Move '));
    const money = lines.slice(from, to);

    expect(money.filter(line => line.length > 80)).toEqual([]);
    for (const words of ['Net present value', 'Work', 'of its addressable part', 'upfront fees', 'orders'])
      expect(money.join('\n')).toContain(words);
    expect(lines.join('\n')).not.toContain('\u202e');
  });
});
