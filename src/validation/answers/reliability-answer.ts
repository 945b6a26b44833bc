/** What every answer of the reliability model is made of: a schema of its inputs, and the engine's function behind it. */

import { z } from 'zod';
import type { Answer, Inputs } from '../answer.ts';

/** Quantities that the examples have in common. */
export const probability = z.number().min(0).max(1);
/** Minutes, hours, money, rates: never negative, and small enough to compute with. */
export const quantity = z.number().min(0).max(1e15);
/** Something that is divided by. */
export const divisor = z.number().gt(0).max(1e15);
/** Machines, zones, runs: whole ones. */
export const count = z.number().min(0).max(1e9).refine(Number.isInteger, 'must be a whole number');
/** At least one. */
export const someCount = count.refine(value => value >= 1, 'must be at least 1');
/** A year that a report speaks of. */
export const year = z.number().min(1990).max(2100).refine(Number.isInteger, 'must be a year');

/** Problems of shape: another answer may understand these inputs. All others are values that nothing can be computed from. */
const SHAPE_CODES = ['invalid_type', 'invalid_union', 'invalid_value', 'unrecognized_keys'];

/** Marks a value that is possible and on which the engine has no data: the example is not covered, rather than wrong. */
export const NO_DATA = { noData: true };

function isShape(issue: z.core.$ZodIssue): boolean {
  return SHAPE_CODES.includes(issue.code) || (issue.code === 'custom' && issue.params?.noData === true);
}

/** A key that the answer does not know may change the number, unless it only names something. */
function isLabel(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}

/**
 * An answer whose inputs have one shape. Inputs that lack a needed key, hold another type, or hold a number under a key that
 * the answer does not know are not accepted; impossible numbers are an error that names the key.
 */
export function reliabilityAnswer<Shape extends z.ZodRawShape>(
  kind: string,
  shape: Shape,
  compute: (inputs: z.output<z.ZodObject<Shape>>) => Readonly<Record<string, unknown>>,
  resolve?: (key: string, inputs: z.output<z.ZodObject<Shape>>) => unknown,
): Answer {
  const schema = z.object(shape);
  const known = Object.keys(shape);
  return {
    kind,
    accepts: inputs => {
      const strangers = Object.keys(inputs).filter(key => !known.includes(key));
      if (!strangers.every(key => isLabel(inputs[key]))) return false;
      const result = schema.safeParse(inputs);
      return result.success || !result.error.issues.some(isShape);
    },
    compute: inputs => finite(compute(read(schema, inputs))),
    ...(resolve === undefined
      ? {}
      : { resolve: (key: string, inputs: Inputs) => resolve(key, read(schema, inputs)) }),
  };
}

/** @throws Error that names the key */
function read<Schema extends z.ZodType>(schema: Schema, inputs: Inputs): z.output<Schema> {
  const result = schema.safeParse(inputs);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${issue?.path.join('.') ?? 'inputs'}: ${issue?.message ?? 'not understood'}`);
}

/** A line that never settles, a balance that never runs out: no number, which JSON writes as null. */
function finite(computed: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isNumber = (value: unknown) => typeof value !== 'number' || Number.isFinite(value);
  return Object.fromEntries(
    Object.entries(computed).map(([key, value]) => [key, isNumber(value) ? value : null]),
  );
}
