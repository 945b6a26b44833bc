/** Takes single values out of a JSON answer while it arrives, in memory that does not grow with it. */

import { answerRefused } from './requests.ts';

/** A value and where it stands: the keys above it joined by points; lists add nothing to a path. */
export type FoundValue = { readonly path: string; readonly value: unknown };

/** A longer token or object is none of a price list. */
const MAX_CHARACTERS = 1 << 17;
const MAX_DEPTH = 64;

/** One sign, a string, or a word (number, true, false, null), with the space before it. */
const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|([-+\w.]+))/y;
const SPACE = /^\s*$/;

/** An object or a list that is open. */
type Frame = { readonly isList: boolean; readonly path: string; key: string | null };

/** What the tokens up to now have opened, and the object that is being kept. */
type State = {
  readonly stack: Frame[];
  kept: string[];
  keptFrom: number;
  characters: number;
  isDone: boolean;
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw answerRefused('The price list is not JSON');
  }
}

function pathIn(frame: Frame | undefined): string {
  if (frame === undefined || frame.isList || frame.key === null) return frame?.path ?? '';
  return frame.path === '' ? frame.key : `${frame.path}.${frame.key}`;
}

function open(state: State, token: string, wanted: ReadonlySet<string>): void {
  const path = pathIn(state.stack.at(-1));
  const isList = token === '[';
  if (state.keptFrom === 0 && !isList && wanted.has(path)) {
    state.keptFrom = state.stack.length + 1;
    state.kept = [];
    state.characters = 0;
  }
  state.stack.push({ isList, path, key: null });
  if (state.stack.length > MAX_DEPTH) throw answerRefused('The price list is nested too deeply');
}

/** Closes what is open; the value when that was the object that is kept. */
function close(state: State, token: string): FoundValue | null {
  const frame = state.stack.pop();
  if (frame === undefined || frame.isList !== (token === ']'))
    throw answerRefused('The price list is not JSON');
  state.isDone = state.stack.length === 0;
  if (state.keptFrom !== state.stack.length + 1) return null;
  state.keptFrom = 0;
  return { path: frame.path, value: parsed(state.kept.join('')) };
}

function keep(state: State, token: string): void {
  if (state.keptFrom === 0) return;
  state.kept.push(token);
  state.characters += token.length;
  if (state.characters > MAX_CHARACTERS) throw answerRefused('The price list has a record without an end');
}

/** Takes a token in. @returns a value that is wanted and complete with it */
function take(state: State, token: string, wanted: ReadonlySet<string>): FoundValue | null {
  if (state.isDone) throw answerRefused('The price list is not JSON');
  const isOpening = token === '{' || token === '[';
  if (isOpening) open(state, token, wanted);
  keep(state, token);
  if (isOpening) return null;
  if (token === '}' || token === ']') return close(state, token);
  const frame = state.stack.at(-1);
  if (frame === undefined) throw answerRefused('The price list is not JSON');
  if (token === ',' && !frame.isList) frame.key = null;
  if (!token.startsWith('"') || state.keptFrom > 0) return null;
  if (!frame.isList && frame.key === null) {
    frame.key = String(parsed(token));
    return null;
  }
  const path = pathIn(frame);
  return wanted.has(path) ? { path, value: parsed(token) } : null;
}

/**
 * Objects and texts of a JSON answer in UTF-8 that stand at the wanted paths, in their order.
 * @throws UserError when it is no JSON, or ends before its end
 */
export async function* jsonValues(
  parts: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<string>,
): AsyncGenerator<FoundValue> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (part?: Uint8Array) => {
    try {
      return part ? decoder.decode(part, { stream: true }) : decoder.decode();
    } catch {
      throw answerRefused('The price list is no text in UTF-8');
    }
  };
  const state: State = { stack: [], kept: [], keptFrom: 0, characters: 0, isDone: false };
  let rest = '';
  for await (const part of parts) {
    const text = rest + decode(part);
    let at = 0;
    for (TOKEN.lastIndex = 0; ; ) {
      const [, sign, quoted, word] = TOKEN.exec(text) ?? [];
      const token = sign ?? quoted ?? word;
      // A word may go on in the next part.
      if (token === undefined || (word !== undefined && TOKEN.lastIndex === text.length)) break;
      at = TOKEN.lastIndex;
      const found = take(state, token, wanted);
      if (found) {
        yield found;
        // Others may have read while this one waited.
        TOKEN.lastIndex = at;
      }
    }
    rest = text.slice(at);
    if (rest.length > MAX_CHARACTERS) throw answerRefused('The price list has a record without an end');
  }
  rest += decode();
  if (!state.isDone || !SPACE.test(rest)) throw answerRefused('The price list ends inside a record');
}
