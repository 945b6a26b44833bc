/** Runs worked examples through the engine's own functions and says how far each is from what its source prints. */

import type { Answer, Facts } from './answer.ts';
import { type Comparison, compare, pick, toJson } from './compare.ts';
import type { Example, Json, JsonFacts, Pack } from './example.ts';
import { isRecord } from './read-inputs.ts';

/** What became of an example: `computed` had nothing published to compare with, or says why it is not judged by it. */
export type ExampleStatus = 'pass' | 'fail' | 'computed' | 'not-covered';

/** One example, run. */
export type ExampleResult = {
  readonly file: string;
  readonly id: string;
  readonly kind: string;
  readonly title: string | null;
  readonly source: Example['source'];
  readonly status: ExampleStatus;
  readonly published: JsonFacts | null;
  /** Exactly the keys that are published; all that are computed where nothing is. Null when nothing could be computed. */
  readonly computed: JsonFacts | null;
  /** Largest absolute difference of a published number; null without one. */
  readonly error: number | null;
  /** Every published value, with those of `derived` and the like. */
  readonly comparisons: readonly Comparison[];
  /** Why it failed or is not covered, or passed only by the rounding of its inputs; null otherwise. */
  readonly reason: string | null;
};

type Outcome = Pick<ExampleResult, 'status' | 'computed' | 'error' | 'comparisons' | 'reason'>;

function without(status: 'fail' | 'not-covered', reason: string): Outcome {
  return { status, computed: null, error: null, comparisons: [], reason };
}

/** Most keys that a sentence names. */
const NAMED_MAX = 5;

function listed(keys: readonly string[]): string {
  const shown = keys.slice(0, NAMED_MAX).map(key => `\`${key}\``);
  return [...shown, ...(keys.length > NAMED_MAX ? [`and ${keys.length - NAMED_MAX} more`] : [])].join(', ');
}

/** Everything the answer says, and the keys whose name carries a question. */
function answered(answer: Answer, example: Example, facts: Facts): JsonFacts {
  const computed = answer.compute(example.inputs, facts);
  const asked = [...Object.keys(example.expected ?? {}), ...example.extra.map(({ key }) => key)];
  const resolved = asked
    .filter(key => !Object.hasOwn(computed, key))
    .map(key => [key, answer.resolve?.(key, example.inputs, computed)] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    [...Object.entries(computed), ...resolved]
      .filter(([, value]) => value !== undefined)
      .map(([key, value]): [string, Json] => [key, toJson(value)]),
  );
}

/** A number that an answer gives as `{value}`, as packs do with their own tolerance beside it. */
function unwrapped(computed: Json, published: Json): Json {
  if (typeof published !== 'number' || !isRecord(computed)) return computed;
  return (computed as JsonFacts).value ?? computed;
}

function judged(example: Example, all: JsonFacts, answer: Answer): Outcome {
  const published = example.expected ?? {};
  const computed = example.expected === null ? all : (pick(all, example.expected) as JsonFacts);
  const printed = Object.entries(published).flatMap(([key, value = null]) =>
    compare(computed[key] ?? null, value, example.tolerance, [key]),
  );
  const rounding = (path: string) => answer.inputRounding?.(path, example.inputs) ?? 0;
  const byRounding = printed.filter(
    ({ path, error, isWithin }) => !isWithin && error !== null && error <= rounding(path),
  );
  // A remark among the derived facts that no rule computes is no result to miss.
  const more = example.extra
    .filter(({ key }) => Object.hasOwn(all, key))
    .flatMap(({ key, value, tolerance }) =>
      compare(pick(unwrapped(all[key] ?? null, value), value), value, tolerance, [key]),
    );
  const comparisons = [
    ...printed.map(each => (byRounding.includes(each) ? { ...each, isWithin: true } : each)),
    ...more,
  ];
  const errors = printed.flatMap(({ error }) => (error === null ? [] : [error]));
  const missing = Object.keys(example.expected ?? {}).filter(key => !Object.hasOwn(all, key));
  const misses = comparisons.filter(({ isWithin }) => !isWithin);
  const failure =
    missing.length > 0
      ? `the engine computes no ${listed(missing)} from these inputs`
      : misses.length > 0
        ? `${listed(misses.map(({ path }) => path))} out of tolerance`
        : null;
  if (example.expected !== null && missing.length === 0 && example.unjudged !== null)
    return {
      status: 'computed',
      computed,
      error: errors.length === 0 ? null : Math.max(...errors),
      comparisons,
      reason: example.unjudged,
    };
  const passed = example.expected === null ? 'computed' : 'pass';
  return {
    status: failure === null ? passed : 'fail',
    computed,
    error: errors.length === 0 ? null : Math.max(...errors),
    comparisons,
    reason:
      failure ??
      (byRounding.length === 0
        ? null
        : `${listed(byRounding.map(({ path }) => path))} out of tolerance, within the rounding of the printed inputs`),
  };
}

function outcomeOf(example: Example, answers: readonly Answer[], facts: Facts): Outcome {
  if (example.problem !== null) return without('fail', example.problem);
  const known = answers.filter(({ kind }) => kind === example.kind);
  if (known.length === 0)
    return without('not-covered', `the engine has no answer of the kind \`${example.kind}\``);
  try {
    const answer = known.find(each => each.accepts(example.inputs));
    if (!answer)
      return without('not-covered', `no answer of the kind \`${example.kind}\` fits the shape of its inputs`);
    return judged(example, answered(answer, example, facts), answer);
  } catch (error) {
    // Inputs are other people's: what they break is their example, not the program.
    return without(
      'fail',
      `it cannot be computed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * Runs the examples of some packs, in order.
 * @param only an id or a kind: other examples are left out
 * @param onExample told before each example, with how many there are
 */
export function validatePacks(
  packs: readonly Pack[],
  answers: readonly Answer[],
  facts: Facts,
  options: {
    readonly only?: string | null;
    onExample?(done: number, total: number): void;
  } = {},
): readonly ExampleResult[] {
  const { only = null, onExample } = options;
  const chosen = packs.flatMap(({ file, examples }) =>
    examples
      .filter(({ id, kind }) => only === null || id === only || kind === only)
      .map(example => ({ file, example })),
  );
  return chosen.map(({ file, example }, index) => {
    onExample?.(index, chosen.length);
    const { id, kind, title, source, expected } = example;
    return { file, id, kind, title, source, published: expected, ...outcomeOf(example, answers, facts) };
  });
}
