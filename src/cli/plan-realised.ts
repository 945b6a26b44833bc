/** `trimtab plan realised`: what was planned, what a later bill shows, and what hides it. */

import { openTwoMonths } from '../app/later-bills.ts';
import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { realisedOf } from '../engine/index.ts';
import { planRealisedReport } from '../report/realised-report.ts';
import { planRealisedText } from '../report/text/realised.ts';
import { printJson, printLines, progressLine } from './ask-engine.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { LATER_OPTIONS, laterRequest } from './later-options.ts';

export const planRealised: Command = {
  name: 'plan realised',
  summary:
    'Holds a plan against a later bill: what each move was to save, what the bill shows of it, what growth and prices hide, and what was not done (docs/realised.md).',
  positionals: 'PLAN',
  arity: [1, 1],
  options: {
    from: {
      kind: 'text',
      value: 'YYYY-MM',
      description: 'Month that the plan was made on (default: the last whole one before the later month).',
    },
    to: { kind: 'text', value: 'YYYY-MM', description: 'Later month (default: the latest whole one).' },
    ...LATER_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const plan = readPlanOrThrow(positionals[0] ?? '');
    const line = progressLine(io);
    const request = laterRequest(planRealised, input, plan.scenario);
    const opened = await openTwoMonths(request, ({ text, share }) => line.show(text, share)).finally(
      line.end,
    );
    const report = planRealisedReport(realisedOf({ ...opened, plan }), plan, opened.findings);
    if (input.flag('json')) printJson(io, report);
    else printLines(io, planRealisedText(report, io.columns));
    return 0;
  },
};
