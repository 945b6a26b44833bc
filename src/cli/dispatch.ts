/** From argv to a command: longest matching words first, with hints for typing errors. */

import { UserError } from '../engine/errors.ts';
import { closestWord } from '../input/did-you-mean.ts';
import { commandHelp, type ExitCode, type Io, parseCommand } from './command.ts';
import { COMMANDS, type CommandEntry } from './index.ts';

/** Help of the whole program. */
export function programHelp(): string {
  return [
    'trimtab - plan cloud savings that are true: usage transformed, re-priced, with the risk in SRE units',
    '',
    'Usage: trimtab [COMMAND] [OPTIONS]      without a command: the terminal UI',
    '',
    ...COMMANDS.map(({ name, summary }) => `  trimtab ${name.padEnd(17)} ${summary}`),
    '',
    '`trimtab COMMAND --help` shows its options. --version shows the version.',
    'Exit codes: 0 done, 1 target missed or check failed, 2 usage, 3 data, 4 environment, 70 bug.',
    'Documentation: the docs folder of the installation; `trimtab doctor` shows where it is.',
    '',
  ].join('\n');
}

function entryOf(words: readonly string[]): CommandEntry | null {
  const [first, second] = words;
  return (
    COMMANDS.find(({ name }) => second !== undefined && name === `${first} ${second}`) ??
    COMMANDS.find(({ name }) => name === first) ??
    null
  );
}

function unknownCommand(words: readonly string[]): UserError {
  const [first = '', second] = words;
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0) {
    const verbs = group.map(({ name }) => name);
    return new UserError({
      code: 'usage',
      message:
        second === undefined
          ? `\`trimtab ${first}\` needs one more word.`
          : `Unknown command: trimtab ${first} ${second}.`,
      hint: `Choose one of: ${verbs.join(', ')}.`,
      exitCode: 2,
    });
  }
  const close = closestWord(first, [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0] ?? name))]);
  return new UserError({
    code: 'usage',
    message: `Unknown command: trimtab ${first}.`,
    hint: close === null ? '`trimtab --help` lists the commands.' : `Did you mean \`trimtab ${close}\`?`,
    exitCode: 2,
  });
}

/** Runs the command that argv names. @throws UserError */
export async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const words = argv.slice(
    0,
    argv.findIndex(arg => arg.startsWith('-')) < 0 ? undefined : argv.findIndex(arg => arg.startsWith('-')),
  );
  if (words.length === 0 && (argv.includes('--help') || argv.includes('-h'))) {
    io.out(programHelp());
    return 0;
  }
  const entry = words.length === 0 ? entryOf(['play']) : entryOf(words);
  if (!entry) throw unknownCommand(words);
  const command = await entry.load();
  const length = words.length === 0 ? 0 : entry.name.split(' ').length;
  const args = argv.slice(length).map(arg => (arg === '-h' ? '--help' : arg));
  const input = parseCommand(command, args, io);
  if (input.flag('help')) {
    io.out(commandHelp(command, io.columns));
    return 0;
  }
  return command.run(input);
}
