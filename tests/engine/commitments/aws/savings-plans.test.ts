/** Savings Plans: eligibility, order, ties, settings; free tier and the order between kinds. */

import { describe, expect, test } from 'vitest';
import {
  isPlanEligible,
  isPlanSold,
  nodeGeneration,
} from '../../../../src/engine/commitments/aws/savings-plan-eligibility.ts';
import { savingSteps } from '../../../../src/engine/commitments/aws/savings-plans.ts';
import type { SavingsPlan } from '../../../../src/engine/commitments/commitment.ts';
import type { UsagePool } from '../../../../src/engine/commitments/usage.ts';
import {
  familyPlan,
  instancePool,
  meteredPool,
  nodePool,
  otherPool,
  PERIOD_START_MS,
  plan,
  reserved,
  reservedNode,
  run,
  stepNames,
} from './orders.ts';

const OFFERINGS = ['compute', 'ec2-instance', 'database', 'sagemaker'] as const;
const valkey = { service: 'elasticache', engine: 'valkey' } as const;

describe('eligible', () => {
  test.each<[string, UsagePool, SavingsPlan['offering'][]]>([
    ['an instance', instancePool('x', 'r5.large'), ['compute', 'ec2-instance']],
    ['an instance of another family', instancePool('x', 'm5.large'), ['compute']],
    ['a family whose name only begins so', instancePool('x', 'r5a.large'), ['compute']],
    ['an instance of another Region', instancePool('x', 'r5.large', { region: 'eu-west-1' }), ['compute']],
    [
      'Windows, dedicated',
      instancePool('x', 'r5.large', { operatingSystem: 'windows', tenancy: 'dedicated' }),
      ['compute', 'ec2-instance'],
    ],
    ['an empty slot', instancePool('x', 'r5.large', { isEmptySlot: true }), ['compute', 'ec2-instance']],
    ['Fargate', meteredPool('x', 'AWSFargate'), ['compute']],
    [
      'Fargate of a cluster',
      meteredPool('x', 'AmazonECS', { item: 'USE1-Fargate-vCPU-Hours:perCPU' }),
      ['compute'],
    ],
    ['a cluster fee', meteredPool('x', 'AmazonEKS', { item: 'perCluster' }), []],
    ['Lambda', meteredPool('x', 'AWSLambda'), ['compute']],
    ['SageMaker', meteredPool('x', 'AmazonSageMaker', { item: 'ml.m5.large' }), ['sagemaker']],
    ['DynamoDB', meteredPool('x', 'AmazonDynamoDB'), ['database']],
    ['S3', meteredPool('x', 'AmazonS3'), []],
    ['RDS generation 7', nodePool('x', 'db.m7g.large'), ['database']],
    ['RDS generation 6', nodePool('x', 'db.r6g.large'), []],
    ['RDS burstable', nodePool('x', 'db.t4g.large'), []],
    ['Aurora generation 8', nodePool('x', 'db.r8g.large', { service: 'aurora' }), ['database']],
    ['Valkey generation 7', nodePool('x', 'cache.r7g.large', valkey), ['database']],
    ['Redis OSS', nodePool('x', 'cache.r7g.large', { service: 'elasticache', engine: 'redis' }), []],
    ['MemoryDB', nodePool('x', 'db.r7g.large', { service: 'memorydb', engine: 'valkey' }), []],
    ['Redshift', nodePool('x', 'ra3.large', { service: 'redshift', engine: null }), []],
    ['OpenSearch', nodePool('x', 'r7g.large.search', { service: 'opensearch', engine: null }), ['database']],
    ['spot', otherPool('x', { kind: 'not-eligible', item: 'spot' }), []],
    [
      'a licence',
      otherPool('x', {
        kind: 'licence',
        licence: 'windows-server',
        region: 'us-east-1',
        resourceGroup: null,
        managementGroup: null,
      }),
      [],
    ],
  ])('%s', (_name, usage, offerings) => {
    const eligible = OFFERINGS.filter(offering =>
      isPlanEligible({ offering, family: 'r5', region: 'us-east-1' }, usage, PERIOD_START_MS),
    );
    expect(eligible).toEqual(offerings);
  });

  test('OpenSearch joined the Database plans in March 2026', () => {
    const usage = nodePool('x', 'r7g.large.search', { service: 'opensearch', engine: null });
    const isEligible = (untilMs: number) =>
      isPlanEligible({ offering: 'database', family: null, region: null }, usage, untilMs);
    expect(isEligible(Date.UTC(2026, 2, 1))).toBe(false);
    expect(isEligible(Date.UTC(2026, 3, 1))).toBe(true);
  });

  test.each([
    ['db.r7g.large', 7],
    ['cache.m7g.4xlarge', 7],
    ['r7i.large.search', 7],
    ['db.x2iedn.large', 2],
    ['db.r10g.large', 10],
    ['db.serverless', null],
    ['', null],
  ])('%s is of generation %s', (nodeClass, generation) => {
    expect(nodeGeneration(nodeClass)).toBe(generation);
  });

  test.each([
    ['database', 1, 'no-upfront', 1, true],
    ['database', 3, 'no-upfront', 1, false],
    ['database', 1, 'all-upfront', 1, false],
    ['compute', 3, 'all-upfront', 1, true],
    ['compute', 1, 'no-upfront', 0.001, true],
    ['compute', 1, 'no-upfront', 0.0009, false],
    ['compute', 1, 'no-upfront', 5000, true],
    ['compute', 1, 'no-upfront', 5000.1, false],
  ] as const)(
    'a %s plan of %i years, %s, for $%f an hour is sold: %s',
    (offering, termYears, payment, commitmentPerHour, sold) => {
      expect(isPlanSold({ offering, termYears, payment, commitmentPerHour })).toBe(sold);
    },
  );
});

describe('order of usage under one type of plan', () => {
  const usage = (id: string, rate: number, more: object = {}) =>
    meteredPool(id, 'AWSFargate', { rate, ...more });
  const order = (pools: readonly UsagePool[], rates: Record<string, number | null>, more: object = {}) =>
    stepNames({ pools, commitments: [plan('p', 1)], rates: { p: rates }, ...more }).map(step =>
      step.slice(5),
    );

  test('the highest saving in percent, not in dollars, comes first', () => {
    expect(order([usage('big', 100), usage('small', 1)], { big: 80, small: 0.7 })).toEqual(['small', 'big']);
  });

  test('equal percentages are ties in spite of binary fractions: the lower rate comes first', () => {
    expect(1 - 0.6 / 0.8).not.toBe(1 - 0.003 / 0.004);
    expect(savingSteps(0.6, 0.8)).toBe(savingSteps(0.003, 0.004));
    expect(order([usage('large', 0.8), usage('gb', 0.004)], { large: 0.6, gb: 0.003 })).toEqual([
      'gb',
      'large',
    ]);
    expect(order([usage('vcpu', 0.04), usage('gb', 0.004)], { vcpu: 0.03, gb: 0.003 })).toEqual([
      'gb',
      'vcpu',
    ]);
  });

  test('then running before empty slots, then by id', () => {
    const pools = [
      instancePool('a-slot', 'm5.large', { isEmptySlot: true }),
      instancePool('c', 'm5.large'),
      instancePool('b', 'm5.large'),
    ];
    expect(order(pools, { 'a-slot': 0.5, b: 0.5, c: 0.5 })).toEqual(['b', 'c', 'a-slot']);
  });

  test('usage without a discount takes commitment last, or stays on demand by setting', () => {
    const pools = [usage('requests', 0.2), usage('duration', 1)];
    const rates = { requests: 0.2, duration: 0.85 };
    expect(order(pools, rates)).toEqual(['duration', 'requests']);
    expect(order(pools, rates, { settings: { zeroDiscountUsage: 'stays-on-demand' } })).toEqual(['duration']);
  });

  test.each([null, 0, -1, Number.NaN, 1.2])('a plan rate of %s covers nothing', rate => {
    expect(order([usage('x', 1)], { x: rate })).toEqual([]);
  });

  test('usage that costs nothing on demand is not covered', () => {
    expect(order([usage('x', 0)], { x: 0 })).toEqual([]);
  });

  test('the plans that an owner has serve it before the usage of others, whatever the saving', () => {
    expect(order([usage('own', 1), usage('b', 1, { account: 'B' })], { own: 0.9, b: 0.1 })).toEqual([
      'own',
      'b',
    ]);
  });
});

describe('several plans of one type', () => {
  const pools = [meteredPool('u', 'AWSFargate'), meteredPool('v', 'AWSFargate')];
  const rates = { late: { u: 0.5, v: 0.9 }, early: { u: 0.6, v: 0.8 } };
  const commitments = [
    plan('late', 1, { startMs: PERIOD_START_MS - 1 }),
    plan('early', 1, { startMs: PERIOD_START_MS - 2 }),
  ];

  test.each([
    ['best-saving', ['late -> u', 'early -> u', 'early -> v', 'late -> v']],
    ['earliest-start', ['early -> u', 'early -> v', 'late -> u', 'late -> v']],
  ] as const)('%s', (savingsPlanOrder, steps) => {
    expect(stepNames({ pools, commitments, rates, settings: { savingsPlanOrder } })).toEqual(steps);
  });

  test('equal savings go by usage, then by plan', () => {
    const equal = { a: { u: 0.5, v: 0.5 }, b: { u: 0.5, v: 0.5 } };
    expect(stepNames({ pools, commitments: [plan('b', 1), plan('a', 1)], rates: equal })).toEqual([
      'a -> u',
      'b -> u',
      'a -> v',
      'b -> v',
    ]);
  });
});

describe('order between kinds', () => {
  const pools = [instancePool('i', 'm5.large'), nodePool('n', 'db.r7g.large')];
  const commitments = [
    plan('1-compute', 1),
    familyPlan('2-family', 1, 'm5'),
    plan('3-database', 1, { offering: 'database' }),
    reservedNode('4-node', 'db.r7g.large'),
    reserved('5-regional', 'm5.large'),
    reserved('6-zonal', 'm5.large', { availabilityZone: 'us-east-1a' }),
  ];
  const freeTier = [{ id: '7-free', poolIds: ['i', 'n', 'elsewhere', 'i'], quantity: 0.5 }];
  const stepsWith = (settings = {}) =>
    stepNames({ pools, commitments, freeTier, settings }).map(step => step.replace(/ -> .*/, ''));

  test('reservations, free tier, the narrow plans, the broad plans', () => {
    expect(stepsWith()).toEqual([
      '6-zonal',
      '5-regional',
      '4-node',
      '7-free',
      '7-free',
      '2-family',
      '1-compute',
      '3-database',
    ]);
  });

  test.each([
    [{ freeTier: 'after-savings-plans' }, ['3-database', '7-free', '7-free']],
    [{ databaseOrder: 'savings-plan-first' }, ['7-free', '2-family', '1-compute']],
  ])('%j', (settings, last) => {
    const steps = stepsWith(settings);
    expect(steps.slice(-3)).toEqual(last);
    const plansFirst = 'databaseOrder' in settings;
    expect(steps.indexOf('3-database') < steps.indexOf('4-node')).toBe(plansFirst);
  });

  test('a free allowance is there once for the period, over all accounts, and costs nothing', () => {
    const { uncovered, committedCost, order } = run({
      pools: [
        meteredPool('a', 'AWSLambda', { quantities: [3, 3] }),
        meteredPool('b', 'AWSLambda', { account: 'B', quantities: [1, 1] }),
      ],
      commitments: [],
      freeTier: [{ id: 'free', poolIds: ['a', 'b'], quantity: 6 }],
    });
    expect(uncovered.a! + uncovered.b!).toBeCloseTo(2);
    expect(uncovered.a).toBeCloseTo(1.5);
    expect(committedCost).toBe(0);
    expect(order.benefits[0]?.renewal).toBe('period');
  });

  test('an allowance without usage of AWS makes no benefit', () => {
    const { order } = run({
      pools: [otherPool('x', { kind: 'not-eligible', item: 'spot' })],
      commitments: [],
      freeTier: [{ id: 'free', poolIds: ['x'], quantity: 6 }],
    });
    expect(order).toEqual({ benefits: [], steps: [] });
  });
});

test('the unused part of an hour is lost: it rolls neither into the next hour nor into another plan', () => {
  const { used, onDemandCost } = run({
    pools: [
      instancePool('i', 'm5.large', { quantities: [0, 2] }),
      meteredPool('f', 'AWSFargate', { quantities: [1, 1] }),
    ],
    commitments: [familyPlan('family', 0.7, 'm5'), plan('compute', 0.7)],
  });
  expect(used).toEqual({ family: 0.7, compute: 1.4 });
  expect(onDemandCost).toBeCloseTo(1);
});
