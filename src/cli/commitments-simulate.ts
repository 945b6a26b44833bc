/** `trimtab commitments simulate`: applies a portfolio of commitments to hourly usage by the providers' rules. */

import { resolve } from 'node:path';

import { applyCommitments } from '../engine/commitments/apply.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { writeFocusFile } from '../portfolio/focus-file.ts';
import { focusMonths } from '../portfolio/focus-months.ts';
import { commitmentsSimulateReport } from '../report/commitments-report.ts';
import {
  commitmentsSimulateText,
  SIMULATE_TABLES,
  type SimulateTable,
} from '../report/text/commitments-text.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, type CommandInput, JSON_OPTION, usageError } from './command.ts';
import { COMMITMENT_OPTIONS, readCommitmentInput } from './commitments-input.ts';

export const commitmentsSimulate: Command = {
  name: 'commitments simulate',
  summary:
    'Applies commitments (YAML) to hourly usage (CSV) hour by hour: what is covered, used, wasted and saved, and what the bill is (docs/commitments.md).',
  positionals: 'USAGE',
  arity: [1, 1],
  options: {
    by: {
      kind: 'text',
      value: 'WORD',
      description: `Table to show: ${SIMULATE_TABLES.join(', ')} (default: commitment, instrument and workload).`,
    },
    focus: {
      kind: 'text',
      value: 'FILE',
      description: 'Write the charges as FOCUS rows (CSV) too: purchases, used, unused, on demand.',
    },
    force: { kind: 'flag', description: 'Replace the FOCUS file when it is there.' },
    ...COMMITMENT_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io } = input;
    const by = tableOf(input);
    const { prepared, source } = await readCommitmentInput(input, commitmentsSimulate);
    const application = applyCommitments(prepared.input);
    const focusFile = input.text('focus');
    const focus =
      focusFile === null
        ? null
        : {
            file: focusFile,
            rows: writeFocusFile(resolve(io.cwd, focusFile), focusMonths(prepared.input, application), {
              overwrite: input.flag('force'),
            }),
          };
    const report = commitmentsSimulateReport(application, source, { withHours: by === 'hour', focus });
    if (input.flag('json')) printJson(io, report);
    else printLines(io, commitmentsSimulateText(report, io.columns, by));
    return 0;
  },
};

function tableOf(input: CommandInput): SimulateTable | null {
  const text = input.text('by');
  if (text === null) return null;
  const known = SIMULATE_TABLES.find(name => name === text);
  if (known !== undefined) return known;
  const close = closestWord(text, SIMULATE_TABLES);
  throw usageError(
    commitmentsSimulate,
    `${JSON.stringify(text)} is no table of this command.`,
    close === null ? `Use ${SIMULATE_TABLES.join(', ')}.` : `Did you mean --by ${close}?`,
  );
}
