/** What a purchase risks: the savings of other levers that it destroys, and how sorry one may be about its size. */

import type { Commitment } from '../commitments/commitment.ts';
import { effectivePerHour } from '../commitments/fees.ts';
import type { LevelCurve } from '../commitments/sizing/level.ts';
import { regretOf, regretScenario } from '../commitments/sizing/regret.ts';
import { ASSUMED_USAGE_RANGE, sampleRegret } from '../commitments/sizing/regret-distribution.ts';
import type { Estate } from '../estate/estate.ts';
import { leverById } from '../levers/index.ts';
import { type Decimal, sum, ZERO } from '../money.ts';
import type { Plan } from '../plan.ts';
import { commitmentClass } from '../pricing/allocate-demand.ts';
import { coverableClasses } from '../pricing/coverable-classes.ts';
import type { UsageDemand } from '../pricing/usage-demand.ts';
import { applyMove } from '../simulate/apply-move.ts';
import { leverContext } from '../simulate/lever-context.ts';
import { type Baseline, costOf } from '../simulate/model-cost.ts';
import type { Opportunity } from './opportunity.ts';

/** Saving of one opportunity that a purchase destroys while it runs. */
export type Stranded = {
  readonly leverId: string;
  readonly workload: string | null;
  /** What the opportunity saves a month without the purchase, and what is lost of it once the purchase is made. */
  readonly savedPerMonth: Decimal;
  readonly lostPerMonth: Decimal;
};

/** Regret about the size of a purchase, money of the bill's period: against the best size in hindsight. */
export type PurchaseRegret = {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** Mean of the worst twentieth. */
  readonly cvar95: number;
  /** Chance that it costs more than buying nothing; the largest of several commitments. */
  readonly probabilityOfLoss: number;
  /** Regret when a fifth of the usage goes away. */
  readonly usageDown20: number;
  readonly assumption: string;
};

/** A purchase as the person who signs it should see it. */
export type PurchaseOutlook = {
  readonly commitments: readonly Commitment[];
  /** Amortised price of all of them, per hour. */
  readonly committedPerHour: number;
  readonly commitmentCoverage: number | null;
  readonly commitmentUtilization: number | null;
  readonly breakEvenUtilization: number | null;
  readonly regret: PurchaseRegret;
  /** Largest loss first. */
  readonly strands: readonly Stranded[];
  readonly strandedPerMonth: Decimal;
};

/** Draws for the distribution: quantiles to about a percent, in a few milliseconds. */
const REGRET_RUNS = 400;
const REGRET_SEED = 'purchase';
const USAGE_DOWN = 0.8;

type Level = { readonly curve: LevelCurve; readonly level: number };

function regretOfLevels(levels: readonly Level[]): PurchaseRegret {
  // The same draws for all: usage falls for all of them together, and quantiles add up.
  const parts = levels.map(({ curve, level }) => {
    const shape = { id: 'now', curve, usageFactor: 1, weight: 1 };
    const sample = sampleRegret([shape], ASSUMED_USAGE_RANGE, { seed: REGRET_SEED, runs: REGRET_RUNS });
    const down = regretScenario({ ...shape, id: 'down', usageFactor: USAGE_DOWN });
    return { ...sample.at(level), usageDown20: regretOf(down, level) };
  });
  const total = (pick: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + pick(part), 0);
  return {
    p10: total(part => part.p10),
    p50: total(part => part.p50),
    p90: total(part => part.p90),
    cvar95: total(part => part.cvar95),
    probabilityOfLoss: Math.max(0, ...parts.map(part => part.probabilityOfLoss)),
    usageDown20: total(part => part.usageDown20),
    assumption: ASSUMED_USAGE_RANGE.assumption,
  };
}

function shares(levels: readonly Level[]) {
  const at = levels.map(({ curve, level }) => curve.at(level));
  const total = (pick: (each: (typeof at)[number]) => number) =>
    at.reduce((all, each) => all + pick(each), 0);
  const equivalent = total(each => each.onDemandEquivalentCost);
  const covered = total(each => each.coveredOnDemandCost);
  const committed = total(each => each.committedCost);
  const used = total(each => each.usedCost);
  return {
    commitmentCoverage: equivalent > 0 ? covered / equivalent : null,
    commitmentUtilization: committed > 0 ? used / committed : null,
    breakEvenUtilization: covered > 0 ? used / covered : null,
  };
}

/** Smallest loss, in the bill's currency a month, that is worth a line. */
const WORTH_A_LINE = 1;

/** Kinds of usage that commitments see of what an opportunity changes. */
function classesOf({ applied }: Opportunity, { usesByResource }: UsageDemand): string[] {
  const uses = applied.flatMap(({ resourceId }) => usesByResource.get(resourceId) ?? []);
  return [...new Set(uses.map(({ shape }) => commitmentClass(shape)))];
}

function strandedBy(
  purchase: Opportunity,
  others: readonly Opportunity[],
  estate: Estate,
  plan: Plan,
  baseline: Baseline,
): Stranded[] {
  const [found] = purchase.applied;
  if (found?.effect.kind !== 'commit') return [];
  const { commitments } = found.effect;
  const bought = { ...estate, commitments: [...estate.commitments, ...commitments] };
  const { effective: before, price } = costOf(bought, baseline);
  const covered = coverableClasses(price.demand, commitments, baseline.rates, estate);
  return others
    .flatMap((other): Stranded[] => {
      const { leverId, workload, savedPerMonth, move } = other;
      const lever = leverById(leverId);
      // What the purchase cannot cover is worth the same with it.
      if (
        !lever ||
        lever.target === 'estate' ||
        !classesOf(other, price.demand).some(usage => covered.has(usage))
      )
        return [];
      const result = applyMove(bought, move, lever, plan.guardrails, baseline.rates);
      const after = result.applied.length === 0 ? before : costOf(result.estate, baseline).effective;
      const lostPerMonth = savedPerMonth.minus(before.minus(after));
      return lostPerMonth.greaterThan(WORTH_A_LINE)
        ? [{ leverId, workload, savedPerMonth, lostPerMonth }]
        : [];
    })
    .sort((a, b) => b.lostPerMonth.comparedTo(a.lostPerMonth));
}

/**
 * Looks at a purchase.
 * @param others opportunities on the same estate, as they are without the purchase
 * @param estate what the plan leaves
 */
export function purchaseOutlook(
  purchase: Opportunity,
  others: readonly Opportunity[],
  estate: Estate,
  plan: Plan,
  baseline: Baseline,
): PurchaseOutlook | null {
  const [found] = purchase.applied;
  if (found?.effect.kind !== 'commit') return null;
  const { commitments } = found.effect;
  const { sizePurchase } = leverContext(estate, baseline.rates);
  const levels = commitments.flatMap((commitment): Level[] => {
    const sized = sizePurchase(commitment);
    return sized ? [{ curve: sized.curve, level: effectivePerHour(commitment) }] : [];
  });
  const strands = strandedBy(purchase, others, estate, plan, baseline);
  return {
    commitments,
    committedPerHour: commitments.reduce((all, each) => all + effectivePerHour(each), 0),
    ...shares(levels),
    regret: regretOfLevels(levels),
    strands,
    strandedPerMonth: strands.length === 0 ? ZERO : sum(strands.map(({ lostPerMonth }) => lostPerMonth)),
  };
}
