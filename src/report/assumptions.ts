/** What a run takes for granted, in sentences. */

import type { GrowthRule, PriceChange, Run } from '../engine/index.ts';
import { percent } from './format.ts';

function growthText({
  workloads,
  annualRate,
  annualRange,
  seasonality,
  elasticity,
  storageAnnualRate,
}: GrowthRule): string {
  const range =
    annualRange === null ? '' : ` (${percent(annualRange.low, 0)} to ${percent(annualRange.high, 0)})`;
  const parts = [
    ...(seasonality === null ? [] : ['with seasons']),
    ...(elasticity === 1 ? [] : [`${percent(elasticity, 0)} of the usage follows it`]),
    ...(storageAnnualRate === null ? [] : [`stored data ${percent(storageAnnualRate, 0)}`]),
  ];
  const more = parts.length === 0 ? '' : `, ${parts.join(', ')}`;
  return `Traffic of ${workloads.join(', ')} grows by ${percent(annualRate, 0)} a year${range}${more}.`;
}

function priceText({ services, purchase, change, from }: PriceChange): string {
  const spot = purchase === 'spot' ? ' as spot' : '';
  return `Prices of ${services.join(', ')}${spot} change by ${percent(change, 1)} from month ${from}.`;
}

/** Who does the work. */
function teamText({ teams }: Run['assumptions']): string {
  if (teams.length === 0) return 'Nothing has to wait for people: no team is stated.';
  const named = teams.map(({ name, engineers, daysPerMonth, toilShare, costShare }) => {
    const days = engineers * daysPerMonth * (1 - toilShare) * costShare;
    return `${name} ${days.toFixed(1)}`;
  });
  return `Engineer-days a month for cost work: ${named.join(', ')}; what does not fit waits.`;
}

/** Assumptions behind a run's numbers. */
export function assumptionsOf(run: Run): string[] {
  const fit = run.baseline.modelFit;
  const { growth, priceChanges } = run.assumptions;
  return [
    ...(growth.length === 0
      ? [`Every month repeats the usage of ${run.referenceMonth}: no growth.`]
      : growth.map(growthText)),
    ...priceChanges.map(priceText),
    teamText(run.assumptions),
    run.assumptions.existingCommitments === 'renew'
      ? 'Commitments of the bill are renewed on the same terms when they end.'
      : 'Commitments of the bill end on their dates and are not renewed.',
    'Commitments are shared by all accounts of the bill; inside a pool of equal instances coverage is spread evenly.',
    ...(fit === null
      ? []
      : [
          `The model prices what it changes at ${(fit * 100).toFixed(2)} % of the bill; differences, not levels, are taken from it.`,
        ]),
    'What no lever changes stays as billed: tax, marketplace, and support even where it is a share of the rest.',
    'The effort of a lever is an estimate per workload.',
  ];
}
