/** `trimtab plan attribute`: which move saved what, and what the order costs. */

import { DEFAULT_SEED, horizonOf } from '../app/engine-host.ts';
import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { attributionOf, MAX_HORIZON_MONTHS, orderCost } from '../engine/index.ts';
import { attributionReport } from '../report/attribution-report.ts';
import { attributionText } from '../report/text/attribution-text.ts';
import { openFor, printJson, printLines } from './ask-engine.ts';
import { type Command, ESTATE_OPTIONS, JSON_OPTION, wholeNumber } from './command.ts';
import { followSearch } from './follow-search.ts';

/** Sets of moves that sampling looks up: about eighty orders of a dozen moves. */
const DEFAULT_STEPS = 1000;
/** Runs of the search for a better order: all orders of five moves, some rounds of swaps of more. */
const DEFAULT_ORDERS = 150;

export const planAttribute: Command = {
  name: 'plan attribute',
  summary:
    'Tells which move saved what in the month of the target: step by step, over all orders (Shapley), and when it is left out; and what the order of the moves costs.',
  positionals: 'PLAN',
  arity: [1, 1],
  options: {
    seed: { kind: 'text', value: 'TEXT', description: 'Seed of drawn orders (default 1).' },
    steps: {
      kind: 'text',
      value: 'N',
      description: `Sets of moves to look up where there are too many to play all (default ${DEFAULT_STEPS}).`,
    },
    orders: {
      kind: 'text',
      value: 'N',
      description: `Orders of the moves to play at most (default ${DEFAULT_ORDERS}).`,
    },
    months: {
      kind: 'text',
      value: 'N',
      description: 'Months over which the order is costed, 1-36 (default 12).',
    },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const plan = readPlanOrThrow(positionals[0] ?? '');
    const budget = wholeNumber(input, planAttribute, 'steps', DEFAULT_STEPS, 1, 1_000_000);
    const orders = wholeNumber(input, planAttribute, 'orders', DEFAULT_ORDERS, 1, 100_000);
    const horizonMonths = wholeNumber(input, planAttribute, 'months', horizonOf(plan), 1, MAX_HORIZON_MONTHS);
    const seed = input.text('seed') ?? DEFAULT_SEED;
    const { host } = await openFor(input, plan.scenario);
    const simulator = host.simulator();
    const found = await followSearch(
      attributionOf(simulator, plan, { seed, budget }),
      io,
      'Playing sets of moves',
    );
    const order = await followSearch(
      orderCost(simulator, plan, { horizonMonths, budget: orders }),
      io,
      'Playing orders',
    );
    const report = attributionReport(plan, found, order);
    if (input.flag('json')) printJson(io, report);
    else printLines(io, attributionText(report, io.columns));
    return 0;
  },
};
