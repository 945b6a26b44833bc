/** Every size of one kind of purchase on what is still on demand: what it saves, covers, leaves unused, and risks. */

import type { Commitment } from '../commitments/commitment.ts';
import { effectivePerHour } from '../commitments/fees.ts';
import type { LevelCurve } from '../commitments/sizing/level.ts';
import { COMMITMENT_STEP_PER_HOUR } from '../commitments/sizing/optimum.ts';
import { type RegretScenario, regretOf, regretScenario } from '../commitments/sizing/regret.ts';
import type { Lever, LeverContext } from '../lever.ts';
import type { Param } from '../lever-params.ts';
import { withAmount } from '../pricing/size-purchase.ts';

/** One size of a purchase. Money is of the bill's month unless it says otherwise. */
export type PurchaseLevel = {
  /** Value of the lever's parameter that buys it. */
  readonly setting: number;
  /** Amortised price of all commitments of the purchase, USD an hour. */
  readonly committedPerHour: number;
  /**
   * Against leaving on demand what nothing covers yet; negative when it costs. A purchase that applies before existing
   * commitments may also move what those cover: then a run of the plan says a little more.
   */
  readonly savedPerMonth: number;
  /** On-demand price of what it covers. */
  readonly coveredPerMonth: number;
  readonly unusedPerMonth: number;
  /** Shares; null where nothing is committed or covered. */
  readonly commitmentUtilization: number | null;
  readonly breakEvenUtilization: number | null;
  /** Share of the hours in which the last committed cent is used. */
  readonly fullHoursShare: number;
  /** How much more it costs than the best size would, when a fifth of the usage goes away. */
  readonly usageDownRegret: number;
  /** Usage that it pays for in an hour in which it is used up, USD at on-demand prices. */
  readonly reachPerHour: number;
};

/** What changes the size: dollars an hour, or a share of the optimum; null: the lever has one size. */
export type LevelSetting = 'commitmentPerHour' | 'shareOfOptimumPercent';

/** The sizes of a purchase, smallest first. */
export type PurchaseLevels = {
  readonly setting: LevelSetting | null;
  readonly levels: readonly PurchaseLevel[];
  /** Index of the size that the lever itself chooses. */
  readonly optimum: number;
  /** On-demand price by hour of everything that it could cover. */
  readonly coverable: Float64Array;
};

/** Most sizes of a purchase in dollars; a step is at least this part of the largest. */
const LEVELS_MAX = 400;
/** Sizes by share: every fifth percent up to half more than the optimum. */
const SHARES: readonly number[] = Array.from({ length: 30 }, (_, index) => (index + 1) * 5);
const USAGE_DOWN = 0.8;
/** Share of a level below it at which hours are counted: demand that ends at the level reaches it, whatever its last digits. */
const JUST_BELOW = 1 - 1e-9;

/** Commitments of equal terms: one curve, however many of them are bought. */
type Part = { readonly key: string; readonly curve: LevelCurve; readonly down: RegretScenario };
type Sized = { readonly part: Part; readonly level: number };

/** Terms without size and name. */
function termsKey(commitment: Commitment): string {
  return JSON.stringify({ ...withAmount(commitment, 0), id: '' });
}

function partsOf(commitments: readonly Commitment[], { sizePurchase }: LeverContext): Part[] {
  const templates = new Map(commitments.map(each => [termsKey(each), each]));
  return [...templates].flatMap(([key, template]): Part[] => {
    const curve = sizePurchase(template)?.curve;
    if (!curve) return [];
    return [{ key, curve, down: regretScenario({ id: 'down', curve, usageFactor: USAGE_DOWN, weight: 1 }) }];
  });
}

function sizesOf(commitments: readonly Commitment[], parts: readonly Part[]): Sized[] {
  return parts.map(part => ({
    part,
    level: commitments
      .filter(each => termsKey(each) === part.key)
      .reduce((sum, each) => sum + effectivePerHour(each), 0),
  }));
}

/** @param fit bill over model of usage that commitments may cover: what the plan will say that it saves */
function levelOf(setting: number, sizes: readonly Sized[], fit: number): PurchaseLevel {
  const outcomes = sizes.map(({ part, level }) => ({
    ...part.curve.at(level),
    full: part.curve.at(level * JUST_BELOW).marginalUtilization,
    regret: regretOf(part.down, level),
  }));
  const total = (pick: (each: (typeof outcomes)[number]) => number) =>
    outcomes.reduce((sum, each) => sum + pick(each), 0);
  const committed = total(each => each.committedCost);
  const used = total(each => each.usedCost);
  const covered = total(each => each.coveredOnDemandCost);
  const perHour = total(each => each.commitmentPerHour);
  const first = outcomes[0];
  return {
    setting,
    committedPerHour: perHour,
    savedPerMonth: fit * covered - committed,
    coveredPerMonth: fit * covered,
    unusedPerMonth: committed - used,
    commitmentUtilization: committed > 0 ? used / committed : null,
    breakEvenUtilization: covered > 0 ? used / covered : null,
    // Several purchases are used up in hours of their own: the mean by what they commit.
    fullHoursShare:
      perHour > 0 ? total(each => each.full * each.commitmentPerHour) / perHour : (first?.full ?? 0),
    usageDownRegret: total(each => each.regret),
    reachPerHour: used > 0 ? (perHour * covered) / used : 0,
  };
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find(each => each * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Dollars an hour from nothing to the largest size that is used at all, the optimum among them. */
function dollarsUpTo(highest: number, optimum: number): number[] {
  const step = Math.max(COMMITMENT_STEP_PER_HOUR, roundStep(highest / LEVELS_MAX));
  const count = Math.ceil(highest / step - 1e-9);
  const grid = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toFixed(6)));
  return [...new Set([...grid, optimum])].sort((a, b) => a - b);
}

const maxOf = (param: Param | undefined) => (param?.kind === 'number' ? param.max : null);

/** On-demand price of all that is stacked, hour by hour. */
function coverableOf(parts: readonly Part[], hours: number): Float64Array {
  const sum = new Float64Array(hours);
  for (const { curve } of parts) {
    const { gains, amounts } = curve.stack;
    for (let hour = 0; hour < hours; hour++) {
      gains.forEach((gain, c) => {
        sum[hour] = (sum[hour] ?? 0) + (amounts[hour * gains.length + c] ?? 0) * gain;
      });
    }
  }
  return sum;
}

/**
 * The sizes of what a lever offers.
 * @param offered what it buys with `params`: its optimum
 * @returns null when nothing that is left would use it
 */
export function purchaseLevels(
  lever: Lever,
  params: Readonly<Record<string, unknown>>,
  offered: readonly Commitment[],
  context: LeverContext,
  fit: number,
): PurchaseLevels | null {
  const parts = partsOf(offered, context);
  const [only] = parts;
  if (!only) return null;
  const coverable = coverableOf(parts, context.estate.hours);
  const best = sizesOf(offered, parts);
  const perHourMax = maxOf(lever.params.commitmentPerHour);
  const optimum = best.reduce((sum, { level }) => sum + level, 0);
  if (parts.length === 1 && perHourMax !== null && optimum <= perHourMax) {
    const highest = Math.min(perHourMax, Math.max(only.curve.highestLevel, optimum));
    const levels = dollarsUpTo(highest, optimum).map(level => levelOf(level, [{ part: only, level }], fit));
    return {
      setting: 'commitmentPerHour',
      levels,
      optimum: levels.findIndex(({ setting }) => setting === optimum),
      coverable,
    };
  }
  if (maxOf(lever.params.shareOfOptimumPercent) === null)
    return { setting: null, levels: [levelOf(0, best, fit)], optimum: 0, coverable };
  const levels = SHARES.map(share => {
    if (share === 100) return levelOf(share, best, fit);
    const found = lever.find(context.estate, { ...params, shareOfOptimumPercent: share }, context);
    const bought = 'effect' in found && found.effect.kind === 'commit' ? found.effect.commitments : [];
    return levelOf(share, sizesOf(bought, parts), fit);
  });
  return { setting: 'shareOfOptimumPercent', levels, optimum: SHARES.indexOf(100), coverable };
}
