/** Numbers of an example under one name each, however its pack spells them. */

import { z } from 'zod';
import type { Inputs } from '../answer.ts';

/** One number, or a list that is computed element by element. */
export type Numbers = { readonly values: readonly number[]; readonly isList: boolean };

/** Canonical names and their other spellings; all in snake_case. */
export type Spellings = Readonly<Record<string, readonly string[]>>;

const LIST_MAX = 10_000;
const amount = z.number().min(-1e15).max(1e15);
const numbers = z.union([
  amount.transform((value): Numbers => ({ values: [value], isList: false })),
  z
    .array(amount)
    .min(1)
    .max(LIST_MAX)
    .transform((values): Numbers => ({ values, isList: true })),
]);

/** `breakEvenUtilisation` and `break_even_utilization` are the same name. */
export function canonicalName(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/utilis/g, 'utiliz')
    .replace(/amortis/g, 'amortiz')
    .replace(/[\s-]+/g, '_');
}

/**
 * The numbers of an example by canonical name. Texts and flags only describe and are passed over; a number, list or mapping
 * that no rule here reads could change the answer: then the example is not ours, and the result is null.
 */
export function namedNumbers(inputs: Inputs, spellings: Spellings): ReadonlyMap<string, Numbers> | null {
  const found = new Map<string, Numbers>();
  for (const [key, value] of Object.entries(inputs)) {
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) continue;
    const spelled = canonicalName(key);
    const name = Object.keys(spellings).find(
      candidate => candidate === spelled || spellings[candidate]?.includes(spelled),
    );
    const parsed = numbers.safeParse(value);
    if (name === undefined || !parsed.success || found.has(name)) return null;
    found.set(name, parsed.data);
  }
  return found;
}

/** Whether all values under a name, if it is there, lie within limits (both included). */
export function within(
  given: ReadonlyMap<string, Numbers>,
  name: string,
  low: number,
  high: number = Number.POSITIVE_INFINITY,
): boolean {
  return given.get(name)?.values.every(value => value >= low && value <= high) ?? true;
}

/**
 * A function of numbers, element by element where some are lists; undefined when one is missing or the lengths differ.
 */
export function each(
  from: readonly (Numbers | undefined)[],
  compute: (...values: number[]) => number | null,
): Numbers | undefined {
  const present = from.filter(numbersOfOne => numbersOfOne !== undefined);
  if (present.length < from.length) return undefined;
  const lists = present.filter(({ isList }) => isList);
  const length = lists[0]?.values.length ?? 1;
  if (lists.some(({ values }) => values.length !== length)) return undefined;
  const results: number[] = [];
  for (let i = 0; i < length; i++) {
    const result = compute(...present.map(({ values, isList }) => values[isList ? i : 0] ?? Number.NaN));
    results.push(result ?? Number.NaN);
  }
  return { values: results, isList: lists.length > 0 };
}

/** The number under a name; undefined when there is none or a list of them. */
export function oneOf(given: ReadonlyMap<string, Numbers>, name: string): number | undefined {
  const found = given.get(name);
  return found === undefined || found.isList ? undefined : found.values[0];
}

/** One number as such. */
export function single(value: number): Numbers {
  return { values: [value], isList: false };
}

/** As an answer gives it: a number or a list, null where there is no value; missing ones are left out. */
export function asAnswer(results: Readonly<Record<string, Numbers | undefined>>): Record<string, unknown> {
  const orNull = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
  return Object.fromEntries(
    Object.entries(results).flatMap(([key, result]) =>
      result === undefined
        ? []
        : [[key, result.isList ? result.values.map(orNull) : orNull(result.values[0])]],
    ),
  );
}

/** Finds a computed value under another spelling of its key. */
export function resolveSpelling(spellings: Spellings) {
  return (key: string, _inputs: Inputs, computed: Readonly<Record<string, unknown>>): unknown => {
    const spelled = canonicalName(key);
    const direct = Object.keys(computed).find(name => canonicalName(name) === spelled);
    if (direct !== undefined) return computed[direct];
    const name = Object.keys(spellings).find(candidate => spellings[candidate]?.includes(spelled));
    return name === undefined ? undefined : computed[name];
  };
}
