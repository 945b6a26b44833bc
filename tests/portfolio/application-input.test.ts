/** Usage and portfolio together: where prices and rates come from, and what is left out and said. */

import { describe, expect, test } from 'vitest';
import type { SpendCommitment } from '../../src/engine/commitments/application.ts';
import { applyCommitments } from '../../src/engine/commitments/apply.ts';
import { applicationInput } from '../../src/portfolio/application-input.ts';
import { EMPTY_PORTFOLIO, parsePortfolio } from '../../src/portfolio/read-portfolio.ts';
import { testPrices, usageOf } from './files.ts';

async function prepared(usage: string, portfolio: string | null = null, named: Record<string, number> = {}) {
  const prices = testPrices(named);
  const read =
    portfolio === null
      ? null
      : parsePortfolio(`schema: trimtab/commitments/1\n${portfolio}`, 'p.yaml', prices);
  if (read?.portfolio === null) throw new Error(JSON.stringify(read.findings));
  return applicationInput(await usageOf(usage), read?.portfolio ?? EMPTY_PORTFOLIO, prices);
}

describe('the on-demand price of a pool', () => {
  test.each([
    ['what is paid and the list', 'on_demand_rate,list_rate', '0.08,0.1', [0.08, 0.1]],
    ['what is paid, which is the list without another', 'on_demand_rate', '0.08', [0.08, 0.08]],
    ['the list, which is paid without a contract', 'list_rate', '0.1', [0.1, 0.1]],
    ['the book', 'workload', 'shop', [0.1, 0.1]],
  ])('is %s', async (_name, columns, cells, rates) => {
    const { input } = await prepared(
      `hour,quantity,service,type,region,${columns}\n0,1,ec2,m5.large,us-east-1,${cells}\n`,
    );

    expect(input.pools.map(({ onDemandRate, listRate }) => [onDemandRate, listRate])).toEqual([rates]);
  });

  test('is never 0: a pool without a price is left out, with its row and name', async () => {
    const { input, leftOut, findings } = await prepared(
      'hour,id,quantity,service,type,region\n0,known,1,ec2,m5.large,us-east-1\n0,odd,1,ec2,z9.large,us-east-1\n',
    );

    expect(input.pools.map(({ id }) => id)).toEqual(['known']);
    expect(leftOut.map(({ id, row }) => [id, row])).toEqual([['odd', 3]]);
    expect(findings.find(({ code }) => code === 'usage-no-price')).toMatchObject({
      severity: 'error',
      source: { row: 3, column: 'on_demand_rate' },
    });
  });

  test('is not asked of the book for dedicated instances, which cost more', async () => {
    const { input } = await prepared(
      'hour,quantity,service,type,region,tenancy\n0,1,ec2,m5.large,us-east-1,dedicated\n',
    );

    expect(input.pools).toEqual([]);
  });
});

describe('the rate of a plan', () => {
  const plan = (over: Partial<SpendCommitment> = {}): SpendCommitment =>
    ({
      kind: 'savings-plan',
      id: 'p',
      ownerAccount: null,
      termYears: 1,
      payment: 'no-upfront',
      startMs: null,
      endMs: null,
      offering: 'compute',
      family: null,
      region: null,
      commitmentPerHour: 1,
      ...over,
    }) as SpendCommitment;
  const usage = (columns: string, cells: string) =>
    `hour,id,quantity,service,type,region,${columns}\n0,x,1,ec2,m5.large,us-east-1,${cells}\n`;

  test.each([
    [
      'the portfolio before the file',
      usage('compute_sp_rate', '0.07'),
      'commitments: [{ kind: savings-plan, id: p, offering: compute, commitment: 1 }]\nrates: [{ commitment: p, pool: x, rate: 0.06 }]\n',
      plan(),
      0.06,
    ],
    ['the file before the book', usage('compute_sp_rate', '0.075'), null, plan(), 0.075],
    [
      'the column of three years',
      usage('compute_sp_rate,compute_sp_rate_3y', '0.075,0.055'),
      null,
      plan({ termYears: 3 }),
      0.055,
    ],
    [
      'the plain column for three years without one',
      usage('compute_sp_rate', '0.075'),
      null,
      plan({ termYears: 3 }),
      0.075,
    ],
    ['the book', usage('workload', 'w'), null, plan(), 0.07],
    ['nobody', usage('workload', 'w'), null, plan({ termYears: null }), null],
    [
      'an assumption that the plan states',
      usage('workload', 'w'),
      null,
      plan({ termYears: null, assumedDiscount: 0.2 } as Partial<SpendCommitment>),
      0.08,
    ],
  ])('%s', async (_name, text, portfolio, commitment, rate) => {
    const { input } = await prepared(text, portfolio);
    const [pool] = input.pools;

    const found = pool && input.rates.spendRate(commitment, pool);
    expect(found === null || found === undefined ? found : Math.round(found * 1e9) / 1e9).toBe(rate);
  });
});

test('the files make an application whose numbers can be worked out by hand', async () => {
  // Ten hours of 4 instances at 0.10: a plan of 0.14 an hour at 0.07 covers two of them.
  const { input } = await prepared(
    'hour,hours,quantity,service,type,region,on_demand_rate,compute_sp_rate\n0,10,4,ec2,m5.large,us-east-1,0.1,0.07\n',
    'commitments: [{ kind: savings-plan, id: p, offering: compute, commitment: 0.14 }]\n',
  );
  const { totals } = applyCommitments(input);

  expect(totals.onDemandEquivalentCost).toBeCloseTo(4, 12);
  expect(totals.effectiveCost).toBeCloseTo(3.4, 12);
  expect(totals.commitmentCoverage).toBeCloseTo(0.5, 12);
});

test.each([
  [
    'a plan without any rate',
    'hour,quantity,service,unit,region,on_demand_rate\n0,1,lambda,gb-second,us-east-1,0.1\n',
    'commitments: [{ kind: savings-plan, id: p, offering: compute, commitment: 1 }]\n',
    'commitment-no-rates',
  ],
  [
    'a commitment that has ended',
    'hour,quantity,type,region\n0,1,m5.large,us-east-1\n',
    'commitments: [{ kind: hybrid-benefit, id: h, licence: rhel, cores: 1, end: 2025-01-01 }]\n',
    'commitment-not-in-force',
  ],
  [
    'a pool that the usage has not',
    'hour,id,quantity,type,region\n0,web,1,m5.large,us-east-1\n',
    'freeTier: [{ id: f, pools: [wep], quantity: 1 }]\n',
    'unknown-pool',
  ],
  [
    'a service that nothing covers',
    'hour,quantity,service,on_demand_rate\n0,1,ebs,0.1\n',
    null,
    'usage-not-eligible',
  ],
])('%s is said', async (_name, usage, portfolio, code) => {
  const { findings } = await prepared(usage, portfolio);

  expect(findings.map(finding => finding.code)).toContain(code);
});
