/** `trimtab plan show`: a plan with every default filled in. */

import { planText, readPlanOrThrow } from '../app/plan-file-io.ts';
import { LEVERS, leverById } from '../engine/index.ts';
import { wrap } from '../report/text/table.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION } from './command.ts';

export const planShow: Command = {
  name: 'plan show',
  summary: 'Shows a plan as it will be played: order of application, scopes, parameters with their defaults.',
  positionals: 'FILE',
  arity: [1, 1],
  options: JSON_OPTION,
  async run(input) {
    const { io, positionals } = input;
    const plan = readPlanOrThrow(positionals[0] ?? '');
    if (input.flag('json')) {
      printJson(io, { schema: 'trimtab/plan-show/1', ...plan });
      return 0;
    }
    const order = new Map(LEVERS.map(({ meta }, index) => [meta.id, index]));
    const moves = [...plan.moves].sort((a, b) => (order.get(a.lever) ?? 0) - (order.get(b.lever) ?? 0));
    printLines(io, [
      planText({ ...plan, moves: [] }).replace(/\nmoves: \[\]\n?$/, ''),
      'Moves in the order of application:',
      ...moves.flatMap((move, index) => {
        const lever = leverById(move.lever);
        const scope = Object.entries(move.scope).flatMap(([name, list]) =>
          list === null ? [] : [`${name} ${list.join(', ')}`],
        );
        const params = Object.entries(move.params).map(
          ([name, value]) =>
            `${name} ${String(value)}${lever?.params[name]?.unit ? ` ${lever.params[name].unit}` : ''}`,
        );
        return [
          `${index + 1}. ${move.id}: ${lever?.meta.title ?? move.lever}, from month ${move.start}, ${move.owner ?? 'nobody owns it'}`,
          ...wrap(
            `   on ${scope.length === 0 ? 'the whole bill' : scope.join('; ')}; ${params.join(', ')}`,
            io.columns,
          ),
          ...(move.note === null ? [] : wrap(`   ${move.note}`, io.columns)),
        ];
      }),
    ]);
    return 0;
  },
};
