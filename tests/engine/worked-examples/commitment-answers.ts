/** What the engine answers to the published examples of savings plans, reservations and their metrics. */

import { allocate, type EligibleUsage, type SpendPlan } from '../../../src/engine/commitments/allocate.ts';
import { normalizationFactor } from '../../../src/engine/commitments/normalization.ts';
import { optimalCommitment } from '../../../src/engine/commitments/size.ts';
import { commitmentPools } from '../../../src/engine/pricing/commitment-pools.ts';
import { recurringFee } from '../../../src/engine/pricing/price-estate.ts';
import { type ComputePool, computePoolId, createRateCard } from '../../../src/engine/rate-card.ts';
import { commitmentKpis } from '../../../src/engine/simulate/kpis.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, HOURS, move, NO_RATES, plan, reservedInstance, savingsPlan } from '../estates.ts';
import type { Answer } from './example.ts';

type PlanInputs = {
  readonly usage: readonly {
    readonly id: string;
    readonly family?: string;
    readonly region: string;
    readonly quantity: number;
    readonly on_demand_rate: number;
    readonly compute_sp_rate: number;
    readonly ec2_instance_sp_rate: number | null;
  }[];
  readonly savings_plans: readonly {
    readonly id: string;
    readonly type: 'Compute' | 'EC2Instance';
    readonly family?: string;
    readonly region?: string;
    readonly commitment_per_hour: number;
  }[];
};

/** One hour of the published usage under the published plans. */
function applyPlans({ usage, savings_plans: plans }: PlanInputs) {
  const rows = usage.map(
    ({ id, on_demand_rate, quantity }): EligibleUsage => ({
      id,
      onDemandRate: on_demand_rate,
      quantities: Float64Array.of(quantity),
    }),
  );
  const order: { plan: string; usage: string }[] = [];
  const allocation = allocate({
    hours: 1,
    usage: rows,
    reservations: [],
    plans: plans.map(
      (each): SpendPlan => ({
        id: each.id,
        offering: each.type === 'Compute' ? 'compute' : 'ec2-instance',
        commitmentPerHour: each.commitment_per_hour,
        rates: usage.map(row => {
          if (each.type === 'Compute') return row.compute_sp_rate;
          return row.family === each.family && row.region === each.region ? row.ec2_instance_sp_rate : null;
        }),
      }),
    ),
    onCover: cover => order.push({ plan: cover.commitmentId, usage: rows[cover.usage]?.id ?? '' }),
  });
  const use = (id: string) => {
    const found = allocation.uses.find(each => each.id === id);
    if (!found) throw new Error(`no plan ${id}`);
    return found;
  };
  const total = allocation.onDemandCost + allocation.uses.reduce((sum, each) => sum + each.committedCost, 0);
  return {
    allocation,
    use,
    total,
    orderOf: (id: string) => order.filter(each => each.plan === id).map(each => each.usage),
  };
}

const isUsedUp = (unused: number) => unused < 1e-9;

const SAVINGS_PLANS: Readonly<Record<string, Answer<never>>> = {
  'aws-sp-s1': (inputs: PlanInputs) => {
    const { allocation, use, total } = applyPlans(inputs);
    const { usedCost, unusedCost, committedCost } = use('csp');
    const kpis = commitmentKpis(allocation);
    return {
      usage_at_compute_sp_rates: usedCost,
      usage_at_on_demand_rates: allocation.onDemandEquivalent,
      on_demand_charges: allocation.onDemandCost,
      plan_charge: committedCost,
      used_commitment: usedCost,
      unused_commitment: unusedCost,
      total_cost: total,
      net_savings: allocation.onDemandEquivalent - total,
      effective_savings_rate: kpis.effectiveSavingsRate,
      utilization: kpis.commitmentUtilization,
    };
  },
  'aws-sp-s3': (inputs: PlanInputs) => {
    const { allocation, use, total, orderOf } = applyPlans(inputs);
    return {
      on_demand_m5_and_lambda: allocation.onDemandCost,
      coverage_order: orderOf('csp'),
      commitment_exhausted: isUsedUp(use('csp').unusedCost),
      total_cost: total,
    };
  },
  'aws-sp-s5': (inputs: PlanInputs) => {
    const { allocation, use, total, orderOf } = applyPlans(inputs);
    return {
      ec2_instance_sp_used: use('esp').usedCost,
      ec2_instance_sp_unused: use('esp').unusedCost,
      compute_sp_commitment_exhausted: isUsedUp(use('csp').unusedCost),
      on_demand_m5_and_lambda: allocation.onDemandCost,
      compute_sp_order: orderOf('csp'),
      total_cost: total,
    };
  },
  'aws-sp-commitment-sum': (inputs: {
    rows: readonly {
      region: string;
      type: string;
      count: number;
      plan: string;
      term_years: number;
      option: string;
      sp_rate: number;
    }[];
  }) => {
    const groups = Map.groupBy(inputs.rows, row => {
      const group = `${row.plan}/${row.term_years}yr/${row.option}`;
      return row.plan === 'EC2Instance' ? `${group}/${row.type.split('.')[0]}/${row.region}` : group;
    });
    return Object.fromEntries([...groups].map(([key, rows]) => [key, usedAtPlanRates(rows)]));
  },
  'aws-sp-utilization': (inputs: { commitment_per_hour: number; usage_at_sp_rates: number }) => {
    const { allocation, use } = applyPlans(oneUsage(inputs.commitment_per_hour, inputs.usage_at_sp_rates));
    return {
      used_commitment: use('csp').usedCost,
      unused_commitment: use('csp').unusedCost,
      utilization: commitmentKpis(allocation).commitmentUtilization,
    };
  },
};

/** What an hour of these instances uses of a plan that is large enough: the commitment to buy. */
function usedAtPlanRates(
  rows: readonly { type: string; count: number; sp_rate: number }[],
): number | undefined {
  const { uses } = allocate({
    hours: 1,
    usage: rows.map(({ type, count, sp_rate }) => ({
      id: type,
      onDemandRate: 2 * sp_rate,
      quantities: Float64Array.of(count),
    })),
    reservations: [],
    plans: [
      { id: 'plan', offering: 'compute', commitmentPerHour: 1000, rates: rows.map(row => row.sp_rate) },
    ],
  });
  return uses[0]?.usedCost;
}

/** One usage that costs so much at plan rates, at half the on-demand price. */
function oneUsage(commitment: number, atPlanRates: number): PlanInputs {
  return {
    usage: [
      {
        id: 'usage',
        region: 'us-east-1',
        quantity: atPlanRates,
        on_demand_rate: 2,
        compute_sp_rate: 1,
        ec2_instance_sp_rate: null,
      },
    ],
    savings_plans: [{ id: 'csp', type: 'Compute', commitment_per_hour: commitment }],
  };
}

type ReservationInputs = {
  readonly instances: readonly { id: string; type: string; count: number; az: string; hours: number }[];
  readonly reserved_instances: readonly {
    id: string;
    type: string;
    count: number;
    scope: string;
    az: string | null;
    region: string;
  }[];
};

function poolFor(instanceType: string): ComputePool {
  const key = { region: 'us-east-1', instanceType, operatingSystem: 'linux', tenancy: 'shared' } as const;
  return { id: computePoolId(key), ...key };
}

/** Instance-hours that reservations cover in the published hour. */
function coveredHours({ instances, reserved_instances: reserved }: ReservationInputs) {
  const pools = instances.map(({ type }) => poolFor(type));
  const rates = createRateCard(
    { ...NO_RATES, onDemandPerHour: new Map(pools.map(({ id }) => [id, 1])) },
    testBook(),
  );
  const commitments = reserved.map(({ id, type, count, az, region }) =>
    reservedInstance(id, { instanceType: type, count, region, availabilityZone: az }),
  );
  const covered = instances.map(() => 0);
  allocate({
    hours: 1,
    usage: instances.map(({ count, hours }, index) => ({
      id: pools[index]?.id ?? '',
      onDemandRate: 1,
      quantities: Float64Array.of(count * hours),
    })),
    ...commitmentPools(commitments, pools, rates),
    onCover: ({ usage, quantity }) => {
      covered[usage] = (covered[usage] ?? 0) + quantity;
    },
  });
  return {
    instance_hours: Object.fromEntries(
      instances.map(({ id, count, hours }, index) => [
        id,
        { covered: covered[index], on_demand: count * hours - (covered[index] ?? 0) },
      ]),
    ),
  };
}

const RESERVATIONS: Readonly<Record<string, Answer<never>>> = {
  'aws-ri-flex-t2-medium-2small': coveredHours,
  'aws-ri-flex-t2-medium-large': coveredHours,
  'aws-ri-scenario-1': coveredHours,
  'aws-ri-clock-hour-concurrent': coveredHours,
  'aws-ri-cur-flex-1': coveredHours,
  'aws-ri-monthly-fee': (inputs: {
    hourly_fee: number;
    hours_in_month: number;
    normalization_factor: number;
  }) => {
    const reserved = reservedInstance('ri', {
      instanceType: 'm4.large',
      recurringPerHour: inputs.hourly_fee,
    });
    const { reservations } = commitmentPools([reserved], [], createRateCard(NO_RATES, testBook()));
    const units = (reservations[0]?.unitsPerHour ?? 0) * inputs.hours_in_month;
    const fee = recurringFee(reserved, inputs.hours_in_month);
    return {
      ri_fee: fee,
      ri_fee_exact: fee,
      total_reserved_normalized_units: units,
      total_reserved_units: units / (normalizationFactor('m4.large') ?? 0),
    };
  },
};

/** Share of a month that usage must run before the engine commits to it: the largest it still leaves on demand. */
function breakEvenShare(discount: number): number {
  const hours = 7300;
  const commits = (running: number) =>
    optimalCommitment(hours, [
      {
        usage: {
          id: 'usage',
          onDemandRate: 1,
          quantities: Float64Array.from({ length: hours }, (_, hour) => (hour < running ? 1 : 0)),
        },
        rate: 1 - discount,
      },
    ]) > 0;
  let [low, high] = [0, hours];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (commits(middle)) high = middle;
    else low = middle;
  }
  return low / hours;
}

const METRICS: Readonly<Record<string, Answer<never>>> = {
  'edp-on-top-of-sp': (inputs: { sp_discount: number; edp_discount: number }) => {
    // The m5 family of the test book has exactly this plan discount.
    const pool = poolFor('m5.large');
    const bought = savingsPlan('plan', 1);
    const listed = createRateCard(NO_RATES, testBook());
    const contract = createRateCard(
      { ...NO_RATES, contractFactor: new Map([['AmazonEC2', 1 - inputs.edp_discount]]) },
      testBook(),
    );
    const list = listed.onDemandPerHour(pool) ?? Number.NaN;
    const afterPlan = (listed.savingsPlanPerHour(bought, pool) ?? Number.NaN) / list;
    const afterBoth = (contract.savingsPlanPerHour(bought, pool) ?? Number.NaN) / list;
    return {
      rate_after_sp: afterPlan,
      rate_after_edp: afterBoth,
      saving_from_sp: 1 - afterPlan,
      saving_from_edp: afterPlan - afterBoth,
    };
  },
  'esr-100k-78k': (inputs: { on_demand_equivalent: number; actual_cost: number }) => ({
    esr: commitmentKpis({
      onDemandCost: inputs.actual_cost,
      onDemandEquivalent: inputs.on_demand_equivalent,
      uses: [],
      unitCosts: [],
      uncovered: [],
    }).effectiveSavingsRate,
  }),
  'break-even-table-a': (inputs: { discounts: readonly number[]; hours_per_month: number }) => {
    const shares = inputs.discounts.map(breakEvenShare);
    return { break_even_uptime: shares, hours: shares.map(share => share * inputs.hours_per_month) };
  },
  'gcp-break-even-25': (inputs: { discount: number; list_at_full_use: number }) => {
    const { total } = applyPlans(oneUsage(inputs.list_at_full_use * (1 - inputs.discount), 1000));
    return {
      break_even_utilization: breakEvenShare(inputs.discount),
      cost_at_full_use: total - (2000 - 2 * 75),
    };
  },
};

/** Rows of FOCUS for one hour of a spend commitment. */
function focusRows(inputs: { commitment_per_hour: number; eligible_at_committed_rate: number }) {
  const { use } = applyPlans(oneUsage(inputs.commitment_per_hour, inputs.eligible_at_committed_rate));
  const { usedCost, unusedCost } = use('csp');
  const unused = { EffectiveCost: unusedCost, CommitmentDiscountStatus: 'Unused' };
  return {
    rows: [
      { EffectiveCost: usedCost, CommitmentDiscountStatus: 'Used' },
      ...(unusedCost > 0 ? [unused] : []),
    ],
  };
}

/** What buying $1 an hour for a year adds to the invoice: once, and an hour. */
function purchase(payment: string): { readonly once: number; readonly perHour: number } {
  const buy = move('compute-savings-plan', { params: { commitmentPerHour: 1, payment } });
  const { months } = createSimulator(estateOf([]), testBook()).run(plan([buy]), { horizonMonths: 2 });
  const [first, second] = months.map(({ billedCost }) => billedCost.toNumber());
  return { once: (first ?? 0) - (second ?? 0), perHour: (second ?? 0) / HOURS };
}

const FOCUS: Readonly<Record<string, Answer<never>>> = {
  'focus-usage-1': focusRows,
  'focus-usage-3': focusRows,
  'focus-purchase': () => ({
    all_upfront_one_time: purchase('all-upfront').once,
    no_upfront_per_hour: purchase('no-upfront').perHour,
    partial_one_time: purchase('partial-upfront').once,
    partial_per_hour: purchase('partial-upfront').perHour,
    // The purchase itself is no effective cost: all of it is in the hours.
    effective_cost_of_purchase_rows: purchase('no-upfront').once,
  }),
  'focus-flex-none-100': (inputs: {
    commitment: { rate: number };
    running: readonly { on_demand: number }[];
  }) => {
    const pool = poolFor('m5.large');
    const zonal = reservedInstance('ri', {
      availabilityZone: 'us-east-1a',
      effectivePerHour: inputs.commitment.rate,
    });
    const { uses, onDemandCost } = allocate({
      hours: 1,
      usage: [
        { id: pool.id, onDemandRate: inputs.running[0]?.on_demand ?? 0, quantities: Float64Array.of(1) },
      ],
      ...commitmentPools([zonal], [pool], createRateCard(NO_RATES, testBook())),
    });
    return { used_effective: uses[0]?.usedCost, on_demand: onDemandCost };
  },
  'focus-aws-sp-75': (inputs: {
    annual_commitment: number;
    list_rate: number;
    hours_used: number;
    hours_total: number;
    other_standard_usage: number;
  }) => {
    // The source counts on with the hourly commitment as it prints it, to ten cents.
    const perHour = Math.round((inputs.annual_commitment / 8760) * 10) / 10;
    const { uses, onDemandCost } = allocate({
      hours: inputs.hours_total,
      usage: [
        {
          id: 'usage',
          onDemandRate: inputs.list_rate,
          quantities: Float64Array.from({ length: inputs.hours_total }, (_, hour) =>
            hour < inputs.hours_used ? 1 : 0,
          ),
        },
      ],
      reservations: [],
      plans: [{ id: 'plan', offering: 'ec2-instance', commitmentPerHour: perHour, rates: [perHour] }],
    });
    const { usedCost = 0, unusedCost = 0 } = uses[0] ?? {};
    return {
      hourly_commitment: perHour,
      used_effective: usedCost,
      unused_effective: unusedCost,
      total_effective: usedCost + unusedCost + onDemandCost + inputs.other_standard_usage,
    };
  },
};

export const COMMITMENT_ANSWERS = { ...SAVINGS_PLANS, ...RESERVATIONS, ...METRICS, ...FOCUS };
