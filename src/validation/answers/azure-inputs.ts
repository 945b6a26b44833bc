/** What worked examples of Azure commitments have in common: amounts, other names of a key, the pieces of an hour. */

import { z } from 'zod';
import type { HourInterval } from '../../engine/commitments/azure/hour-matching.ts';
import type { Answer, Inputs } from '../answer.ts';
import { readAnswer } from './read-answer.ts';

/** Quantities, prices, hours: 0 or more, and no larger than any bill. */
export const amount = z.number().min(0).max(1e12);
/** A divisor: a ratio, a number of days. */
export const positive = z.number().gt(0).max(1e12);
/** Rows of an example. */
export const rows = <Row extends z.ZodType>(row: Row) => z.array(row).min(1).max(10_000);

/** Wordings of one meaning in the names of results, the one that answers are given under first. */
const WORDINGS: readonly (readonly [RegExp, string])[] = [
  [/\b(wasted|lost|not_applied)(?=_|$)/, 'unused'],
  [/\b(payg|on_demand|uncovered)(?=_|$)/, 'pay_as_you_go'],
  [/\bcanceled(?=_|$)/, 'cancelled'],
  [/\bminimum(?=_|$)/, 'min'],
];

/** A result under another wording of its name; undefined when there is none. */
function reworded(key: string, computed: Readonly<Record<string, unknown>>): unknown {
  const name = WORDINGS.reduce((text, [pattern, word]) => text.replace(pattern, word), key);
  return Object.hasOwn(computed, name) ? computed[name] : undefined;
}

/**
 * An answer whose inputs are read by a schema.
 * @param otherNames other names under which an example may give a key of the schema
 */
export function azureAnswer<Schema extends z.ZodType>(
  kind: 'azure-reservation' | 'azure-isf',
  schema: Schema,
  compute: (given: z.infer<Schema>) => Readonly<Record<string, unknown>>,
  otherNames: Readonly<Record<string, readonly string[]>> = {},
): Answer {
  const read = (inputs: Inputs) => {
    const named: Record<string, unknown> = { ...inputs };
    for (const [key, names] of Object.entries(otherNames)) {
      const given = [key, ...names].find(name => Object.hasOwn(inputs, name));
      if (given !== undefined) named[key] = inputs[given];
    }
    const parsed = schema.safeParse(named);
    return parsed.success ? parsed.data : null;
  };
  return {
    ...readAnswer(kind, read, compute),
    resolve: (key, _inputs, computed) => reworded(key, computed),
  };
}

/** The parts of an interval in minutes that lie in one clock hour, in parts of that hour. */
export function partInHour(fromMinute: number, toMinute: number, hour: number): Omit<HourInterval, 'units'> {
  const from = Math.min(1, Math.max(0, fromMinute / 60 - hour));
  return { from, to: Math.max(from, Math.min(1, toMinute / 60 - hour)) };
}
