/** `trimtab validate`: published worked examples through the engine's own functions. */

import { relative, resolve } from 'node:path';
import { closestWord } from '../input/did-you-mean.ts';
import { quote } from '../input/quote.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import { validationText } from '../report/text/validation-text.ts';
import { validationReport } from '../report/validation-report.ts';
import type { Pack } from '../validation/example.ts';
import { packFiles } from '../validation/pack-files.ts';
import { readPack } from '../validation/read-pack.ts';
import { ANSWERS } from '../validation/registry.ts';
import { validatePacks } from '../validation/validate.ts';
import { printJson, printLines, progressLine } from './ask-engine.ts';
import { type Command, type CommandInput, JSON_OPTION, usageError } from './command.ts';

export const validate: Command = {
  name: 'validate',
  summary:
    'Runs worked examples (the ones that ship, or packs of your own) through the engine and prints published, computed and error: exit code 1 when one fails or is not covered.',
  positionals: '[PACK...]',
  arity: [0, 1_000],
  options: {
    only: { kind: 'text', value: 'ID|KIND', description: 'Only this example, or examples of this kind.' },
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const files = packFiles(positionals.map(path => resolve(io.cwd, path)));
    const packs = files.map(file => ({ ...readPack(file), file: shownPath(io.cwd, file) }));
    const line = progressLine(io);
    const results = validatePacks(
      packs,
      ANSWERS,
      { book: openEmbeddedBook() },
      {
        only: onlyOf(input, packs),
        onExample: (done, total) => line.show('Running worked examples', done / total),
      },
    );
    line.end();
    const report = validationReport(results);
    if (input.flag('json')) printJson(io, report);
    else printLines(io, validationText(report, io.columns));
    return report.failed === 0 && report.notCovered === 0 ? 0 : 1;
  },
};

/** @throws UserError (usage) when no example has this id or kind */
function onlyOf(input: CommandInput, packs: readonly Pack[]): string | null {
  const only = input.text('only');
  if (only === null) return null;
  const known = [...new Set(packs.flatMap(({ examples }) => examples.flatMap(({ id, kind }) => [id, kind])))];
  if (known.includes(only)) return only;
  const close = closestWord(only, known);
  throw usageError(
    validate,
    `No example has the id or kind ${quote(only)}.`,
    close === null ? '`trimtab validate` without --only lists them.' : `Did you mean ${quote(close)}?`,
  );
}

/** As the person would name the file: from the folder they are in, unless it lies outside. */
function shownPath(cwd: string, path: string): string {
  const near = relative(cwd, path);
  return near.startsWith('..') ? path : near;
}
