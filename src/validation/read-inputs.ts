/** Reads the inputs of worked examples: what is missing or impossible is an error that names the key. */

import type { PriceTier } from '../engine/pricing/object-storage.ts';
import { pathText } from '../input/path-text.ts';
import type { Inputs } from './answer.ts';

/** Whether this is a mapping: no list, no null. */
export function isRecord(value: unknown): value is Inputs {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether all these keys are there and not null. */
export function has(inputs: Inputs, ...keys: readonly string[]): boolean {
  return keys.every(key => Object.hasOwn(inputs, key) && inputs[key] !== null && inputs[key] !== undefined);
}

/** The first of these keys that is there and not null. */
function keyOf(inputs: Inputs, keys: readonly string[]): string | null {
  return keys.find(key => has(inputs, key)) ?? null;
}

const named = (keys: readonly string[]) => keys.map(key => `\`${pathText([key])}\``).join(' or ');

/**
 * The number under the first of these keys that is there; null when none is.
 * @throws Error when it is no finite number, or negative: quantities, hours and prices are 0 or more
 */
export function numberIn(inputs: Inputs, ...keys: readonly string[]): number | null {
  const key = keyOf(inputs, keys);
  if (key === null) return null;
  const value = inputs[key];
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${named([key])} must be a number, 0 or more`);
}

/** The number under the first of these keys. @throws Error when none is there, or it is not a number of 0 or more */
export function numberOf(inputs: Inputs, ...keys: readonly string[]): number {
  const value = numberIn(inputs, ...keys);
  if (value === null) throw new Error(`${named(keys)} is missing`);
  return value;
}

/** The number under this key, or what stands for it when it is missing. @throws Error when it is not a number of 0 or more */
export function numberOr(inputs: Inputs, key: string, fallback: number): number {
  return numberIn(inputs, key) ?? fallback;
}

/** A divisor: a number above 0, or what stands for it when it is missing. @throws Error */
export function positiveOr(inputs: Inputs, key: string, fallback: number): number {
  const value = numberOr(inputs, key, fallback);
  if (value > 0) return value;
  throw new Error(`${named([key])} must be more than 0`);
}

/** The text under this key. @throws Error when there is none */
export function textOf(inputs: Inputs, key: string): string {
  const value = inputs[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`${named([key])} must be text`);
}

/** The mappings in the list under this key. @throws Error when it is no list of mappings */
export function recordsOf(inputs: Inputs, key: string): readonly Inputs[] {
  const value = inputs[key];
  if (!Array.isArray(value)) throw new Error(`${named([key])} must be a list`);
  return value.map((entry: unknown, index) => {
    if (isRecord(entry)) return entry;
    throw new Error(`\`${pathText([key, index])}\` must be a mapping`);
  });
}

/** The numbers in the list under this key. @throws Error when it is no list of numbers of 0 or more */
export function numbersOf(inputs: Inputs, key: string): readonly number[] {
  const value = inputs[key];
  if (!Array.isArray(value)) throw new Error(`${named([key])} must be a list`);
  return value.map((entry: unknown, index) => numberOf({ [`${key}[${index}]`]: entry }, `${key}[${index}]`));
}

/** The mapping under this key. @throws Error when it is none */
export function recordOf(inputs: Inputs, key: string): Inputs {
  const value = inputs[key];
  if (isRecord(value)) return value;
  throw new Error(`${named([key])} must be a mapping`);
}

/** Units of the key that ends a band, in the unit of the amount: `up_to_tb` counts in TB. */
function bandEnd(band: Inputs, unitsPerTb: number): number | null {
  const key = Object.keys(band).find(name => /^(up_to|upTo|to$|limit)/.test(name));
  if (key === undefined || band[key] === null) return null;
  return numberOf(band, key) * (/_tb$/.test(key) ? unitsPerTb : 1);
}

function bandOf(band: unknown, unitsPerTb: number, where: string): { end: number | null; price: number } {
  if (Array.isArray(band) && band.length === 2) {
    const [end, price] = band as readonly unknown[];
    const cells: Inputs = { [`${where}[0]`]: end, [`${where}[1]`]: price };
    return { end: numberIn(cells, `${where}[0]`), price: numberOf(cells, `${where}[1]`) };
  }
  if (!isRecord(band)) throw new Error(`\`${where}\` must be [end, price] or a mapping`);
  const price = Object.keys(band).find(name => /^(price|rate|fraction)/.test(name));
  if (price === undefined) throw new Error(`\`${where}\` has no price`);
  return { end: bandEnd(band, unitsPerTb), price: numberOf(band, price) };
}

/**
 * Bands of a graduated price: `[end, price]` pairs or `{up_to_gb, price}` mappings, ends counted from 0, null for no end.
 * A price list that stops early is read as if its last price went on: examples print the bands that they need.
 * @param unitsPerTb units of the amount in a TB, for ends given in TB
 * @throws Error when the ends do not rise
 */
export function tiersOf(inputs: Inputs, key: string, unitsPerTb = 1024): readonly PriceTier[] {
  const value = inputs[key];
  if (!Array.isArray(value) || value.length === 0)
    throw new Error(`${named([key])} must be a list of price bands`);
  const bands = value.map((band: unknown, index) => bandOf(band, unitsPerTb, `${key}[${index}]`));
  let last = 0;
  return bands.map(({ end, price }, index) => {
    const isLast = index === bands.length - 1;
    if (!isLast && (end === null || end <= last)) throw new Error(`the ends of ${named([key])} must rise`);
    if (isLast && end !== null && end <= last) throw new Error(`the ends of ${named([key])} must rise`);
    last = end ?? last;
    return { upTo: isLast || end === null ? Number.POSITIVE_INFINITY : end, price };
  });
}
