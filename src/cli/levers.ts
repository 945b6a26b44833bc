/** `trimtab levers`: the catalogue. */

import { LEVERS, leverById } from '../engine/index.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { leversReport } from '../report/levers-report.ts';
import { leversText } from '../report/text/prices.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, usageError } from './command.ts';

export const levers: Command = {
  name: 'levers',
  summary: 'Lists the levers, or shows one with its parameters and sources.',
  positionals: '[ID]',
  arity: [0, 1],
  options: JSON_OPTION,
  async run(input) {
    const { io, positionals } = input;
    const [id] = positionals;
    if (id !== undefined && !leverById(id)) {
      const close = closestWord(
        id,
        LEVERS.map(({ meta }) => meta.id),
      );
      throw usageError(
        levers,
        `There is no lever ${id}.`,
        close === null ? '`trimtab levers` lists them.' : `Did you mean ${close}?`,
      );
    }
    const report = leversReport(LEVERS.filter(({ meta }) => id === undefined || meta.id === id));
    if (input.flag('json')) printJson(io, report);
    else printLines(io, leversText(report, io.columns));
    return 0;
  },
};
