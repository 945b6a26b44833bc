/** Stress cases: what could happen to a plan, each as a change of its assumptions or of what it must live with. */

import { DEFAULT_DELIVERY } from '../delivery.ts';
import type { GrowthRule } from '../forecast/growth-rate.ts';
import type { Inject } from '../forecast/inject.ts';
import { defaultParams } from '../lever-params.ts';
import { LEVERS, leverById } from '../levers/index.ts';
import { type Move, type Plan, WHOLE_ESTATE } from '../plan.ts';
import { type Assumptions, MAX_HORIZON_MONTHS } from '../simulate/assumptions.ts';

/** A plan and what it is played under. */
export type Stressed = { readonly plan: Plan; readonly assumptions: Assumptions };

/** Something that could happen. */
export type StressCase = {
  /** kebab-case. */
  readonly id: string;
  readonly title: string;
  /** What exactly is changed, with its numbers. */
  readonly detail: string;
  readonly change: (normal: Stressed) => Stressed;
};

const EVERYTHING = ['*'];

function withInjects({ plan, assumptions }: Stressed, ...injects: readonly Inject[]): Stressed {
  return { plan, assumptions: { ...assumptions, injects: [...assumptions.injects, ...injects] } };
}

function traffic(change: number, from: number): Inject {
  return { kind: 'traffic', title: null, from, change, months: null, workloads: EVERYTHING };
}

/** Growth of a business that states none and is said to grow twice as fast: an assumption. */
const GROWTH_WHEN_NONE_IS_STATED = 0.2;

function doubled(growth: readonly GrowthRule[]): readonly GrowthRule[] {
  if (growth.length === 0)
    return [
      {
        workloads: EVERYTHING,
        annualRate: GROWTH_WHEN_NONE_IS_STATED,
        annualRange: null,
        seasonality: null,
        elasticity: 1,
        storageAnnualRate: null,
      },
    ];
  return growth.map(rule => ({
    ...rule,
    annualRate: rule.annualRate * 2,
    annualRange: null,
    storageAnnualRate: rule.storageAnnualRate === null ? null : rule.storageAnnualRate * 2,
  }));
}

/** Month after the last purchase of the plan: what changes then was not known when it was bought. */
function afterPurchases({ moves }: Plan): number {
  const bought = moves.map(({ lever, start }) => {
    const meta = leverById(lever)?.meta;
    return meta?.stage === 'commit' ? start + meta.leadTimeMonths : 0;
  });
  return Math.min(MAX_HORIZON_MONTHS, Math.max(0, ...bought) + 1);
}

/** Everything that can moves to Arm; it costs the teams nothing here, because the question is what it does to purchases. */
function movesToArm(plan: Plan): Move[] {
  const taken = new Set(plan.moves.map(({ id }) => id));
  return LEVERS.filter(
    ({ meta }) => meta.id.endsWith('-graviton') && !plan.guardrails.forbiddenLevers.includes(meta.id),
  ).map(({ meta, params }) => ({
    id: taken.has(`stress-${meta.id}`) ? `stress-again-${meta.id}` : `stress-${meta.id}`,
    lever: meta.id,
    scope: WHOLE_ESTATE,
    params: defaultParams(params),
    start: afterPurchases(plan),
    owner: null,
    note: null,
    delivery: { ...DEFAULT_DELIVERY, effortDays: 0 },
  }));
}

/** The cases, in the order in which they are shown. */
export const STRESS_CASES: readonly StressCase[] = [
  {
    id: 'usage-down',
    title: 'Usage falls by a fifth',
    detail: 'Traffic of every workload -20 % from the month after the last purchase.',
    change: normal => withInjects(normal, traffic(-0.2, afterPurchases(normal.plan))),
  },
  {
    id: 'growth-doubles',
    title: 'Growth doubles',
    detail: `Every growth rate twice as high; where none is stated, traffic +${GROWTH_WHEN_NONE_IS_STATED * 100} % a year (assumed).`,
    change: ({ plan, assumptions }) => ({
      plan,
      assumptions: { ...assumptions, growth: doubled(assumptions.growth) },
    }),
  },
  {
    id: 'all-to-arm',
    title: 'Everything moves to Arm',
    detail: 'Every Graviton lever on the whole estate, in the month after the last purchase.',
    change: ({ plan, assumptions }) => ({
      plan: { ...plan, moves: [...plan.moves, ...movesToArm(plan)] },
      assumptions,
    }),
  },
  {
    id: 'spot-dearer',
    title: 'Spot gets dearer by half',
    detail: 'Prices of spot capacity +50 % from month 1.',
    change: ({ plan, assumptions }) => ({
      plan,
      assumptions: {
        ...assumptions,
        priceChanges: [
          ...assumptions.priceChanges,
          { from: 1, services: EVERYTHING, regions: null, purchase: 'spot', change: 0.5 },
        ],
      },
    }),
  },
  {
    id: 'zone-outage',
    title: 'An availability zone fails in month 3',
    detail: 'One of the zones that a workload uses fails once; bad minutes with what the plan leaves.',
    change: normal => withInjects(normal, { kind: 'zone-outage', title: null, from: 3 }),
  },
  {
    id: 'half-the-team',
    title: 'Half the team leaves',
    detail: 'Days of every team -50 % from month 1; without a stated team nothing waits and nothing changes.',
    change: normal =>
      withInjects(normal, { kind: 'capacity', title: null, from: 1, change: -0.5, teams: EVERYTHING }),
  },
  {
    id: 'target-35',
    title: 'The target becomes 35 %',
    detail: 'The CFO asks for 35 % from month 1.',
    change: normal => withInjects(normal, { kind: 'target', title: null, from: 1, reduceBy: 0.35 }),
  },
];
