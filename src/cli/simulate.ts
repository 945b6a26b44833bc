/** `trimtab simulate`: plays a plan forward. */

import { DEFAULT_SEED, horizonOf } from '../app/engine-host.ts';
import { moneyOfEstate } from '../app/money-of-estate.ts';
import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { MAX_HORIZON_MONTHS, MONTHS_PER_YEAR } from '../engine/index.ts';
import { simulateReport } from '../report/run-report.ts';
import { simulateText } from '../report/text/run.ts';
import { drawChance, MAX_RUNS, openFor, printJson, printLines } from './ask-engine.ts';
import { type Command, ESTATE_OPTIONS, JSON_OPTION, wholeNumber } from './command.ts';

export const simulate: Command = {
  name: 'simulate',
  summary:
    'Plays a plan forward month by month: cost on both clocks, fiscal years, present value and payback, unit costs, commitments, moves, reliability.',
  positionals: 'PLAN',
  arity: [1, 1],
  options: {
    months: { kind: 'text', value: 'N', description: 'Months to look ahead, 1-36 (default 12).' },
    seed: {
      kind: 'text',
      value: 'TEXT',
      description: 'Seed of everything that is drawn; the run itself draws nothing.',
    },
    runs: {
      kind: 'text',
      value: 'N',
      description:
        'Draw what the plan leaves to chance: adoption, delay, effort, growth, ... (default: none).',
    },
    'fiscal-year-start': {
      kind: 'text',
      value: 'MM',
      description: 'Calendar month in which a fiscal year begins, 1-12 (default 1).',
    },
    'business-metrics': {
      kind: 'text',
      value: 'FILE',
      description: 'Business metrics for unit costs (default business-metrics.csv beside the workspace).',
    },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const plan = readPlanOrThrow(positionals[0] ?? '');
    const months = wholeNumber(input, simulate, 'months', horizonOf(plan), 1, MAX_HORIZON_MONTHS);
    const fiscalYearStart = wholeNumber(input, simulate, 'fiscal-year-start', 1, 1, MONTHS_PER_YEAR);
    const { host } = await openFor(input, plan.scenario);
    const opened = host.opened();
    const seed = input.text('seed') ?? DEFAULT_SEED;
    const run = host.run(plan, months);
    const runs = input.text('runs') === null ? 0 : wholeNumber(input, simulate, 'runs', 0, 1, MAX_RUNS);
    const report = simulateReport(run, seed, {
      ...moneyOfEstate(opened),
      fiscalYearStart,
      findings: opened.businessMetrics.findings,
      ...(runs === 0 ? {} : { chance: await drawChance(io, host.simulator(), run, { seed, runs }) }),
    });
    if (input.flag('json')) printJson(io, report);
    else printLines(io, simulateText(report, io.columns));
    return 0;
  },
};
