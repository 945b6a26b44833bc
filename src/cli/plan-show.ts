/** `trimtab plan show`: a plan with every default filled in, and its dates. */

import { planText, readPlanOrThrow } from '../app/plan-file-io.ts';
import { planSchedule } from '../app/plan-schedule.ts';
import { LEVERS, leverById, type Move, type Plan, UserError } from '../engine/index.ts';
import { planShowReport } from '../report/plan-show-report.ts';
import { planDatesText } from '../report/text/plan-show.ts';
import { wrap } from '../report/text/table.ts';
import { openFor, printJson, printLines } from './ask-engine.ts';
import { type Command, type CommandInput, ESTATE_OPTIONS, JSON_OPTION } from './command.ts';

/** Before what belongs to a move. */
const INDENT = '   ';

/** The plan played on its bill; null, with the reason on stderr, where there is none. */
async function playedOn(input: CommandInput, plan: Plan) {
  try {
    const { host } = await openFor(input, plan.scenario);
    const run = host.run(plan);
    return { run, schedule: planSchedule(run, host.simulator()) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    input.io.err(`The dates are left out: ${error.message} ${error.hint}\n`);
    return null;
  }
}

function moveText(move: Move, index: number, width: number): string[] {
  const lever = leverById(move.lever);
  const scope = Object.entries(move.scope).flatMap(([name, list]) =>
    list === null ? [] : [`${name} ${list.join(', ')}`],
  );
  const params = Object.entries(move.params).map(
    ([name, value]) =>
      `${name} ${String(value)}${lever?.params[name]?.unit ? ` ${lever.params[name].unit}` : ''}`,
  );
  const indented = (text: string) => wrap(text, width - INDENT.length).map(line => `${INDENT}${line}`);
  return [
    ...wrap(
      `${index + 1}. ${move.id}: ${lever?.meta.title ?? move.lever}, from month ${move.start}, ${move.owner ?? 'nobody owns it'}`,
      width,
    ),
    ...indented(`on ${scope.length === 0 ? 'the whole bill' : scope.join('; ')}; ${params.join(', ')}`),
    ...(move.note === null ? [] : indented(move.note)),
  ];
}

export const planShow: Command = {
  name: 'plan show',
  summary:
    'Shows a plan as it will be played: order of application, scopes, parameters with their defaults, and when each move is worked on and takes effect.',
  positionals: 'FILE',
  arity: [1, 1],
  options: { ...ESTATE_OPTIONS, ...JSON_OPTION },
  async run(input) {
    const { io, positionals } = input;
    const plan = readPlanOrThrow(positionals[0] ?? '');
    const report = planShowReport(plan, await playedOn(input, plan));
    if (input.flag('json')) {
      printJson(io, report);
      return 0;
    }
    const order = new Map(LEVERS.map(({ meta }, index) => [meta.id, index]));
    const moves = [...plan.moves].sort((a, b) => (order.get(a.lever) ?? 0) - (order.get(b.lever) ?? 0));
    printLines(io, [
      planText({ ...plan, moves: [] }).replace(/\nmoves: \[\]\n?$/, ''),
      'Moves in the order of application:',
      ...moves.flatMap((move, index) => moveText(move, index, io.columns)),
      ...(report.dates === null ? [] : ['', ...planDatesText(report.dates, io.columns)]),
    ]);
    return 0;
  },
};
