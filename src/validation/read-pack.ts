/** Reads a pack of worked examples. A file that is no pack stops with an error; a bad example is kept, with what is wrong with it. */

import { UserError } from '../engine/errors.ts';
import { quote } from '../input/quote.ts';
import { readTextFile } from '../input/read-text-file.ts';
import type { Example, ExtraFact, Json, JsonFacts, Pack, Tolerance } from './example.ts';
import { isRecord } from './read-inputs.ts';

/** The largest pack that ships has 20 kB. */
const MAX_BYTES = 20_000_000;
const MAX_EXAMPLES = 10_000;
/** Mappings and lists inside each other. */
const MAX_DEPTH = 64;
/** Values of one example. */
const MAX_VALUES = 200_000;
const MAX_NAME = 200;
const MAX_REASON = 500;

const EXACT: Tolerance = { abs: 0, rel: 0 };

function bad(file: string, message: string, hint: string): UserError {
  return new UserError({ code: 'bad-pack', message: `${quote(file)}: ${message}`, hint, exitCode: 3 });
}

const FORM =
  'A pack is JSON: {"examples": [{"id", "kind", "inputs", "expected", "tolerance"}]} (docs/validation.md).';

/** What makes a value impossible to work with; null when nothing does. Walks with a list of its own, so that depth costs no stack. */
function valueProblem(value: unknown): string | null {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let seen = 0; open.length > 0; seen++) {
    const next = open.pop();
    if (seen > MAX_VALUES) return `it has more than ${MAX_VALUES} values`;
    if (!next) break;
    if (typeof next.value === 'number' && !Number.isFinite(next.value)) return 'a number in it is too large';
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} levels deep`;
    for (const inner of Object.values(next.value)) open.push({ value: inner, depth: next.depth + 1 });
  }
  return null;
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, MAX_NAME) : null;
}

/** @throws Error when it is neither a number nor {abs, rel} of numbers of 0 or more */
function toleranceOf(value: unknown): Tolerance {
  if (value === undefined || value === null) return EXACT;
  const { abs = 0, rel = 0 } = isRecord(value) ? value : { abs: value };
  if (typeof abs === 'number' && typeof rel === 'number' && abs >= 0 && rel >= 0) return { abs, rel };
  throw new Error('`tolerance` must be a number, or `abs` and `rel`, 0 or more');
}

/** @throws Error when it is there and no sentence */
function unjudgedOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value.trim() !== '') return value.slice(0, MAX_REASON);
  throw new Error('`unjudged` must say why nothing is judged');
}

/** @throws Error when it is there and no mapping */
function factsOf(entry: JsonFacts, key: string): JsonFacts | null {
  const value = entry[key];
  if (value === undefined || value === null) return null;
  if (isRecord(value)) return value as JsonFacts;
  throw new Error(`\`${key}\` must be a mapping`);
}

/** Decimals of the number that has most of them; null where there is none with any. */
function decimalsIn(value: Json): number | null {
  if (typeof value === 'number') {
    const [, fraction] = /^-?\d+\.(\d+)$/.exec(String(value)) ?? [];
    return fraction?.length ?? null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const inner = Object.values(value).flatMap(part => decimalsIn(part ?? null) ?? []);
  return inner.length === 0 ? null : Math.max(...inner);
}

/** Facts beside `expected` are printed to some digits too: half of the last one is never counted against an answer. */
function atLeastPrinted(value: Json, { abs, rel }: Tolerance): Tolerance {
  const decimals = decimalsIn(value);
  return { abs: decimals === null ? abs : Math.max(abs, 0.5 * 10 ** -decimals), rel };
}

function extraOf(entry: JsonFacts, tolerance: Tolerance): readonly ExtraFact[] {
  const derived = Object.entries(factsOf(entry, 'derived') ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value, tolerance: atLeastPrinted(value, tolerance) }],
  );
  const byClass = factsOf(entry, 'expectedByClass');
  const breach = factsOf(entry, 'pBreach');
  return [
    ...derived,
    ...(byClass === null
      ? []
      : [{ key: 'expectedByClass', value: byClass, tolerance: atLeastPrinted(byClass, tolerance) }]),
    ...(breach?.value === undefined
      ? []
      : [{ key: 'pBreach', value: breach.value, tolerance: toleranceOf(breach.absTolerance) }]),
  ];
}

function sourceOf(value: unknown): Example['source'] {
  const source = isRecord(value) ? value : {};
  return { document: nameOf(source.document) ?? nameOf(source.title), url: nameOf(source.url) };
}

function exampleOf(entry: unknown, index: number): Example {
  const empty: Example = {
    id: `example ${index + 1}`,
    kind: '',
    title: null,
    source: { document: null, url: null },
    inputs: {},
    expected: null,
    extra: [],
    tolerance: EXACT,
    unjudged: null,
    problem: null,
  };
  if (!isRecord(entry)) return { ...empty, problem: 'the example must be a mapping' };
  const labelled = {
    ...empty,
    id: nameOf(entry.id) ?? empty.id,
    kind: nameOf(entry.fn) ?? nameOf(entry.kind) ?? '',
    title: nameOf(entry.title),
    source: sourceOf(entry.source),
  };
  const refused = (problem: string): Example => ({ ...labelled, problem });
  const hostile = valueProblem(entry);
  if (hostile !== null) return refused(hostile);
  if (labelled.kind === '') return refused('it names neither a `kind` nor a `fn`');
  if (!isRecord(entry.inputs)) return refused('`inputs` must be a mapping');
  try {
    const facts = entry as JsonFacts;
    const tolerance = toleranceOf(entry.tolerance);
    const expected = factsOf(facts, 'expected');
    return {
      ...labelled,
      inputs: entry.inputs,
      // Nothing printed is nothing to compare with: the example asks what is computed.
      expected: expected !== null && Object.keys(expected).length > 0 ? expected : null,
      extra: extraOf(facts, tolerance),
      tolerance,
      unjudged: unjudgedOf(entry.unjudged),
    };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

function parse(path: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw bad(path, `this is not JSON (${why}).`, FORM);
  }
}

/**
 * Reads one pack.
 * @throws UserError (exit code 3) when the file is missing, too large or no pack
 */
export function readPack(path: string): Pack {
  const read = readTextFile(path, MAX_BYTES);
  if (read.kind === 'refused') throw bad(path, `${read.finding.message}.`, read.finding.hint ?? FORM);
  const json = parse(path, read.text);
  const examples = isRecord(json) ? json.examples : null;
  if (!Array.isArray(examples)) throw bad(path, 'it has no list `examples`.', FORM);
  if (examples.length > MAX_EXAMPLES)
    throw bad(path, `it has more than ${MAX_EXAMPLES} examples.`, 'Split it into several files.');
  return { file: path, examples: examples.map(exampleOf) };
}
