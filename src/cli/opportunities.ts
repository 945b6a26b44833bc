/** `trimtab opportunities`: what fits, ranked. */

import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { DEFAULT_TARGET } from '../app/session-state.ts';
import {
  ASSUMED_BUDGET_PRICE,
  type BudgetPrice,
  emptyPlan,
  givenBudgetPrice,
  LEVERS,
  leverById,
  OPPORTUNITY_ORDERS,
  type OpportunityOrder,
} from '../engine/index.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { findingsText } from '../report/text/findings.ts';
import { opportunitiesText } from '../report/text/opportunities.ts';
import { openFor, printJson, printLines, progressLine } from './ask-engine.ts';
import { type Command, type CommandInput, ESTATE_OPTIONS, JSON_OPTION, usageError } from './command.ts';

/** Largest price that makes sense: years of a team for one service. */
const BUDGET_PRICE_MAX = 10_000;

function orderOf(input: CommandInput): OpportunityOrder {
  const text = input.text('sort');
  if (text === null) return 'value';
  const order = OPPORTUNITY_ORDERS.find(each => each === text);
  if (order) return order;
  const close = closestWord(text, [...OPPORTUNITY_ORDERS]);
  throw usageError(
    opportunities,
    `--sort must be one of ${OPPORTUNITY_ORDERS.join(', ')}, not ${JSON.stringify(text)}.`,
    ...(close === null ? [] : [`Did you mean ${close}?`]),
  );
}

function budgetPriceOf(input: CommandInput): BudgetPrice {
  const text = input.text('budget-price');
  if (text === null) return ASSUMED_BUDGET_PRICE;
  const days = Number(text);
  if (/^\d{1,5}(\.\d{1,6})?$/.test(text) && days <= BUDGET_PRICE_MAX) return givenBudgetPrice(days);
  throw usageError(
    opportunities,
    `--budget-price must be engineer-days from 0 to ${BUDGET_PRICE_MAX}, not ${JSON.stringify(text)}.`,
  );
}

export const opportunities: Command = {
  name: 'opportunities',
  summary: 'Lists what could be done on what the plan leaves, ranked by saving for effort and error budget.',
  positionals: '',
  arity: [0, 0],
  options: {
    lever: { kind: 'text', value: 'ID', description: 'Only this lever (see `trimtab levers`).' },
    plan: {
      kind: 'text',
      value: 'FILE',
      description: 'Look at what is left after this plan (default: the bill as it is).',
    },
    sort: {
      kind: 'text',
      value: 'ORDER',
      description:
        'value (default: expected saving per engineer-day, error budget included), saving, effort or risk.',
    },
    'budget-price': {
      kind: 'text',
      value: 'DAYS',
      description: `Engineer-days that a whole error budget is worth (default ${ASSUMED_BUDGET_PRICE.days}, assumed: ${ASSUMED_BUDGET_PRICE.low} to ${ASSUMED_BUDGET_PRICE.high}).`,
    },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io } = input;
    const lever = input.text('lever');
    if (lever !== null && !leverById(lever)) {
      const close = closestWord(
        lever,
        LEVERS.map(({ meta }) => meta.id),
      );
      throw usageError(
        opportunities,
        `There is no lever ${lever}.`,
        close === null ? '`trimtab levers` lists them.' : `Did you mean ${close}?`,
      );
    }
    const ranking = { order: orderOf(input), budgetPrice: budgetPriceOf(input) };
    const planFile = input.text('plan');
    const plan = planFile === null ? emptyPlan(DEFAULT_TARGET) : readPlanOrThrow(planFile);
    const { host, info } = await openFor(input, plan.scenario);
    const line = progressLine(io);
    const report = await host.opportunities(plan, {
      ...(lever === null ? {} : { leverIds: [lever] }),
      ranking,
      signal: io.signal,
      onProgress: ({ text, share }) => line.show(text, share),
    });
    line.end();
    if (input.flag('json')) printJson(io, report);
    else {
      // What is missing decides what can be found at all.
      const missing = info.findings.filter(({ severity }) => severity !== 'info');
      const warnings = missing.length === 0 ? [] : ['', ...findingsText(missing, 5)];
      printLines(io, [...opportunitiesText(report, io.columns), ...warnings]);
    }
    return 0;
  },
};
