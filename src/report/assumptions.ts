/** What a run takes for granted, in sentences. */

import type { Run } from '../engine/index.ts';

/** Assumptions behind a run's numbers. */
export function assumptionsOf(run: Run): string[] {
  const fit = run.baseline.modelFit;
  return [
    `Every month repeats the usage of ${run.referenceMonth}: no growth.`,
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
