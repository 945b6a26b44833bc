/** Plays a plan forward, month by month: the reference month again and again, changed by the moves that have started. */

import { addMonths, MONTHS_PER_YEAR, monthOf } from '../calendar.ts';
import { upfrontFee } from '../commitments/fees.ts';
import type { Estate } from '../estate/estate.ts';
import type { Finding } from '../finding.ts';
import { meanOf } from '../lever.ts';
import { sum, toLedger, ZERO } from '../money.ts';
import type { Plan } from '../plan.ts';
import type { PriceBook } from '../price-book.ts';
import { createRateCard } from '../rate-card.ts';
import type { Assumptions } from './assumptions.ts';
import { exclusionFindings } from './exclusions.ts';
import { commitmentsInForce, expiryFindings } from './in-force.ts';
import { commitmentKpis } from './kpis.ts';
import type { LedgerAmount, LedgerEntry } from './ledger.ts';
import { type Baseline, createBaseline } from './model-cost.ts';
import {
  createPlayer,
  inStageOrder,
  type PlayableMove,
  type Player,
  type Purchases,
  type State,
  type Step,
} from './play-moves.ts';
import { createReliabilityModel, type ReliabilityModel, reliabilityOfRun } from './reliability-of-run.ts';
import { type ReliabilityRange, reliabilityRanges } from './reliability-ranges.ts';
import type { MoveOutcome, Run, RunMonth } from './run.ts';

/** How a plan is played. */
export type SimulationOptions = {
  readonly horizonMonths: number;
  /** Instead of the plan's own. */
  readonly assumptions?: Assumptions;
};

/** Plays plans on one estate and remembers what they have in common. */
export type Simulator = {
  readonly baseline: Baseline;
  readonly player: Player;
  readonly reliability: ReliabilityModel;
  /** Plays a plan forward. The same estate, prices, plan and options give the same run, to the last digit. */
  run(plan: Plan, options: SimulationOptions): Run;
  /** How sure the reliability of the plan is, all its moves in effect. */
  ranges(plan: Plan, seed: number | string): ReliabilityRange[];
};

/** First month whose bill shows a move. */
export function effectMonthOf({ move, lever }: PlayableMove): number {
  return move.start + lever.meta.leadTimeMonths;
}

/** One-off charges of the moves whose effect begins in this month. */
function oneOffCharges(steps: readonly Step[], index: number): LedgerAmount[] {
  return steps.flatMap(step => {
    if (effectMonthOf(step) !== index) return [];
    const { move, result } = step;
    return result.oneOff.map(({ cost, ...place }) => ({
      ...place,
      leverId: move.lever,
      moveId: move.id,
      amount: toLedger(cost),
    }));
  });
}

/** Fees due in the month in which a commitment is bought, and again whenever its term is over: it goes on until the run ends. */
function upfrontFees(steps: readonly Step[], purchases: Purchases, index: number): number {
  let total = 0;
  for (const step of steps) {
    const effect = purchases.get(step.move.id)?.effect;
    if (effect?.kind !== 'commit') continue;
    const monthsSince = index - effectMonthOf(step);
    for (const bought of effect.commitments) {
      if (monthsSince % ((bought.termYears ?? 1) * MONTHS_PER_YEAR) === 0) total += upfrontFee(bought);
    }
  }
  return total;
}

function monthOfRun(index: number, month: string, state: State, purchases: Purchases): RunMonth {
  const oneOff = oneOffCharges(state.steps, index);
  const oneOffTotal = sum(oneOff.map(({ amount }) => amount));
  const { effective, billed, price } = state.cost;
  return {
    index,
    month,
    billedCost: billed.plus(oneOffTotal).plus(toLedger(upfrontFees(state.steps, purchases, index))),
    effectiveCost: effective.plus(oneOffTotal),
    runRateCost: effective,
    activeMoveIds: state.steps.map(({ move }) => move.id),
    changes: [...state.expiries, ...state.steps.flatMap(({ changes }) => changes)],
    oneOff,
    commitments: commitmentKpis(price.allocation),
  };
}

/** Outcome of a move, read off the state of the target month and of the last month. */
function outcomeOf(
  playable: PlayableMove,
  target: State,
  last: State,
  months: readonly RunMonth[],
): MoveOutcome {
  const { move, lever } = playable;
  const isThis = (step: Step) => step.move.id === move.id;
  const step = target.steps.find(isThis) ?? last.steps.find(isThis);
  const applied = step?.result.applied ?? [];
  const touched = new Set(applied.map(({ workload }) => workload)).size;
  const { effortDays } = lever.meta;
  const count = (evidence: 'measured' | 'inferred' | 'assumed') =>
    applied.filter(each => each.evidence === evidence).length;
  const effectMonth = effectMonthOf(playable);
  return {
    moveId: move.id,
    leverId: move.lever,
    effectMonth: effectMonth <= months.length ? effectMonth : null,
    applied,
    skipped: step?.result.skipped ?? [],
    savedPerMonth: ZERO.minus(sum(target.steps.find(isThis)?.changes.map(({ amount }) => amount) ?? [])),
    oneOffCost: sum(
      months.flatMap(month =>
        month.oneOff.filter(({ moveId }) => moveId === move.id).map(({ amount }) => amount),
      ),
    ),
    effortDays: {
      low: effortDays.low * touched,
      mean: meanOf(effortDays) * touched,
      high: effortDays.high * touched,
    },
    evidence: { measured: count('measured'), inferred: count('inferred'), assumed: count('assumed') },
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

function planFindings(plan: Plan, moves: readonly MoveOutcome[]): Finding[] {
  const nothing = moves.filter(({ applied, effectMonth }) => applied.length === 0 && effectMonth !== null);
  const finding = (code: string, message: string, hint: string): Finding => ({
    code,
    severity: 'warning',
    message,
    hint,
    source: null,
  });
  const known = new Set(moves.map(({ moveId }) => moveId));
  const { forbiddenLevers } = plan.guardrails;
  return [
    ...plan.moves
      .filter(({ id }) => !known.has(id))
      .map(({ id, lever }) =>
        forbiddenLevers.includes(lever)
          ? finding(
              'forbidden-lever',
              `Move ${id} is left out: a guardrail of the plan forbids ${lever}.`,
              'Remove the move, or the lever from forbiddenLevers.',
            )
          : finding(
              'unknown-lever',
              `Move ${id}: there is no lever ${lever}.`,
              '`trimtab levers` lists the catalogue.',
            ),
      ),
    ...exclusionFindings(plan, moves),
    ...nothing.map(({ moveId, skipped }) =>
      finding(
        'move-without-effect',
        `Move ${moveId} changes nothing${skipped[0] ? `: ${skipped[0].reason}` : ': nothing is in its scope'}.`,
        'Check its scope and parameters, or remove it.',
      ),
    ),
  ];
}

/** Prepares an estate for playing plans on it. */
export function createSimulator(estate: Estate, book: PriceBook): Simulator {
  const baseline = createBaseline(estate, createRateCard(estate.paidRates, book));
  const player = createPlayer(baseline);
  const reliability = createReliabilityModel(baseline);
  return {
    baseline,
    player,
    reliability,
    run: (plan, options) => playPlan({ baseline, player, reliability }, plan, options),
    ranges: (plan, seed) => {
      const { commitments } = estate;
      const state = player.play(allowedMoves(plan), plan.guardrails, commitments, new Map());
      return reliabilityRanges(state, reliability, seed);
    },
  };
}

/** Moves of a plan that its own guardrails allow, in the order of application. */
export function allowedMoves(plan: Plan): PlayableMove[] {
  return inStageOrder(plan.moves.filter(({ lever }) => !plan.guardrails.forbiddenLevers.includes(lever)));
}

function playPlan(simulator: Omit<Simulator, 'run' | 'ranges'>, plan: Plan, options: SimulationOptions): Run {
  const { baseline, player } = simulator;
  const { estate } = baseline;
  const { horizonMonths } = options;
  const assumptions = options.assumptions ?? plan.assumptions;
  const referenceMonth = monthOf(estate.period.startMs);
  const ordered = allowedMoves(plan);
  const purchases: Purchases = new Map();
  const states: State[] = [];
  const months: RunMonth[] = [];
  for (let index = 1; index <= horizonMonths; index++) {
    const month = addMonths(referenceMonth, index);
    const active = ordered.filter(playable => effectMonthOf(playable) <= index);
    const state = player.play(
      active,
      plan.guardrails,
      commitmentsInForce(estate, month, assumptions),
      purchases,
    );
    states.push(state);
    months.push(monthOfRun(index, month, state, purchases));
  }
  const last = states.at(-1) ?? player.play([], plan.guardrails, estate.commitments, purchases);
  const target = states[Math.min(plan.target.byMonth, horizonMonths) - 1] ?? last;
  const moves = ordered.map(playable => outcomeOf(playable, target, last, months));
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
      ...planFindings(plan, moves),
    ],
  };
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
