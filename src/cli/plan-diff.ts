/** `trimtab plan diff`: two plans on the same estate, in money, risk, effort and chance. */

import { DEFAULT_RUNS, DEFAULT_SEED, horizonOf } from '../app/engine-host.ts';
import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { comparePlans, MAX_HORIZON_MONTHS } from '../engine/index.ts';
import { planDiffReport } from '../report/plan-diff-report.ts';
import { planDiffText } from '../report/text/plan-diff-text.ts';
import { openFor, printJson, printLines } from './ask-engine.ts';
import { type Command, ESTATE_OPTIONS, JSON_OPTION, wholeNumber } from './command.ts';
import { followSearch } from './follow-search.ts';

export const planDiff: Command = {
  name: 'plan diff',
  summary:
    'Compares two plans on the same bill: what the second costs, risks and asks for beyond the first, and which change does it.',
  positionals: 'A B',
  arity: [2, 2],
  options: {
    months: { kind: 'text', value: 'N', description: 'Months to look ahead, 1-36 (default 12).' },
    seed: {
      kind: 'text',
      value: 'TEXT',
      description: 'Seed of the draws behind the chance of the target (default 1).',
    },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const [fileA = '', fileB = ''] = positionals;
    const [a, b] = [readPlanOrThrow(fileA), readPlanOrThrow(fileB)];
    const standard = Math.max(horizonOf(a), horizonOf(b));
    const horizonMonths = wholeNumber(input, planDiff, 'months', standard, 1, MAX_HORIZON_MONTHS);
    const seed = input.text('seed') ?? DEFAULT_SEED;
    const { host } = await openFor(input, a.scenario ?? b.scenario);
    const search = comparePlans(host.simulator(), a, b, { horizonMonths, seed, runs: DEFAULT_RUNS });
    const report = planDiffReport(a, b, await followSearch(search, io, 'Playing changes'), seed);
    if (input.flag('json')) printJson(io, report);
    else printLines(io, planDiffText(report, io.columns));
    return 0;
  },
};
