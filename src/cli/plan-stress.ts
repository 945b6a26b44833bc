/** `trimtab plan stress`: what is left of a plan when something happens. */

import { horizonOf } from '../app/engine-host.ts';
import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { MAX_HORIZON_MONTHS, STRESS_CASES, stressPlan } from '../engine/index.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { stressReport } from '../report/stress-report.ts';
import { stressText } from '../report/text/stress-text.ts';
import { openFor, printJson, printLines } from './ask-engine.ts';
import {
  type Command,
  type CommandInput,
  ESTATE_OPTIONS,
  JSON_OPTION,
  usageError,
  wholeNumber,
} from './command.ts';
import { followSearch } from './follow-search.ts';

/** Cases that are asked for; undefined: all. @throws UserError (usage) for a case that does not exist */
function casesOf(input: CommandInput): readonly string[] | undefined {
  const wanted = input.text('case');
  if (wanted === null) return undefined;
  const known = STRESS_CASES.map(({ id }) => id);
  return wanted.split(',').map(each => {
    const id = each.trim();
    if (known.includes(id)) return id;
    const close = closestWord(id, known);
    throw usageError(
      planStress,
      `There is no stress case ${JSON.stringify(id)}.`,
      close === null ? `Cases: ${known.join(', ')}.` : `Did you mean ${close}?`,
    );
  });
}

export const planStress: Command = {
  name: 'plan stress',
  summary:
    'Plays a plan under stress: usage falls, growth doubles, everything moves to Arm, a zone fails, half the team leaves, the target rises.',
  positionals: 'PLAN',
  arity: [1, 1],
  options: {
    case: {
      kind: 'text',
      value: 'ID,...',
      description: `Cases to play (default all): ${STRESS_CASES.map(({ id }) => id).join(', ')}.`,
    },
    months: { kind: 'text', value: 'N', description: 'Months to look ahead, 1-36 (default 12).' },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const ids = casesOf(input);
    const plan = readPlanOrThrow(positionals[0] ?? '');
    const months = wholeNumber(input, planStress, 'months', horizonOf(plan), 1, MAX_HORIZON_MONTHS);
    const { host, info } = await openFor(input, plan.scenario);
    const outcomes = await followSearch(
      stressPlan(host.simulator(), plan, months, ids),
      io,
      'Playing stress cases',
    );
    const report = stressReport(plan, outcomes, { currency: info.currency, horizonMonths: months });
    if (input.flag('json')) printJson(io, report);
    else printLines(io, stressText(report, io.columns));
    return 0;
  },
};
