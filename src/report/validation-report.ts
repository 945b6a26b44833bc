/** Worked examples that were run, as a report: each with what is published and computed, and how many of them hold. */

import type { ValidateReport } from './contract.ts';

/** One example, run. */
type ValidatedExample = Readonly<Omit<ValidateReport['examples'][number], 'comparisons'>> & {
  readonly comparisons: readonly Readonly<ValidateReport['examples'][number]['comparisons'][number]>[];
};

/** The report of `trimtab validate`. */
export function validationReport(examples: readonly ValidatedExample[]): ValidateReport {
  const countOf = (status: ValidatedExample['status']) =>
    examples.filter(example => example.status === status).length;
  return {
    schema: 'trimtab/validate/1',
    examples: examples.map(example => ({
      id: example.id,
      kind: example.kind,
      status: example.status,
      file: example.file,
      title: example.title,
      source: { ...example.source },
      published: example.published,
      computed: example.computed,
      error: example.error,
      reason: example.reason,
      comparisons: example.comparisons.map(each => ({ ...each })),
    })),
    passed: countOf('pass'),
    failed: countOf('fail'),
    notCovered: countOf('not-covered'),
    computed: countOf('computed'),
  };
}
