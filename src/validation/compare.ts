/** Compares what is computed with what is published: numbers within a tolerance, everything else by its structure. */

import { type Path, pathText } from '../input/path-text.ts';
import type { Json, Tolerance } from './example.ts';
import { isRecord } from './read-inputs.ts';

/** One published value and its answer. */
export type Comparison = {
  /** `rows[1].EffectiveCost`. */
  readonly path: string;
  readonly published: Json;
  readonly computed: Json;
  /** Absolute difference; null when one of the two is no number. */
  readonly error: number | null;
  readonly isWithin: boolean;
};

/** Tolerances are printed in decimals: at the border, their own rounding to a float must not decide. */
const TOLERANCE_ROUNDING = 1e-9;
/** Differences that doubles of this size cannot tell apart after a few operations. */
const FLOAT_STEPS = 8 * Number.EPSILON;

/** The largest difference that is still within a tolerance of a published number. */
function allowed(published: number, computed: number, { abs, rel }: Tolerance): number {
  const stated = Math.max(abs, rel * Math.abs(published));
  return stated * (1 + TOLERANCE_ROUNDING) + FLOAT_STEPS * Math.max(Math.abs(published), Math.abs(computed));
}

/** What an answer gave, as JSON can say it: no functions, no typed arrays, no infinity; undefined and NaN are null. */
export function toJson(value: unknown): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? (Object.is(value, -0) ? 0 : value) : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as ArrayLike<unknown>, toJson);
  if (value instanceof Map) return toJson(Object.fromEntries(value));
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toJson(part)]));
  return null;
}

/** The part of a computed value that a published one speaks of: the same keys, in the same order. */
export function pick(computed: Json, published: Json): Json {
  if (Array.isArray(published) && Array.isArray(computed))
    return computed.map((part: Json, index) => pick(part, (published as readonly Json[])[index] ?? null));
  if (isRecord(published) && isRecord(computed)) {
    const parts = computed as Readonly<Record<string, Json>>;
    return Object.fromEntries(
      Object.entries(published).map(([key, value]) => [
        key,
        Object.hasOwn(parts, key) ? pick(parts[key] ?? null, value as Json) : null,
      ]),
    );
  }
  return computed;
}

/** Every published value beside its answer, in the order of the pack. */
export function compare(
  computed: Json,
  published: Json,
  tolerance: Tolerance,
  path: Path,
): readonly Comparison[] {
  const one = (isWithin: boolean, error: number | null = null): readonly Comparison[] => [
    { path: pathText(path), published, computed, error, isWithin },
  ];
  if (typeof published === 'number' && typeof computed === 'number') {
    const error = Math.abs(computed - published);
    return one(error <= allowed(published, computed, tolerance), error);
  }
  if (Array.isArray(published) && Array.isArray(computed)) {
    if (published.length !== computed.length) return one(false);
    return published.flatMap((value: Json, index) =>
      compare((computed as readonly Json[])[index] ?? null, value, tolerance, [...path, index]),
    );
  }
  if (isRecord(published) && isRecord(computed)) {
    const parts = computed as Readonly<Record<string, Json>>;
    return Object.entries(published).flatMap(([key, value]) =>
      compare(Object.hasOwn(parts, key) ? (parts[key] ?? null) : null, value as Json, tolerance, [
        ...path,
        key,
      ]),
    );
  }
  return one(published === computed);
}
