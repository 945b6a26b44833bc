/** Patterns of paths that no shell has expanded: `*`, `?`, `[a-z]`, `{a,b}` and `**`. */

import { sep } from 'node:path';

/** What one name on the way must be; `**` is any number of folders. */
export type PatternStep = '**' | RegExp;

/** A pattern, cut into the folder where it starts and the ways down from there. */
export type PathPattern = {
  /** As written; `.` when the pattern starts with a wildcard. */
  readonly base: string;
  readonly ways: readonly (readonly PatternStep[])[];
};

const WILDCARD = /[*?[{]/;
/** A few braces multiply quickly. */
const WAYS_MAX = 1000;

/** `a{b,c}d` as `abd` and `acd`. Braces that are not closed, or hold no comma, are letters. */
function expandBraces(text: string): readonly string[] {
  let done = [text];
  for (;;) {
    const next = done.flatMap(each => {
      const match = /\{([^{}]*,[^{}]*)\}/.exec(each);
      if (match === null) return [each];
      const before = each.slice(0, match.index);
      const after = each.slice(match.index + match[0].length);
      return (match[1] ?? '').split(',').map(choice => before + choice + after);
    });
    if (next.length === done.length || next.length > WAYS_MAX) return done;
    done = next;
  }
}

function letters(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** A class like `[a-z]` or `[!0-9]`; null when it is not closed or its range runs backwards. */
function classAt(text: string, at: number): { readonly source: string; readonly end: number } | null {
  const match = /^\[([!^]?)(\]?[^\]]*)\]/.exec(text.slice(at));
  if (match === null) return null;
  const members = (match[2] ?? '').replace(/[\\\]^[]/g, String.raw`\$&`);
  const source = `[${match[1] === '' ? '' : '^'}${members}]`;
  try {
    new RegExp(source, 'u');
    return { source, end: at + match[0].length };
  } catch {
    return null;
  }
}

function stepOf(text: string): PatternStep {
  if (text === '**') return '**';
  let source = '';
  for (let at = 0; at < text.length; ) {
    const found = text[at] === '[' ? classAt(text, at) : null;
    if (found !== null) {
      source += found.source;
      at = found.end;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === '*') source += source.endsWith('.*') ? '' : '.*';
    else source += character === '?' ? '.' : letters(character);
    at += character.length;
  }
  // A wildcard means no hidden names, as in a shell.
  const hidden = text.startsWith('.') ? '' : String.raw`(?!\.)`;
  return new RegExp(`^${hidden}${source}$`, sep === '\\' ? 'isu' : 'su');
}

/** Null when the text has no wildcard. */
export function parsePattern(text: string): PathPattern | null {
  const names = (sep === '\\' ? text.replaceAll('\\', '/') : text).split('/');
  const first = names.findIndex(name => WILDCARD.test(name));
  if (first === -1) return null;
  const base = names.slice(0, first).join('/');
  const ways = expandBraces(names.slice(first).join('/')).map(way =>
    way
      .split('/')
      .filter(name => name !== '' && name !== '.')
      .map(stepOf),
  );
  return { base: base === '' ? (first === 0 ? '.' : '/') : base, ways };
}

/**
 * What is left of the ways after a name.
 * @returns `all`: the whole name was asked for, and if it is a folder all in it; no ways: nothing below is asked for
 */
export function follow(
  ways: readonly (readonly PatternStep[])[],
  name: string,
): 'all' | readonly (readonly PatternStep[])[] {
  const left: (readonly PatternStep[])[] = [];
  const open = [...ways];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const [step, ...rest] = way;
    if (step === undefined) continue;
    if (step === '**') {
      // Any number of folders: none, so that the next step meets this name, or this one and then more.
      if (rest.length === 0) return 'all';
      open.push(rest);
      left.push(way);
    } else if (step.test(name)) {
      if (rest.length === 0) return 'all';
      left.push(rest);
    }
  }
  return left;
}
