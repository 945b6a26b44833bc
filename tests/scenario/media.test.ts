/** The second scenario: a bill whose waste is mostly no machine, every kind of it found by a lever. */

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { createEngineHost } from '../../src/app/engine-host.ts';
import { readPlanOrThrow } from '../../src/app/plan-file-io.ts';
import { chanceOf } from '../../src/engine/chance/chance-of.ts';
import {
  createRateCard,
  emptyPlan,
  ledgerOf,
  leverById,
  type Run,
  score,
  sum,
} from '../../src/engine/index.ts';
import { defaultParams } from '../../src/engine/lever-params.ts';
import { leverContext } from '../../src/engine/simulate/lever-context.ts';
import { readYamlFile } from '../../src/input/yaml-file.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { scoreReport, simulateReport } from '../../src/report/run-report.ts';
import { scoreText, simulateText } from '../../src/report/text/run.ts';
import { companySchema } from '../../src/scenario/company.ts';
import { coverUsage } from '../../src/scenario/cover-usage.ts';
import { generateUsage, monthOfCompany } from '../../src/scenario/generate-usage.ts';
import { loadScenario, valueOrThrow } from '../../src/scenario/pack.ts';

const book = openEmbeddedBook();
const host = createEngineHost(book);
const scenario = loadScenario('media-160k');
const company = valueOrThrow(readYamlFile(scenario.companyFile, companySchema), 'company');

beforeAll(async () => {
  await host.open({
    scenario: 'media-160k',
    workspace: '',
    cacheFolder: inject('cacheFolder'),
    workloadsFile: null,
    commitmentsFile: null,
    period: null,
    currency: null,
  });
});

const runOf = (name: string): Run => host.run(readPlanOrThrow(scenario.plans[name] ?? ''));

describe('the bill', () => {
  test('is about $160,000 a month, by the hour, and less than half of it is EC2', () => {
    const { estate } = host.opened();
    const total = Number(sum(estate.resources.map(({ effectiveCost }) => effectiveCost)));
    const machines = estate.resources.filter(({ kind }) => kind === 'instance');

    expect(total).toBeGreaterThan(155_000);
    expect(total).toBeLessThan(165_000);
    expect(estate.granularity).toBe('hourly');
    expect(Number(sum(machines.map(({ effectiveCost }) => effectiveCost)))).toBeLessThan(total / 2);
    expect(estate.commitments.map(({ kind }) => kind)).toEqual(['savings-plan']);
  });

  test('is what the generator made: import loses nothing', () => {
    const month = monthOfCompany(company);
    const usage = generateUsage(company, scenario.seed, book);
    const { runs } = coverUsage(company, usage.lines, month.hours, book);
    const onDemand = runs.reduce(
      (total, run) =>
        total + (run.commitment < 0 ? run.quantity * run.rows * (usage.lines[run.line]?.rate ?? 0) : 0),
      0,
    );
    const { lines } = host.opened().extract;
    const imported = lines
      .filter(
        ({ commitmentDiscountId, serviceCode }) =>
          commitmentDiscountId === null && serviceCode !== 'AWSSupportBusiness',
      )
      .map(({ billedCost }) => billedCost);

    // Rounded to ten decimals in some 300,000 rows.
    expect(Number(sum(imported))).toBeCloseTo(onDemand, 3);
  });

  test('the model prices what it models as the bill does', () => {
    const run = host.run(emptyPlan(scenario.target));

    expect(run.baseline.modelFit).toBeGreaterThan(0.999);
    expect(run.baseline.modelFit).toBeLessThan(1.001);
  });

  test('the prices that company.yaml writes out are those of the price book', () => {
    const listed = (component: string) =>
      book.unitPrice('data_transfer_out', 'internet', component, 'us-east-1')?.price;
    const prices = company.meters.map(({ usageType, price }) => [usageType, price]);

    expect(prices).toEqual([
      ['DataTransfer-Out-Bytes', listed('first_10tb')],
      ['DataTransfer-Out-Bytes', listed('next_40tb')],
      ['DataTransfer-Out-Bytes', listed('next_100tb')],
      [
        'DataTransfer-Regional-Bytes',
        book.unitPrice('data_transfer', 'cross_az', 'each_direction', 'us-east-1')?.price,
      ],
      [
        'CW:MetricMonitorUsage',
        book.unitPrice('cloudwatch', 'custom_metric', 'first_10k', 'us-east-1')?.price,
      ],
      // A contract of the company's own.
      ['MP:contract-Units', 4200],
    ]);
  });
});

describe('what is planted is found, by name and number', () => {
  test.each<readonly [string, number]>([
    ['terminate-idle-compute', 8],
    ['delete-unattached-volumes', 64],
    ['delete-idle-nat-gateways', 12],
    ['release-unused-addresses', 110],
    ['delete-idle-load-balancers', 22],
    ['delete-unused-log-groups', 60],
    ['delete-old-snapshots', 160],
    ['abort-incomplete-uploads', 1],
    ['dynamodb-capacity-mode', 2],
    ['dynamodb-table-class', 1],
    ['fargate-task-size', 34],
    ['aurora-standard-storage', 4],
    ['sql-server-licence', 6],
    ['windows-optimize-cpus', 6],
    ['rds-extended-support', 4],
    ['eks-extended-support', 3],
    ['cross-zone-affinity', 14],
    ['kubernetes-bin-packing', 2],
  ])('%s: %i', (id, expected) => {
    const { estate } = host.opened();
    const lever = leverById(id);
    if (!lever) throw new Error(`no lever ${id}`);
    const context = leverContext(estate, createRateCard(estate.paidRates, book));
    const params = defaultParams(lever.params);
    const found = estate.resources.filter(each => !('reason' in lever.find(each, params, context)));

    expect(found.length).toBeGreaterThanOrEqual(expected);
    // Playout stands beside the edit suites, which are found by the same lever.
    expect(found.length).toBeLessThanOrEqual(id === 'windows-optimize-cpus' ? expected + 8 : expected);
  });
});

describe('the plans', () => {
  test('the months to come are not the bill again: listeners come in winter, masters stay', () => {
    const { months, baseline } = host.run(emptyPlan(scenario.target));
    const forecasts = months.map(({ forecastCost }) => forecastCost.toNumber());

    expect(months[1]?.events).toEqual(['The Christmas special']);
    expect(Math.max(...forecasts.slice(0, 6))).toBe(forecasts[1]);
    expect(forecasts.at(-1)).toBeGreaterThan(1.02 * baseline.effectiveCost.toNumber());
  });

  test('the empty plan is the bill, to the last digit', () => {
    const assumptions = { existingCommitments: 'renew' } as const;
    // Without what the scenario expects of the months to come.
    const run = host.simulator().run(emptyPlan(scenario.target), { horizonMonths: 12, assumptions });

    for (const { effectiveCost } of run.months)
      expect(effectiveCost.equals(run.baseline.effectiveCost)).toBe(true);
  });

  test('the reference plan reaches the target with every objective kept', () => {
    const simulator = host.simulator();
    const run = runOf('reference');
    const chance = chanceOf(simulator, run, { seed: '1', runs: 2000 });
    const judged = score(run, { seed: '1', runs: 2000, simulator, chance });

    expect(judged.targetMet).toBe(true);
    expect(judged.savedFraction).toBeGreaterThan(0.35);
    expect(judged.brokenGuardrails).toEqual([]);
    expect(judged.mistakes).toEqual([]);
    // Adoption, delay, failed changes and evidence are all counted: nobody can promise more.
    expect(judged.uncertainty.probabilityOfTarget).toBeGreaterThan(0.7);
  });

  test('every move of it finds something to do', () => {
    const { moves } = runOf('reference');

    expect(moves.filter(({ applied }) => applied.length === 0).map(({ moveId }) => moveId)).toEqual([]);
  });

  test('the naive plan misses it, breaks a guardrail, and is told why', () => {
    const judged = score(runOf('naive'), { seed: '1', runs: 2000 });

    expect(judged.targetMet).toBe(false);
    expect(judged.amountReached).toBe(false);
    expect(judged.brokenGuardrails.length).toBeGreaterThan(0);
    expect(judged.mistakes.map(({ code }) => code)).toEqual([
      'commit-before-rightsizing',
      'redundancy-cut',
      'no-owner',
    ]);
  });

  test.each(['reference', 'naive'])('the ledger of the %s plan adds up exactly, month by month', name => {
    const run = runOf(name);
    const entries = [...ledgerOf(run)];

    for (const { month, effectiveCost } of run.months) {
      const total = sum(entries.filter(entry => entry.month === month).map(({ amount }) => amount));
      expect(total.toFixed()).toBe(effectiveCost.toFixed());
    }
  });

  test.each(['reference', 'naive'])('the run and score of the %s plan are the reviewed ones', async name => {
    const run = runOf(name);
    const judged = scoreReport(run, score(run, { seed: '1', runs: 2000 }), '1');
    const text = [
      ...scoreText(judged, 110),
      '',
      '-'.repeat(110),
      '',
      ...simulateText(simulateReport(run, '1', { withLedger: false }), 110),
    ];

    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(`../../fixtures/runs/media-160k.${name}.txt`);
  });

  test('say which scenario they are for', () => {
    for (const path of Object.values(scenario.plans))
      expect(readFileSync(path, 'utf8')).toContain('scenario: media-160k');
  });
});
