/** Commitments in one month of a plan: what they do, the demand they cover, and what every further purchase would do. */

import { addMonths, monthOf } from '../calendar.ts';
import type { Commitment } from '../commitments/commitment.ts';
import type { Lever, LeverContext } from '../lever.ts';
import { defaultParams } from '../lever-params.ts';
import { LEVERS } from '../levers/index.ts';
import { type Move, type Plan, WHOLE_ESTATE } from '../plan.ts';
import { commitmentClass } from '../pricing/allocate-demand.ts';
import { coverableClasses } from '../pricing/coverable-classes.ts';
import type { UsageDemand } from '../pricing/usage-demand.ts';
import { type DemandChart, demandChart, type LayerInput } from './demand-layers.ts';
import { type HeldCommitment, heldCommitments } from './held-commitments.ts';
import { commitmentKpis } from './kpis.ts';
import { leverContext } from './lever-context.ts';
import type { State } from './play-moves.ts';
import { type PurchaseLevel, type PurchaseLevels, purchaseLevels } from './purchase-levels.ts';
import type { CommitmentKpis } from './run.ts';
import type { Simulator } from './simulate.ts';
import { type TimedMove, timeMoves } from './timed-moves.ts';
import { playMonths } from './timeline.ts';

/** Coverage of everything that a purchase belongs to, with the size it would have. */
type CoveredLevel = PurchaseLevel & {
  /** Of the whole demand of the chart, what exists and what is planned included. */
  readonly commitmentCoverage: number;
  /** Height in the chart up to which it pays for demand, USD an hour: what is covered already lies below it. */
  readonly linePerHour: number;
};

/** A kind of purchase that fits, in all its sizes. */
export type PurchaseOffer = Pick<PurchaseLevels, 'setting' | 'optimum'> & {
  readonly leverId: string;
  /** Share of the demand of the chart that is covered without it. */
  readonly coverageBefore: number;
  readonly levels: readonly CoveredLevel[];
  /** Commitments that the optimum consists of. */
  readonly commitments: readonly Commitment[];
  readonly chart: DemandChart;
  /** Buys the optimum in the month; its setting makes it any other size. */
  readonly move: Move;
};

/** Commitments in one month. */
export type CommitmentsInMonth = {
  /** Month of the run, from 1, and as `yyyy-mm`. */
  readonly index: number;
  readonly month: string;
  readonly monthsMax: number;
  /** Moves of the plan that have no effect yet. */
  readonly movesLater: number;
  readonly today: CommitmentKpis;
  readonly planned: CommitmentKpis;
  /** Purchases that pay; compute first, then as the catalogue lists them. */
  readonly instruments: readonly PurchaseOffer[];
  readonly unfit: readonly { readonly leverId: string; readonly reason: string }[];
  /** Demand where no instrument fits; null when an instrument has its own, or when nothing is eligible. */
  readonly chart: DemandChart | null;
  readonly held: readonly HeldCommitment[];
};

/** Looks at purchases one by one, so that a screen can show progress and stop. */
export type CommitmentsSearch = {
  readonly total: number;
  /** Looks at the next one; null when all have been looked at. */
  next(): { readonly done: number } | null;
  /** What was found so far. */
  found(): CommitmentsInMonth;
};

/** Which month to look at. */
export type CommitmentsOptions = {
  /** From 1; null: the first month that shows every move of the plan. */
  readonly month: number | null;
  readonly horizonMonths: number;
};

/** The lever that a person who commits thinks of first. */
const FIRST_LEVER = 'compute-savings-plan';

function purchaseLevers({ guardrails }: Plan): Lever[] {
  const levers = LEVERS.filter(
    ({ meta, target }) =>
      meta.stage === 'commit' && target === 'estate' && !guardrails.forbiddenLevers.includes(meta.id),
  );
  const isFirst = ({ meta }: Lever) => Number(meta.id === FIRST_LEVER);
  return levers.sort((a, b) => isFirst(b) - isFirst(a));
}

/** The moves of the plan with their dates. */
function timedMoves(
  { player, worlds, assumptionsOf }: Simulator,
  plan: Plan,
  { horizonMonths }: CommitmentsOptions,
): TimedMove[] {
  const assumptions = assumptionsOf(plan);
  return timeMoves({ plan, assumptions, horizonMonths, player, bill: worlds.bill });
}

/** The state of a month. Purchases are sized in the month in which they are made, so the months before are played too. */
function stateInMonth(
  { player, worlds, assumptionsOf }: Simulator,
  plan: Plan,
  timed: readonly TimedMove[],
  index: number,
): State {
  const assumptions = assumptionsOf(plan);
  const last = playMonths({ player, worlds, plan, assumptions, timed }, index).at(-1);
  return last?.state ?? player.play([], plan.guardrails, worlds.bill, new Map());
}

/** Compute where there is any, else the kind of usage that costs most. */
function mainUsage({ pools }: UsageDemand): Set<string> {
  const cost = new Map<string, number>();
  for (const { shape, quantities, onDemandRate } of pools) {
    const usage = commitmentClass(shape);
    const running = quantities.reduce((sum, quantity) => sum + quantity, 0);
    cost.set(usage, (cost.get(usage) ?? 0) + running * onDemandRate);
  }
  const compute = cost.get('compute') ?? 0;
  const [most] = [...cost].sort(([, a], [, b]) => b - a);
  return new Set(compute > 0 || !most ? ['compute'] : [most[0]]);
}

/** What is left to buy for in a month. */
type Market = {
  readonly context: LeverContext;
  readonly layers: LayerInput;
  /** Bill over model of usage that commitments may cover. */
  readonly pooledFit: number;
  readonly index: number;
};

/** What a lever offers in the month, in all sizes; text: why it does not fit. */
function offerOf(lever: Lever, { context, layers, pooledFit, index }: Market): PurchaseOffer | string {
  const params = defaultParams(lever.params);
  const { estate } = context;
  const found = lever.find(estate, params, context);
  if ('reason' in found) return found.reason;
  if (found.effect.kind !== 'commit') return 'buys no commitment';
  const { commitments } = found.effect;
  const sized = purchaseLevels(lever, params, commitments, context, pooledFit);
  const chart =
    sized &&
    demandChart(
      layers,
      coverableClasses(layers.demand, commitments, layers.rates, layers.terms),
      sized.coverable,
    );
  if (!sized || !chart) return 'nothing that is left would use it';
  const whole = pooledFit * chart.mean * estate.hours;
  const already = pooledFit * chart.coveredMean * estate.hours;
  const inChart = (level: PurchaseLevel): CoveredLevel => ({
    ...level,
    commitmentCoverage: Math.min(1, (already + level.coveredPerMonth) / whole),
    linePerHour: chart.coveredWhereOpen + level.reachPerHour,
  });
  const { id, leadTimeMonths } = lever.meta;
  const start = Math.max(1, index - leadTimeMonths);
  return {
    leverId: id,
    setting: sized.setting,
    optimum: sized.optimum,
    coverageBefore: already / whole,
    levels: sized.levels.map(inChart),
    commitments,
    chart,
    move: { id, lever: id, scope: WHOLE_ESTATE, params, start, owner: null, note: null },
  };
}

/** Starts a look at one month of a plan. */
export function lookAtCommitments(
  simulator: Simulator,
  plan: Plan,
  options: CommitmentsOptions,
): CommitmentsSearch {
  const { horizonMonths } = options;
  const { baseline } = simulator;
  const { estate, rates, pooledFit } = baseline;
  const timed = timedMoves(simulator, plan, options);
  const lastEffect = Math.max(1, ...timed.map(({ effectMonth }) => effectMonth ?? 1));
  const index = Math.min(horizonMonths, Math.max(1, options.month ?? lastEffect));
  const state = stateInMonth(simulator, plan, timed, index);
  const { demand, allocation } = state.cost.price;
  const onBill = new Set(estate.commitments.map(({ id }) => id));
  const layers: LayerInput = {
    demand,
    uncovered: allocation.uncovered,
    existing: state.estate.commitments.filter(({ id }) => onBill.has(id)),
    planned: state.estate.commitments.filter(({ id }) => !onBill.has(id)),
    rates,
    terms: state.estate,
  };
  const market = { context: leverContext(state.estate, rates), layers, pooledFit, index };
  const levers = purchaseLevers(plan);
  const instruments: PurchaseOffer[] = [];
  const unfit: { leverId: string; reason: string }[] = [];
  let done = 0;

  return {
    total: levers.length,
    next: () => {
      const lever = levers[done];
      if (!lever) return null;
      done++;
      const offer = offerOf(lever, market);
      if (typeof offer === 'string') unfit.push({ leverId: lever.meta.id, reason: offer });
      else instruments.push(offer);
      return { done };
    },
    found: () => ({
      index,
      month: addMonths(monthOf(estate.period.startMs), index),
      monthsMax: horizonMonths,
      movesLater: timed.filter(({ effectMonth }) => effectMonth === null || effectMonth > index).length,
      today: commitmentKpis(baseline.price.allocation),
      planned: commitmentKpis(allocation),
      instruments: [...instruments],
      unfit: [...unfit],
      chart: instruments.length > 0 ? null : demandChart(layers, mainUsage(demand), null),
      held: heldCommitments(baseline, state, timed),
    }),
  };
}
