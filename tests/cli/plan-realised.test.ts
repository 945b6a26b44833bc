/** `trimtab plan realised` and `plan backtest` over imported bills of one company in two months. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBills } from '../../src/bill/import.ts';
import { decimal, sum } from '../../src/engine/index.ts';
import { writeMetrics } from '../../src/metrics/metrics-store.ts';
import { planBacktestSchema, planRealisedSchema } from '../../src/report/contract.ts';
import type { Company } from '../../src/scenario/company.ts';
import { coverUsage } from '../../src/scenario/cover-usage.ts';
import { generateUsage, monthOfCompany } from '../../src/scenario/generate-usage.ts';
import { writeCur } from '../../src/scenario/write-cur.ts';
import { runForCode } from '../bill/command-line.ts';
import { SMALL_COMPANY } from '../helpers/small-estate.ts';
import { BOOK, later } from '../helpers/two-months.ts';

const WORKLOADS = `schema: trimtab/workloads/1
workloads:
  - name: shop
    owner: Team Shop
    environment: production
    match: [{ tags: { service: shop } }]
  - name: staging
    owner: Team Shop
    environment: staging
    match: [{ tags: { service: staging } }]
`;

const PLAN = `schema: trimtab/plan/1
title: Winter plan
target: { reduceBy: 20%, byMonth: 3, basis: run-rate }
moves:
  - { id: idle, lever: terminate-idle-compute, start: 1, owner: Team Shop }
  - { id: smaller, lever: rightsize-compute, start: 1, owner: Team Shop }
`;

let folder = '';
const path = (name: string) => join(folder, name);

/** Imports a month of a company as AWS would bill it. */
async function importMonth(company: Company, workspace: string): Promise<void> {
  const month = monthOfCompany(company);
  const { lines, metrics } = generateUsage(company, '1', BOOK);
  const covered = coverUsage(company, lines, month.hours, BOOK);
  const file = path(`${company.month}.parquet`);
  await writeCur({ company, month, lines, covered }, file, path('tmp'));
  await importBills({ paths: [file], workspace });
  writeMetrics(workspace, new Map(metrics.map(({ resourceId, utilization }) => [resourceId, utilization])));
}

/** December: the idle machines are gone, half of what was to be smaller is. */
const DECEMBER = later(company => ({
  fleets: company.fleets
    .filter(({ name }) => name !== 'shop-classic')
    .map(fleet => (fleet.name === 'shop-api' ? { ...fleet, type: 'm5.2xlarge' } : fleet)),
}));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-realised-'));
  writeFileSync(path('workloads.yaml'), WORKLOADS);
  writeFileSync(path('plan.yaml'), PLAN);
  await importMonth(DECEMBER, path('both'));
  await importMonth(DECEMBER, path('later'));
  // The metrics of the reference month are those that the plan was made on.
  await importMonth(SMALL_COMPANY, path('both'));
  await importMonth(SMALL_COMPANY, path('first'));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => runForCode(folder, ...args);
const realised = async (...args: readonly string[]) =>
  planRealisedSchema.parse(
    JSON.parse((await run('plan', 'realised', path('plan.yaml'), ...args, '--json')).out),
  );

describe('plan realised', () => {
  test('finds what was done, and the bills add up to the last digit', async () => {
    const report = await realised('--workspace', 'both', '--from', '2026-10', '--to', '2026-12');
    const { bridge, moves } = report;

    expect(
      moves.map(({ moveId, outcome, stage, resources }) => [moveId, outcome, stage, resources.done]),
    ).toEqual([
      ['idle', 'done', 'verified', 4],
      ['smaller', 'done', 'verified', 8],
    ]);
    expect(moves[0]?.realised).toBe('1142.784');
    expect(String(decimal(bridge.reference).plus(sum(Object.values(bridge.causes))))).toBe(bridge.later);
    expect(bridge.causes.unexplained).toBe('0');
    expect(report.resources[0]?.evidence.map(({ month }) => month)).toContain('2026-10');
  });

  test('gives the same from two workspaces, and takes the latest months by itself', async () => {
    const one = await realised('--workspace', 'both');
    const two = await realised('--workspace', 'first', '--later-workspace', 'later');

    expect([one.from, one.to]).toEqual(['2026-10', '2026-12']);
    expect(two).toEqual(one);
    // A later workspace that has the month of the plan as well.
    expect(await realised('--workspace', 'first', '--later-workspace', 'both')).toEqual(one);
    expect(await realised('--workspace', 'both', '--later-workspace', 'later', '--to', '2026-12')).toEqual(
      one,
    );
  });

  test('as text: a sentence, the moves, the way from bill to bill, the rates', async () => {
    const { out } = await run('plan', 'realised', path('plan.yaml'), '--workspace', 'both');

    expect(out).toContain('2 of 2 moves that should show by then do');
    expect(out).toMatch(/idle +done, 4 of 4 +\$1,143 +\$1,143/);
    expect(out).toMatch(/unexplained +\$0\.00/);
    expect(out).toMatch(/implemented 100 %, verified\s+100 %/);
  });

  test.each([
    [['--from', '2026-12', '--to', '2026-10'], /does not come before/],
    [['--from', '2026-10', '--to', '2027-01'], /no charges of 2027-01/],
    [['--from', 'October'], /--from must be a month/],
  ])('%s is refused', async (args, message) => {
    await expect(run('plan', 'realised', path('plan.yaml'), '--workspace', 'both', ...args)).rejects.toThrow(
      message,
    );
  });
});

describe('plan backtest', () => {
  test('scores the forecast and the last month repeated', async () => {
    const { out } = await run(
      ...['plan', 'backtest', path('plan.yaml'), '--workspace', 'both', '--from', '2026-10', '--json'],
    );
    const report = planBacktestSchema.parse(JSON.parse(out));
    const [month] = report.months;

    expect([report.months.length, month?.index, month?.month]).toEqual([1, 2, '2026-12']);
    expect(report.summary.runRate.relativeError).toBeLessThan(0.1);
    expect(String(sum((month?.byWorkload ?? []).map(({ miss }) => miss)))).toBe(
      String(decimal(month?.runRate.error ?? '0').negated()),
    );
  });

  test('as text', async () => {
    const { out } = await run(
      'plan',
      'backtest',
      path('plan.yaml'),
      '--workspace',
      'both',
      '--from',
      '2026-10',
    );

    expect(out).toContain('Winter plan: forecast on 2026-10 against 1 bill since.');
    expect(out).toMatch(/times the error\s+of the reference month repeated \(better\)/);
  });

  test.each([
    [[], /needs --from/],
    [['--from', '2026-12'], /No whole month comes after 2026-12/],
    [['--from', '2026-10', '--months', '1'], /No whole month among the 1 after 2026-10/],
  ])('%s is refused', async (args, message) => {
    await expect(run('plan', 'backtest', path('plan.yaml'), '--workspace', 'both', ...args)).rejects.toThrow(
      message,
    );
  });
});
