/** One year or three: what each level of usage costs over three years when usage decays, and how to layer the terms. */

import { assert } from '../../assert.ts';
import { weightedQuantile } from './optimum.ts';

/** Years over which the terms are compared: the longer one. */
const YEARS = 3;
/** Hours of a one-year term: 31,536,000 s (EC2 User Guide, reserved instances, 2023-06-15). */
const HOURS_PER_YEAR = 8760;
/** Shares this close are the same. */
const ROUNDING = 1e-12;

/** Usage and the two offers. */
export type TermInput = {
  /** On-demand price of the eligible uncovered usage in each sampled hour. */
  readonly onDemandPerHour: ArrayLike<number>;
  /**
   * Discounts off on demand, from the rates of both terms; with several rates the ones of the whole stack
   * (1 - cost at plan rates / cost on demand), which is an approximation.
   */
  readonly oneYearDiscount: number;
  readonly threeYearDiscount: number;
  /** Share of usage lost from one year to the next, 0..1; usage is level within a year. */
  readonly usageDecayPerYear: number;
};

/** Sorted usage of each year. */
function yearsOf({ onDemandPerHour, usageDecayPerYear }: TermInput): Float64Array[] {
  assert(usageDecayPerYear >= 0 && usageDecayPerYear <= 1, 'decay is a share');
  const sorted = Float64Array.from(onDemandPerHour).sort();
  return Array.from({ length: YEARS }, (_, year) =>
    sorted.map(value => value * (1 - usageDecayPerYear) ** year),
  );
}

/** Share of the hours whose usage is above a level. */
function shareAbove(sorted: Float64Array, level: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > level) high = middle;
    else low = middle + 1;
  }
  return sorted.length > 0 ? 1 - low / sorted.length : 0;
}

/** What the next unit of money of usage at one level costs over three years, per sampled hour of a year. */
export type TermMargin = {
  /** On-demand price of the usage at which the level lies. */
  readonly level: number;
  readonly onDemand: number;
  /** One-year commitments bought again in each year in which they pay, on demand in the others. */
  readonly oneYear: number;
  readonly threeYear: number;
};

function marginIn(years: readonly Float64Array[], input: TermInput, level: number): TermMargin {
  const shares = years.map(sorted => shareAbove(sorted, level));
  return {
    level,
    onDemand: shares.reduce((sum, share) => sum + share, 0),
    oneYear: shares.reduce((sum, share) => sum + Math.min(1 - input.oneYearDiscount, share), 0),
    threeYear: YEARS * (1 - input.threeYearDiscount),
  };
}

/** Compares the terms for the usage just above one level: totals over three years, not headline discounts. */
export function termMargin(input: TermInput, level: number): TermMargin {
  return marginIn(yearsOf(input), input, level);
}

/** Money over three years. */
export type TermTotals = {
  readonly onDemand: number;
  /** Only one-year commitments, sized anew every year. */
  readonly oneYearOnly: number;
  /** Only one three-year commitment, of its best size. */
  readonly threeYearOnly: number;
  /** The layers below. */
  readonly layered: number;
};

/** Three layers: three years where it pays, then one year, then on demand. Commitments are money an hour at plan rates. */
export type TermLayers = {
  readonly threeYearCommitmentPerHour: number;
  /** On-demand price of usage up to which the three-year layer reaches. */
  readonly threeYearLevel: number;
  /** By year: what the one-year layer adds on top. */
  readonly oneYear: readonly { readonly level: number; readonly commitmentPerHour: number }[];
  readonly totals: TermTotals;
};

/** Money over three years with a three-year layer up to a level and one-year layers up to `oneYearLevels` above it. */
function totalOf(
  years: readonly Float64Array[],
  input: TermInput,
  threeYearLevel: number,
  oneYearLevels: readonly number[],
): number {
  return years.reduce((total, sorted, year) => {
    const top = Math.max(threeYearLevel, oneYearLevels[year] ?? 0);
    const above = sorted.reduce((sum, value) => sum + Math.max(0, value - top), 0);
    const perHour =
      threeYearLevel * (1 - input.threeYearDiscount) +
      (top - threeYearLevel) * (1 - input.oneYearDiscount) +
      (sorted.length > 0 ? above / sorted.length : 0);
    return total + perHour * HOURS_PER_YEAR;
  }, 0);
}

/**
 * Where three years pay: the largest level whose next unit costs less over three years under a three-year commitment than
 * under the better of one-year and on demand in each year. That sum falls with the level, so the layer lies at the bottom.
 */
function threeYearLevelOf(years: readonly Float64Array[], input: TermInput): number {
  const levels = Float64Array.from(years.flatMap(sorted => [...sorted])).sort();
  const pays = (level: number) => {
    const { oneYear, threeYear } = marginIn(years, input, level);
    return threeYear < oneYear - ROUNDING;
  };
  if (!pays(0)) return 0;
  let low = 0;
  let high = levels.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pays(levels[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return levels[low] ?? 0;
}

/** The cheapest layers of terms over three years. */
export function planTerms(input: TermInput): TermLayers {
  const years = yearsOf(input);
  const yearlyLevels = years.map(sorted =>
    input.oneYearDiscount > 0 ? weightedQuantile(sorted, input.oneYearDiscount) : 0,
  );
  const threeYearLevel = threeYearLevelOf(years, input);
  const pooled = Float64Array.from(years.flatMap(sorted => [...sorted]));
  const onlyThreeYear = input.threeYearDiscount > 0 ? weightedQuantile(pooled, input.threeYearDiscount) : 0;
  return {
    threeYearLevel,
    threeYearCommitmentPerHour: threeYearLevel * (1 - input.threeYearDiscount),
    oneYear: yearlyLevels.map(level => ({
      level: Math.max(level, threeYearLevel),
      commitmentPerHour: Math.max(0, level - threeYearLevel) * (1 - input.oneYearDiscount),
    })),
    totals: {
      onDemand: totalOf(years, input, 0, []),
      oneYearOnly: totalOf(years, input, 0, yearlyLevels),
      threeYearOnly: totalOf(years, input, onlyThreeYear, []),
      layered: totalOf(years, input, threeYearLevel, yearlyLevels),
    },
  };
}

/** Halvings of the search for a decay: closer than a float can tell. */
const HALVINGS = 60;

/**
 * The decay a year up to which three years are the cheaper term for the usage just above a level; null when they are not
 * even without decay.
 */
export function breakEvenDecay(input: Omit<TermInput, 'usageDecayPerYear'>, level: number): number | null {
  const pays = (usageDecayPerYear: number) => {
    const { oneYear, threeYear } = termMargin({ ...input, usageDecayPerYear }, level);
    return threeYear < oneYear - ROUNDING;
  };
  if (!pays(0)) return null;
  if (pays(1)) return 1;
  let low = 0;
  let high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (pays(middle)) low = middle;
    else high = middle;
  }
  return low;
}
