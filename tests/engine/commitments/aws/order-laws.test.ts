/** Laws of the AWS order on random usage and commitments: conservation, order of input, optimality of one plan, sharing. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Commitment } from '../../../../src/engine/commitments/commitment.ts';
import type { CommitmentSettings } from '../../../../src/engine/commitments/settings.ts';
import type { UsagePool } from '../../../../src/engine/commitments/usage.ts';
import { thousandths } from '../../../helpers/arbitraries.ts';
import {
  type Case,
  familyPlan,
  instancePool,
  meteredPool,
  nodePool,
  plan,
  reserved,
  reservedNode,
  run,
} from './orders.ts';

const RUNS = { numRuns: 200 };
const HOURS = 3;
const near = (value: number, wanted: number) =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));

const account = fc.constantFrom('A', 'B', 'C');
const size = fc.constantFrom('large', 'xlarge', '2xlarge', 'metal');
const quantities = fc.array(thousandths(0, 4), { minLength: HOURS, maxLength: HOURS });
const details = fc.record({
  account,
  quantities,
  rate: thousandths(0.01, 3),
  availabilityZone: fc.constantFrom('us-east-1a', 'us-east-1b'),
  operatingSystem: fc.constantFrom('linux' as const, 'windows' as const),
  isEmptySlot: fc.boolean(),
});

const somePool: fc.Arbitrary<(id: string) => UsagePool> = fc
  .tuple(fc.constantFrom('instance', 'node', 'fargate'), fc.constantFrom('m5', 'i3', 'g5'), size, details)
  .map(([kind, family, suffix, more]) => id => {
    if (kind === 'instance') return instancePool(id, `${family}.${suffix}`, more);
    if (kind === 'node') return nodePool(id, `db.r7g.${suffix}`, { ...more, deployment: 'multi-az' });
    return meteredPool(id, 'AWSFargate', more);
  });
const pools = fc
  .array(somePool, { minLength: 1, maxLength: 6 })
  .map(list => list.map((make, index) => make(`u${index}`)));

const someCommitment: fc.Arbitrary<(id: string) => Commitment> = fc
  .record({
    kind: fc.constantFrom('regional', 'zonal', 'node', 'family', 'compute', 'database'),
    ownerAccount: fc.oneof(account, fc.constant(null)),
    family: fc.constantFrom('m5', 'i3', 'g5'),
    suffix: size,
    amount: thousandths(0, 5),
    offeringClass: fc.constantFrom('standard' as const, 'convertible' as const),
    operatingSystem: fc.constantFrom('linux' as const, 'windows' as const),
  })
  .map(({ kind, ownerAccount, family, suffix, amount, offeringClass, operatingSystem }) => id => {
    const machine = { ownerAccount, offeringClass, operatingSystem, count: amount };
    const type = `${family}.${suffix}`;
    switch (kind) {
      case 'regional':
        return reserved(id, type, machine);
      case 'zonal':
        return reserved(id, type, { ...machine, availabilityZone: 'us-east-1a' });
      case 'node':
        return reservedNode(id, `db.r7g.${suffix}`, { ownerAccount, count: amount });
      case 'family':
        return { ...familyPlan(id, amount, family), ownerAccount };
      case 'database':
        return plan(id, amount, { ownerAccount, offering: 'database' });
      default:
        return plan(id, amount, { ownerAccount });
    }
  });
const commitments = fc
  .array(someCommitment, { maxLength: 5 })
  .map(list => list.map((make, index) => make(`c${index}`)));

const settings: fc.Arbitrary<Partial<CommitmentSettings>> = fc.record({
  sharing: fc.record({
    mode: fc.constantFrom(
      'organization' as const,
      'prioritized-group' as const,
      'restricted-group' as const,
      'off' as const,
    ),
    groups: fc.constantFrom([], [['A', 'B']]),
    notSharing: fc.constantFrom([], ['B'], ['A']),
  }),
  savingsPlanOrder: fc.constantFrom('best-saving' as const, 'earliest-start' as const),
  leftoverOrder: fc.constantFrom('pooled' as const, 'largest-saving-account' as const),
  freeTier: fc.constantFrom('after-reservations' as const, 'after-savings-plans' as const),
  databaseOrder: fc.constantFrom('reservation-first' as const, 'savings-plan-first' as const),
  reservationClassOrder: fc.constantFrom('standard-first' as const, 'by-id' as const),
  regionalReservationOrder: fc.constantFrom('smallest-first' as const, 'by-id' as const),
});

/** Rates by offering: a different discount for each pool. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    pools,
    commitments,
    settings,
    discounts: fc.array(fc.constantFrom(0, 0.1, 0.25, 0.3, 0.5), { minLength: 6, maxLength: 6 }),
    free: thousandths(0, 4),
  })
  .map(({ discounts, free, ...each }) => ({
    ...each,
    rates: Object.fromEntries(
      (['compute', 'ec2-instance', 'database'] as const).map((offering, o) => [
        offering,
        Object.fromEntries(
          each.pools.map(({ id, onDemandRate }, index) => [
            id,
            onDemandRate * (1 - discounts[(index + o) % discounts.length]!),
          ]),
        ),
      ]),
    ),
    freeTier: [{ id: 'free', poolIds: ['u0', 'u1'], quantity: free }],
  }));

const quantityOf = (pool: UsagePool) => pool.quantities.reduce((sum, value) => sum + value, 0);
const byId = <Item extends { id: string }>(items: readonly Item[]) =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('every order', () => {
  test('covered and uncovered usage is all usage, and no commitment gives more than it has', () => {
    fc.assert(
      fc.property(cases, each => {
        const { covered, uncovered, used, order } = run(each);
        for (const pool of each.pools) {
          const parts = Object.values(covered[pool.id] ?? {}).reduce((sum, value) => sum + value, 0);
          expect(uncovered[pool.id]).toBeGreaterThanOrEqual(0);
          near(parts + uncovered[pool.id]!, quantityOf(pool));
        }
        for (const { id, capacity, renewal } of order.benefits) {
          const limit = renewal === 'hour' ? capacity * HOURS : capacity;
          expect(used[id]).toBeLessThanOrEqual(limit + 1e-9);
        }
      }),
      RUNS,
    );
  });

  test('the order in which pools and commitments are given changes nothing', () => {
    fc.assert(
      fc.property(cases, fc.integer(), (each, seed) => {
        const turn = <Item>(items: readonly Item[]) => {
          const at = items.length === 0 ? 0 : Math.abs(seed) % items.length;
          return [...items.slice(at), ...items.slice(0, at)].reverse();
        };
        const [first, second] = [
          run(each),
          run({ ...each, pools: turn(each.pools), commitments: turn(each.commitments) }),
        ];
        for (const pool of each.pools) near(second.uncovered[pool.id]!, first.uncovered[pool.id]!);
        for (const { id } of each.commitments) near(second.used[id]!, first.used[id]!);
        expect(byId(second.order.benefits)).toEqual(byId(first.order.benefits));
      }),
      RUNS,
    );
  });

  test('a pool meets a benefit once at most, so orders stay short', () => {
    fc.assert(
      fc.property(cases, each => {
        const { order } = run(each);
        const pairs = order.steps.flatMap(step =>
          (step.kind === 'draw' ? [step] : step.targets).map(({ usage }) => `${step.benefit}|${usage}`),
        );
        expect(new Set(pairs).size).toBe(pairs.length);
      }),
      RUNS,
    );
  });

  test('without sharing no commitment helps another account', () => {
    fc.assert(
      fc.property(cases, each => {
        const { covered } = run({
          ...each,
          settings: { ...each.settings, sharing: { mode: 'off', groups: [['A', 'B']], notSharing: [] } },
        });
        for (const pool of each.pools) {
          for (const id of Object.keys(covered[pool.id] ?? {})) {
            const commitment = each.commitments.find(candidate => candidate.id === id);
            if (commitment) expect(commitment.ownerAccount).toBe(pool.account);
          }
        }
      }),
      RUNS,
    );
  });

  test('one more plan never raises what is charged on demand', () => {
    fc.assert(
      fc.property(cases, thousandths(0, 5), (each, amount) => {
        const more = run({ ...each, commitments: [...each.commitments, plan('z', amount)] });
        // The plan comes last of its type by id; it may only take what was left or what another would have taken.
        expect(more.onDemandCost).toBeLessThanOrEqual(run(each).onDemandCost + 1e-9);
      }),
      RUNS,
    );
  });
});

describe('reservations of equal units', () => {
  const swapped = fc.record({
    usage: fc.array(
      fc.record({
        suffix: fc.constantFrom('large', 'xlarge', '2xlarge'),
        quantities,
        rate: thousandths(0.1, 2),
      }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    count: fc.integer({ min: 1, max: 4 }),
  });
  type Swapped = typeof swapped extends fc.Arbitrary<infer Value> ? Value : never;
  const totals = ({ usage, count }: Swapped, more: Parameters<typeof reserved>[2]) => {
    const running = usage.map(({ suffix, ...options }, index) =>
      instancePool(`u${index}`, `m5.${suffix}`, {
        ...options,
        operatingSystem: more?.operatingSystem ?? 'linux',
      }),
    );
    const cost = { effectivePerHour: 1, ...more };
    const one = run({ pools: running, commitments: [reserved('r', 'm5.xlarge', { ...cost, count })] });
    const two = run({
      pools: running,
      commitments: [reserved('r', 'm5.large', { ...cost, effectivePerHour: 0.5, count: 2 * count })],
    });
    return [one.total, two.total] as const;
  };

  test('two large instead of one xlarge change nothing where sizes are flexible', () => {
    fc.assert(
      fc.property(swapped, each => {
        const [one, two] = totals(each, {});
        near(two, one);
      }),
      RUNS,
    );
  });

  test.each([
    ['Windows', { operatingSystem: 'windows' }],
    ['zonal', { availabilityZone: 'us-east-1a' }],
  ] as const)('but they do for %s', (_name, more) => {
    const each = { usage: [{ suffix: 'large' as const, quantities: [2, 2, 2], rate: 1 }], count: 1 };
    const [one, two] = totals(each, more);
    expect(one - two).toBeCloseTo(6);
  });
});

describe('one plan', () => {
  const rows = fc.array(
    fc.record({ rate: thousandths(0.01, 2), discount: thousandths(0, 0.9), quantity: thousandths(0, 5) }),
    { minLength: 1, maxLength: 6 },
  );

  test('the documented order is the optimum: no other way to spend the commitment saves more', () => {
    fc.assert(
      fc.property(
        rows,
        thousandths(0, 8),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (usage, commitment, shares) => {
          const made = usage.map(({ rate, quantity }, index) =>
            meteredPool(`u${index}`, 'AWSFargate', { rate, quantity }),
          );
          const rates = {
            p: Object.fromEntries(
              usage.map(({ rate, discount }, index) => [`u${index}`, rate * (1 - discount)]),
            ),
          };
          const { onDemandCost } = run({ pools: made, commitments: [plan('p', commitment)], rates });
          const wanted = usage.map(
            ({ rate, discount, quantity }, index) => quantity * rate * (1 - discount) * shares[index]!,
          );
          const sum = wanted.reduce((total, value) => total + value, 0);
          const scale = sum > commitment ? commitment / sum : 1;
          const other = usage.reduce(
            (total, { rate, discount, quantity }, index) =>
              total + quantity * rate - (wanted[index]! * scale) / (1 - discount),
            0,
          );
          expect(onDemandCost).toBeLessThanOrEqual(other + 1e-9);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('split into two of the same owner and rates it costs the same', () => {
    fc.assert(
      fc.property(cases, thousandths(0, 5), thousandths(0, 5), (each, first, second) => {
        const others = each.commitments.filter(({ kind }) => kind !== 'savings-plan');
        const whole = run({ ...each, commitments: [...others, plan('p', first + second)] });
        const parts = run({ ...each, commitments: [...others, plan('p', first), plan('q', second)] });
        near(parts.total, whole.total);
      }),
      RUNS,
    );
  });
});

test('EC2 Instance plans before Compute plans is the rule, and not always the cheapest', () => {
  const pools = [instancePool('big', 'r5.large'), instancePool('small', 'r5.medium')];
  const rates = { family: { big: 0.5, small: 0.52 }, compute: { big: 0.51, small: 0.95 } };
  const { covered, onDemandCost } = run({
    pools,
    rates,
    commitments: [familyPlan('family', 0.52, 'r5'), plan('compute', 0.51)],
  });
  // The family plan takes what it discounts most, which is also all that the Compute plan discounts well.
  expect(covered.big).toEqual({ family: 1 });
  expect(onDemandCost).toBeCloseTo(1 - 0.02 / 0.52 - 0.51 / 0.95);
  // The other way round both would be covered in full: 0.51 pays for `big`, 0.52 for `small`.
  const otherWay = 1 - 0.51 / rates.compute.big + (1 - 0.52 / rates.family.small);
  expect(onDemandCost).toBeGreaterThan(otherWay + 0.4);
});
