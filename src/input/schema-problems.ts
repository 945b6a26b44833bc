/** Says in plain words what a zod schema refused, where, and what was probably meant. */

import type { z } from 'zod';
import { closestWord } from './did-you-mean.ts';
import { type Path, pathText } from './path-text.ts';
import { quote } from './quote.ts';

/** One thing that does not fit the schema. */
export type SchemaProblem = {
  /** kebab-case: `unknown-key`, `missing-key`, `wrong-type`, `unknown-value`, `out-of-range`, `wrong-form`, `invalid-value`. */
  readonly code: string;
  readonly path: Path;
  /** True when the key itself is wrong and not its value. */
  readonly isKey: boolean;
  readonly message: string;
  readonly hint: string | null;
};

type Issue = z.core.$ZodIssue;

/** The schema's own message is kept; a message of zod's is replaced by ours: it arrives empty. */
const OURS = '';

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping (lines of `key: value`)',
  record: 'a mapping (lines of `key: value`)',
  null: 'nothing',
};

function described(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  return quote(String(value));
}

function listed(words: readonly string[]): string {
  return words.length > 12 ? `${words.slice(0, 12).map(quote).join(', ')}, …` : words.map(quote).join(', ');
}

const GUESS = 'Did you mean';

function wordHint(word: string, known: readonly string[], label: string): string | null {
  const closest = closestWord(word, known);
  if (closest !== null) return `${GUESS} ${quote(closest)}?`;
  return known.length === 0 ? null : `${label}: ${listed(known)}.`;
}

function rangeMessage(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const isLow = issue.code === 'too_small';
  const limit = isLow ? issue.minimum : issue.maximum;
  const inclusive = issue.inclusive ?? true;
  if (issue.origin === 'string' || issue.origin === 'array') {
    const unit = issue.origin === 'string' ? 'characters' : 'entries';
    return `must have at ${isLow ? 'least' : 'most'} ${limit} ${unit}`;
  }
  const words = isLow ? (inclusive ? 'at least' : 'more than') : inclusive ? 'at most' : 'less than';
  return `must be ${words} ${limit}, not ${described(issue.input)}`;
}

function formMessage(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  const form =
    issue.format === 'regex' ? `the form ${quote(issue.pattern ?? '')}` : `the form of a ${issue.format}`;
  return `${described(issue.input)} does not have ${form}`;
}

type ReadContext = { readonly knownKeys: WeakMap<readonly string[], readonly string[]> };

/** The branch of a union that was meant: the one that got furthest before it failed, or that a guess at a word would fit. */
function likelyBranch(branches: readonly (readonly SchemaProblem[])[]): readonly SchemaProblem[] {
  const depth = (problems: readonly SchemaProblem[]) =>
    Math.max(0, ...problems.map(({ path }) => path.length));
  const guesses = (problems: readonly SchemaProblem[]) =>
    problems.filter(({ hint }) => hint?.startsWith(GUESS)).length;
  const sorted = [...branches].sort(
    (a, b) => depth(b) - depth(a) || guesses(b) - guesses(a) || a.length - b.length,
  );
  return sorted[0] ?? [];
}

function unionProblems(
  context: ReadContext,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
): SchemaProblem[] {
  const { discriminator } = issue;
  if (discriminator !== undefined) {
    const input: unknown = issue.input;
    const value = typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : undefined;
    const known = ('options' in issue ? (issue.options ?? []) : []).map(String);
    if (value === undefined) {
      return [
        {
          code: 'missing-key',
          path,
          isKey: false,
          message: 'is missing',
          hint: `Known values: ${listed(known)}.`,
        },
      ];
    }
    const message = `${described(value)} is not known`;
    return [
      {
        code: 'unknown-value',
        path,
        isKey: false,
        message,
        hint: wordHint(String(value), known, 'Known values'),
      },
    ];
  }
  const branches = issue.errors.map(issues => issues.flatMap(inner => problemsOf(context, inner, path)));
  const branch = likelyBranch(branches);
  // Every branch wants another type: their messages one by one would contradict each other.
  const isTypeClash =
    branch.length === 1 && branch[0]?.code === 'wrong-type' && branch[0].path.length === path.length;
  if (branch.length > 0 && !isTypeClash) return [...branch];
  const wanted = issue.errors.flatMap(([first]) =>
    first?.code === 'invalid_type' ? (EXPECTED[first.expected] ?? first.expected) : [],
  );
  const message = `expected ${[...new Set(wanted)].join(' or ')}, not ${described(issue.input)}`;
  return [{ code: 'wrong-type', path, isKey: false, message, hint: null }];
}

function problemsOf(context: ReadContext, issue: Issue, parent: Path): SchemaProblem[] {
  const path = [...parent, ...issue.path];
  const one = (code: string, message: string, hint: string | null = null): SchemaProblem[] => [
    { code, path, isKey: false, message: issue.message === OURS ? message : issue.message, hint },
  ];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = context.knownKeys.get(issue.keys) ?? [];
      return issue.keys.map(key => ({
        code: 'unknown-key',
        path: [...path, key],
        isKey: true,
        message: 'is not a known key',
        hint: wordHint(key, known, 'Known keys'),
      }));
    }
    case 'invalid_type':
      if (issue.input === undefined) return one('missing-key', 'is missing');
      return one(
        'wrong-type',
        `expected ${EXPECTED[issue.expected] ?? issue.expected}, not ${described(issue.input)}`,
      );
    case 'invalid_value': {
      const known = issue.values.map(String);
      if (issue.input === undefined)
        return one('missing-key', 'is missing', `Known values: ${listed(known)}.`);
      return one(
        'unknown-value',
        `${described(issue.input)} is not known`,
        wordHint(String(issue.input), known, 'Known values'),
      );
    }
    case 'too_small':
    case 'too_big':
      return one('out-of-range', rangeMessage(issue));
    case 'not_multiple_of':
      return one('out-of-range', `must be a multiple of ${issue.divisor}, not ${described(issue.input)}`);
    case 'invalid_format':
      return one('wrong-form', formMessage(issue));
    case 'invalid_union':
      return unionProblems(context, issue, path);
    case 'invalid_key':
      return issue.issues
        .flatMap(inner => problemsOf(context, inner, path))
        .map(problem => ({ ...problem, path, isKey: true }));
    default:
      return one('invalid-value', issue.message === OURS ? 'is not valid' : issue.message);
  }
}

/** The value as the schema makes it, or everything that is wrong with it. */
export type Checked<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problems: readonly SchemaProblem[] };

/** Keys of the object schema that refused one. */
function shapeKeys(schema: unknown): readonly string[] {
  const definition =
    typeof schema === 'object' && schema !== null && '_zod' in schema
      ? (schema as z.core.$ZodType)._zod.def
      : null;
  return definition && 'shape' in definition ? Object.keys(definition.shape as object) : [];
}

/** A value of the wrong type is often out of a range too, which says nothing more. */
function withoutEchoes(problems: readonly SchemaProblem[]): readonly SchemaProblem[] {
  const wrongTypes = new Set(
    problems.filter(({ code }) => code === 'wrong-type').map(({ path }) => pathText(path)),
  );
  return problems.filter(({ code, path }) => code === 'wrong-type' || !wrongTypes.has(pathText(path)));
}

/** Checks a value against a schema. A message that the schema states itself is kept. */
export function checkSchema<T>(value: unknown, schema: z.ZodType<T>): Checked<T> {
  const context: ReadContext = { knownKeys: new WeakMap() };
  const result = schema.safeParse(value, {
    reportInput: true,
    error: issue => {
      if (issue.code === 'unrecognized_keys') context.knownKeys.set(issue.keys, shapeKeys(issue.inst));
      return OURS;
    },
  });
  if (result.success) return { kind: 'valid', value: result.data };
  const problems = result.error.issues.flatMap(issue => problemsOf(context, issue, []));
  return { kind: 'invalid', problems: withoutEchoes(problems) };
}
