/** `trimtab plan why`: one move down to the resources it changes. */

import { horizonOf } from '../app/engine-host.ts';
import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { explainMove, leverById, type Plan, UserError } from '../engine/index.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { planWhyReport } from '../report/plan-why-report.ts';
import { planWhyText } from '../report/text/plan-why-text.ts';
import { openFor, printJson, printLines } from './ask-engine.ts';
import { type Command, ESTATE_OPTIONS, JSON_OPTION, usageError, wholeNumber } from './command.ts';

const DEFAULT_LIMIT = 12;

function unknownMove(plan: Plan, moveId: string): UserError {
  const ids = plan.moves.map(({ id }) => id);
  const close = closestWord(moveId, ids);
  return usageError(
    planWhy,
    `The plan has no move ${moveId}.`,
    close === null
      ? `Its moves: ${ids.length === 0 ? 'none' : ids.join(', ')}.`
      : `Did you mean ${close}? Its moves: ${ids.join(', ')}.`,
  );
}

export const planWhy: Command = {
  name: 'plan why',
  summary:
    'Explains one move: each resource before and after, why, the prices used with source and date, what it does to reliability, effort, sources.',
  positionals: 'PLAN MOVE',
  arity: [2, 2],
  options: {
    limit: {
      kind: 'text',
      value: 'N',
      description: `Most resources and prices to show (default ${DEFAULT_LIMIT}).`,
    },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const [file = '', moveId = ''] = positionals;
    const plan = readPlanOrThrow(file);
    const limit = wholeNumber(input, planWhy, 'limit', DEFAULT_LIMIT, 1, 1_000_000);
    const move = plan.moves.find(({ id }) => id === moveId);
    const lever = leverById(move?.lever ?? '');
    if (!move || !lever) throw unknownMove(plan, moveId);
    const { host } = await openFor(input, plan.scenario);
    const explanation = explainMove(host.simulator(), plan, moveId, horizonOf(plan));
    if (!explanation) {
      throw new UserError({
        code: 'forbidden-lever',
        message: `Move ${moveId} is left out: a guardrail of the plan forbids ${move.lever}.`,
        hint: 'Take the lever out of forbiddenLevers to see what the move would do.',
        exitCode: 3,
      });
    }
    const report = planWhyReport(plan, move, lever, explanation, limit);
    if (input.flag('json')) printJson(io, report);
    else printLines(io, planWhyText(report, io.columns));
    return 0;
  },
};
