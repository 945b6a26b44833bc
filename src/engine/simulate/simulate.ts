/** Plays a plan forward, month by month: each month before the plan, changed by the moves in effect in it. */

import { monthOf } from '../calendar.ts';
import type { Estate } from '../estate/estate.ts';
import { createWorlds, type Worlds } from '../forecast/world.ts';
import { sum, toLedger, ZERO } from '../money.ts';
import type { Plan } from '../plan.ts';
import type { PriceBook } from '../price-book.ts';
import { createRateCard } from '../rate-card.ts';
import { poolDays, poolsOf } from '../team/team.ts';
import { type Assumptions, resolveAssumptions, type StatedAssumptions } from './assumptions.ts';
import { expiryFindings } from './in-force.ts';
import { commitmentKpis } from './kpis.ts';
import type { LedgerAmount, LedgerEntry } from './ledger.ts';
import { mixedBilled, mixedChanges, mixedKpis } from './mix-parts.ts';
import { type Baseline, createBaseline } from './model-cost.ts';
import { moveOutcome } from './move-outcome.ts';
import { oneOffByMonth, upfrontFees } from './once-charges.ts';
import { planFindings } from './plan-findings.ts';
import { createPlayer, type Player, type Purchases } from './play-moves.ts';
import { createReliabilityModel, type ReliabilityModel, reliabilityOfRun } from './reliability-of-run.ts';
import { type ReliabilityRange, reliabilityRanges } from './reliability-ranges.ts';
import type { Run, RunMonth } from './run.ts';
import { eventsIn } from './run-events.ts';
import { allowedMoves, type TimedMove, timeMoves } from './timed-moves.ts';
import { type PlayedMonth, playMonths } from './timeline.ts';

export { allowedMoves } from './timed-moves.ts';

/** How a plan is played. */
export type SimulationOptions = {
  readonly horizonMonths: number;
  /** Instead of what the plan and its scenario state. */
  readonly assumptions?: StatedAssumptions;
};

/** Plays plans on one estate and remembers what they have in common. */
export type Simulator = {
  readonly baseline: Baseline;
  readonly player: Player;
  readonly worlds: Worlds;
  readonly reliability: ReliabilityModel;
  /** What a plan is played under: what it states, then what the scenario states, then the defaults. */
  assumptionsOf(plan: Plan): Assumptions;
  /** Plays a plan forward. The same estate, prices, plan and options give the same run, to the last digit. */
  run(plan: Plan, options: SimulationOptions): Run;
  /** How sure the reliability of the plan is, all its moves in effect: workload by workload. */
  ranges(plan: Plan, seed: number | string): Generator<ReliabilityRange>;
};

/** What the months need that are already played. */
type Played = {
  readonly baseline: Baseline;
  readonly assumptions: Assumptions;
  readonly timed: readonly TimedMove[];
  readonly purchases: Purchases;
};

/** Days that the plan takes of a month, and what the teams have. */
function daysOf({ index, month }: PlayedMonth, { timed, assumptions, baseline }: Played) {
  const referenceMonth = monthOf(baseline.estate.period.startMs);
  const { teams, injects } = assumptions;
  const spent = timed.flatMap(({ work }) => work.days.filter(each => each.month === index));
  return {
    workDays: spent.reduce((total, { days }) => total + days, 0),
    capacityDays:
      teams.length === 0
        ? null
        : poolsOf(teams).reduce(
            (total, pool) => total + poolDays(pool, month, injects, referenceMonth, index),
            0,
          ),
  };
}

function monthOfRun(played: PlayedMonth, oneOff: readonly LedgerAmount[], context: Played): RunMonth {
  const { index, month, state, parts } = played;
  const { baseline, assumptions, timed, purchases } = context;
  const changes = [...state.drift, ...mixedChanges(parts)];
  const inEffect = new Set(state.steps.map(({ move }) => move.id));
  const oneOffTotal = sum(oneOff.map(({ amount }) => amount));
  const runRateCost =
    parts.length === 1
      ? state.cost.effective
      : baseline.effective.plus(sum(changes.map(({ amount }) => amount)));
  return {
    index,
    month,
    billedCost: mixedBilled(parts)
      .plus(oneOffTotal)
      .plus(toLedger(upfrontFees(timed, purchases, index))),
    effectiveCost: runRateCost.plus(oneOffTotal),
    runRateCost,
    forecastCost: state.before.effective,
    forecastBilledCost: state.before.billed,
    ...daysOf(played, context),
    events: eventsIn(assumptions, monthOf(baseline.estate.period.startMs), index),
    activeMoveIds: timed
      .map(({ move }) => move.id)
      .filter(id => inEffect.has(id) || oneOff.some(({ moveId }) => moveId === id)),
    changes,
    oneOff,
    commitments: mixedKpis(parts),
  };
}

/** How close the model's price of the bill's own usage comes to the bill; null when it models nothing. */
function modelFitOf(baseline: Baseline): number | null {
  let modelled = 0;
  let billed = 0;
  for (const resource of baseline.estate.resources) {
    const price = baseline.price.byResource.get(resource.id);
    if (price === undefined) continue;
    modelled += price;
    billed += resource.modelledCost;
  }
  return billed > 0 ? modelled / billed : null;
}

/**
 * Prepares an estate for playing plans on it.
 * @param scenario what the scenario of the estate states
 */
export function createSimulator(
  estate: Estate,
  book: PriceBook,
  scenario: StatedAssumptions = {},
): Simulator {
  const baseline = createBaseline(estate, createRateCard(estate.paidRates, book));
  const player = createPlayer(baseline);
  const worlds = createWorlds(estate);
  const reliability = createReliabilityModel(baseline);
  return {
    baseline,
    player,
    worlds,
    reliability,
    assumptionsOf: plan => resolveAssumptions(plan.assumptions, scenario),
    run: (plan, options) =>
      playPlan(
        { baseline, player, worlds, reliability },
        plan,
        options.assumptions
          ? resolveAssumptions(options.assumptions)
          : resolveAssumptions(plan.assumptions, scenario),
        options.horizonMonths,
      ),
    ranges: (plan, seed) => {
      const state = player.play(allowedMoves(plan), plan.guardrails, worlds.bill, new Map());
      return reliabilityRanges(state, reliability, seed);
    },
  };
}

function playPlan(
  simulator: Pick<Simulator, 'baseline' | 'player' | 'worlds' | 'reliability'>,
  plan: Plan,
  assumptions: Assumptions,
  horizonMonths: number,
): Run {
  const { baseline, player, worlds } = simulator;
  const { estate } = baseline;
  const referenceMonth = monthOf(estate.period.startMs);
  const purchases: Purchases = new Map();
  const lookAhead = horizonMonths + longestDualRun(plan);
  const timed = timeMoves({
    plan,
    assumptions,
    horizonMonths: lookAhead,
    player,
    bill: worlds.bill,
  });
  const input = { player, worlds, plan, assumptions, timed };
  const played = playMonths(input, horizonMonths, purchases);
  // What runs side by side in the last months takes effect after them.
  const beyond = lookAhead > horizonMonths ? playMonths(input, lookAhead, new Map(purchases)) : played;
  const oneOff = oneOffByMonth(timed, beyond);
  const context: Played = { baseline, assumptions, timed, purchases };
  const months = played.map((month, at) => monthOfRun(month, oneOff[at] ?? [], context));
  const moves = timed.map(each => moveOutcome(each, plan.target.byMonth, played, months));
  const states = played.map(({ state }) => state);
  return {
    plan,
    assumptions,
    currency: estate.currency,
    horizonMonths,
    referenceMonth,
    baseline: baselineOf(baseline),
    months,
    moves,
    purchases: [...purchases.values()].flatMap(({ effect }) =>
      effect.kind === 'commit' ? effect.commitments : [],
    ),
    reliability: reliabilityOfRun(
      { baseline, plan, states, months, policy: plan.policy },
      simulator.reliability,
    ),
    findings: [
      ...estate.findings,
      ...expiryFindings(estate, referenceMonth, horizonMonths, assumptions),
      ...planFindings(plan, timed, moves, horizonMonths),
    ],
  };
}

/** Months that the longest dual running of a plan begins before its effect. */
function longestDualRun({ moves }: Plan): number {
  return Math.max(0, ...moves.map(({ delivery }) => delivery?.dualRunMonths ?? 0));
}

function baselineOf(baseline: Baseline): Run['baseline'] {
  return {
    billedCost: baseline.billed,
    recurringBilledCost: baseline.recurringBilled,
    effectiveCost: baseline.effective,
    ledger: baseline.estate.resources.map(({ id, workload }) => ({
      resourceId: id,
      workload,
      leverId: null,
      moveId: null,
      amount: baseline.bill.get(id) ?? ZERO,
    })),
    commitments: commitmentKpis(baseline.price.allocation),
    modelFit: modelFitOf(baseline),
  };
}

/** Plays one plan on one estate. */
export function simulate(estate: Estate, book: PriceBook, plan: Plan, options: SimulationOptions): Run {
  return createSimulator(estate, book).run(plan, options);
}

/** Every entry of a run's ledger: month by month the bill, the changes, the one-off charges. Adds up to effectiveCost. */
export function* ledgerOf(run: Run): Generator<LedgerEntry> {
  for (const { month, changes, oneOff } of run.months) {
    for (const amount of run.baseline.ledger) yield { month, ...amount };
    for (const amount of changes) yield { month, ...amount };
    for (const amount of oneOff) yield { month, ...amount };
  }
}
