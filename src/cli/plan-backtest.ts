/** `trimtab plan backtest`: the forecast of a plan against the bills that have come since. */

import { DEFAULT_RUNS, DEFAULT_SEED } from '../app/engine-host.ts';
import { openHistory } from '../app/later-bills.ts';
import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { backtest, MAX_HORIZON_MONTHS } from '../engine/index.ts';
import { planBacktestReport } from '../report/backtest-report.ts';
import { planBacktestText } from '../report/text/backtest.ts';
import { printJson, printLines, progressLine } from './ask-engine.ts';
import { type Command, JSON_OPTION, usageError, wholeNumber } from './command.ts';
import { LATER_OPTIONS, laterRequest } from './later-options.ts';

/** Months that are looked at when nothing else is said: a quarter. */
const DEFAULT_MONTHS = 3;

export const planBacktest: Command = {
  name: 'plan backtest',
  summary:
    'Scores the forecast of a plan against the bills of the months since: error, bias, range, where it missed, and the last month repeated as the forecast to beat (docs/realised.md).',
  positionals: 'PLAN',
  arity: [1, 1],
  options: {
    from: { kind: 'text', value: 'YYYY-MM', description: 'Month that the plan was made on.' },
    months: {
      kind: 'text',
      value: 'N',
      description: `Months after it that are looked at, 1-${MAX_HORIZON_MONTHS} (default ${DEFAULT_MONTHS}).`,
    },
    seed: { kind: 'text', value: 'TEXT', description: 'Seed of the ranges (default 1).' },
    ...LATER_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const plan = readPlanOrThrow(positionals[0] ?? '');
    const months = wholeNumber(input, planBacktest, 'months', DEFAULT_MONTHS, 1, MAX_HORIZON_MONTHS);
    const request = laterRequest(planBacktest, input, plan.scenario);
    const { from } = request;
    if (from === null) throw usageError(planBacktest, '`trimtab plan backtest` needs --from YYYY-MM.');
    const seed = input.text('seed') ?? DEFAULT_SEED;
    const line = progressLine(io);
    const opened = await openHistory({ ...request, from }, months, ({ text, share }) =>
      line.show(text, share),
    ).finally(line.end);
    const found = backtest({ ...opened, plan, runs: DEFAULT_RUNS, seed });
    const report = planBacktestReport(found, plan, seed, opened.findings);
    if (input.flag('json')) printJson(io, report);
    else printLines(io, planBacktestText(report, io.columns));
    return 0;
  },
};
