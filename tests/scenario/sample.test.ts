import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { createEngineHost } from '../../src/app/engine-host.ts';
import { readPlanOrThrow } from '../../src/app/plan-file-io.ts';
import { chanceOf } from '../../src/engine/chance/chance-of.ts';
import { emptyPlan, ledgerOf, type Run, score, sum } from '../../src/engine/index.ts';
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
const scenario = loadScenario('saas-500k');
const company = valueOrThrow(readYamlFile(scenario.companyFile, companySchema), 'company');

beforeAll(async () => {
  await host.open({
    scenario: 'saas-500k',
    workspace: '',
    cacheFolder: inject('cacheFolder'),
    workloadsFile: null,
    commitmentsFile: null,
    period: null,
    currency: null,
  });
});

const runOf = (name: string): Run => host.run(readPlanOrThrow(scenario.plans[name] ?? ''));

describe('the bill of the sample', () => {
  test('is about half a million dollars a month, by the hour, with a few thousand resources', () => {
    const { estate } = host.opened();
    const total = Number(sum(estate.resources.map(({ effectiveCost }) => effectiveCost)));

    expect(total).toBeGreaterThan(495_000);
    expect(total).toBeLessThan(505_000);
    expect(estate.granularity).toBe('hourly');
    expect(estate.hours).toBe(744);
    expect(estate.resources.length).toBeGreaterThan(1000);
    expect(estate.commitments.map(({ kind }) => kind).sort()).toEqual(['reserved-instance', 'savings-plan']);
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

    // Rounded to ten decimals in some 400,000 rows.
    expect(Number(sum(imported))).toBeCloseTo(onDemand, 3);
  });

  test('the model prices what it models as the bill does', () => {
    const run = host.run(emptyPlan(scenario.target));

    expect(run.baseline.modelFit).toBeGreaterThan(0.999);
    expect(run.baseline.modelFit).toBeLessThan(1.001);
  });

  test('the prices that company.yaml writes out are those of the price book', () => {
    const listed = new Map([
      ['NatGateway-Hours', book.unitPrice('nat_gateway', 'zonal', 'hour', 'us-east-1')],
      ['NatGateway-Bytes', book.unitPrice('nat_gateway', 'zonal', 'data_processed', 'us-east-1')],
      ['LoadBalancerUsage', book.unitPrice('alb', 'alb', 'hour', 'us-east-1')],
      ['LCUUsage', book.unitPrice('alb', 'alb', 'lcu', 'us-east-1')],
      ['PublicIPv4:InUseAddress', book.unitPrice('public_ipv4', 'any', 'hour', 'us-east-1')],
      ['EBS:SnapshotUsage', book.unitPrice('ebs', 'snapshot_standard', 'storage', 'us-east-1')],
      ['DataProcessing-Bytes', book.unitPrice('cloudwatch_logs', 'logs', 'ingest_standard', 'us-east-1')],
      ['CW:MetricMonitorUsage', book.unitPrice('cloudwatch', 'custom_metric', 'first_10k', 'us-east-1')],
      ['Lambda-GB-Second', book.unitPrice('lambda', 'x86', 'duration_first_6b', 'us-east-1')],
    ]);
    const checked = company.meters.filter(({ usageType }) => listed.has(usageType));

    expect(checked.length).toBeGreaterThanOrEqual(listed.size);
    for (const { usageType, price } of checked) expect(price, usageType).toBe(listed.get(usageType)?.price);
  });
});

describe('the generator', () => {
  test('gives the same month for the same seed and another one for another seed', () => {
    const month = (seed: string) => JSON.stringify(generateUsage(company, seed, book).metrics.slice(0, 50));

    expect(month('500')).toBe(month('500'));
    expect(month('500')).not.toBe(month('501'));
  });

  test('a fleet does not change when another one is added', () => {
    const [first, ...others] = company.fleets;
    if (!first) throw new Error('the sample has fleets');
    const alone = generateUsage({ ...company, fleets: [first] }, 'x', book).lines;
    const together = generateUsage({ ...company, fleets: [...others, first] }, 'x', book).lines;
    const ids = new Set(together.map(({ resourceId }) => resourceId));

    expect(
      alone.filter(({ service }) => service === 'AmazonEC2').every(({ resourceId }) => ids.has(resourceId)),
    ).toBe(true);
  });
});

describe('the plans of the sample', () => {
  test('the empty plan is the bill, to the last digit, in every month in which its commitments go on', () => {
    const assumptions = { existingCommitments: 'renew' } as const;
    const run = host.run({ ...emptyPlan(scenario.target), assumptions });

    for (const month of run.months) {
      expect(month.effectiveCost.equals(run.baseline.effectiveCost)).toBe(true);
      expect(month.billedCost.equals(run.baseline.recurringBilledCost)).toBe(true);
    }
  });

  test('left alone, the bill grows when its commitments end, and the run names them', () => {
    const run = host.run(emptyPlan(scenario.target));
    const effective = run.months.map(({ effectiveCost }) => effectiveCost.toNumber());
    const bill = run.baseline.effectiveCost.toNumber();

    // The reservation ends on 10 January, the plan on 15 March: the end of each is in the month it happens, day by day.
    expect(effective.slice(0, 2)).toEqual([bill, bill]);
    expect(effective[2]).toBeGreaterThan(bill);
    expect(effective[3]).toBeGreaterThan(effective[2] ?? 0);
    expect(effective[4]).toBeGreaterThan(effective[3] ?? 0);
    expect(new Set(effective.slice(5)).size).toBe(1);
    expect(run.findings.filter(({ code }) => code === 'commitment-expires')).toHaveLength(2);
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

  test('the naive plan misses it, breaks guardrails, and is told why', () => {
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

    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(`../../fixtures/runs/saas-500k.${name}.txt`);
  });

  test('the plans say which scenario they are for', () => {
    for (const path of Object.values(scenario.plans))
      expect(readFileSync(join(path), 'utf8')).toContain('scenario: saas-500k');
  });
});
