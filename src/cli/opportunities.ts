/** `trimtab opportunities`: what fits, ranked. */

import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { DEFAULT_TARGET } from '../app/session-state.ts';
import { emptyPlan, LEVERS, leverById } from '../engine/index.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { findingsText } from '../report/text/findings.ts';
import { opportunitiesText } from '../report/text/opportunities.ts';
import { openFor, printJson, printLines, progressLine } from './ask-engine.ts';
import { type Command, ESTATE_OPTIONS, JSON_OPTION, usageError } from './command.ts';

export const opportunities: Command = {
  name: 'opportunities',
  summary: 'Lists what could be done on what the plan leaves, priced and ranked by saving.',
  positionals: '',
  arity: [0, 0],
  options: {
    lever: { kind: 'text', value: 'ID', description: 'Only this lever (see `trimtab levers`).' },
    plan: {
      kind: 'text',
      value: 'FILE',
      description: 'Look at what is left after this plan (default: the bill as it is).',
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
    const planFile = input.text('plan');
    const plan = planFile === null ? emptyPlan(DEFAULT_TARGET) : readPlanOrThrow(planFile);
    const { host, info } = await openFor(input, plan.scenario);
    const line = progressLine(io);
    const report = await host.opportunities(plan, {
      ...(lever === null ? {} : { leverIds: [lever] }),
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
