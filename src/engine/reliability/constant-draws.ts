/**
 * Constants drawn from their ranges: what the model rests on as far as it is not known.
 *
 * What is drawn, each constant independently of the others:
 * - a number with a range: PERT(low, value, high);
 * - a lognormal fitted to n incidents: the sampling error of its fit, mu + sigma / sqrt(n) Z, and sigma x exp(Z / sqrt(2 n));
 * - a distribution or table that is an assumption: its mode, or its medians, times a PERT factor (see SHAPE_FACTOR).
 * Policies are chosen, not uncertain; day curves and shapes that a source prints stay as they are.
 */

import { randomStream } from '../random.ts';
import type { Constant, ConstantValue } from './constant.ts';
import { assumed } from './constant.ts';
import type { ConstantName, ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import type { Lognormal, Pert } from './distribution.ts';
import { sampleAt, samplerOf } from './inverse-sampling.ts';
import { normalQuantile } from './special-functions.ts';

/** Draws of the outer loop. */
export const DEFAULT_DRAWS = 200;

/** Chosen by the user, or the length of a window: no uncertainty about the world. */
export const POLICIES: readonly ConstantName[] = ['windowDays', 'maxBreachProbability', 'maxBreachIncrease'];

/** Incidents that a fitted distribution rests on, as its note says. */
const INCIDENTS_OF_FIT: Partial<Record<ConstantName, number>> = {
  zoneEventMinutes: 36,
  regionEventMinutes: 32,
  providerIncidentMinutes: 377,
};

/** How far the middle of an assumed distribution may be off. */
export const SHAPE_FACTOR = assumed(
  1,
  0.5,
  2,
  'factor',
  'Assumed distributions and tables have no range of their own: their mode or medians may be half or double.',
);

/** Uniform in (0, 1): the same for a constant of the same name, whatever else is drawn. */
type Luck = () => number;

const pertQuantile = (low: number, mode: number, high: number, q: number): number =>
  sampleAt(samplerOf({ kind: 'pert', low, mode, high }), Math.floor(q * 2 ** 32));

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function drawFit({ mu, sigma }: Lognormal, incidents: number, luck: Luck): Lognormal {
  const shift = normalQuantile(luck()) * (sigma / Math.sqrt(incidents));
  const widening = Math.exp(normalQuantile(luck()) / Math.sqrt(2 * incidents));
  return { kind: 'lognormal', mu: mu + shift, sigma: sigma * widening };
}

const withMode = (pert: Pert, mode: number): Pert => ({ ...pert, mode: clamp(mode, pert.low, pert.high) });

/** An assumed distribution or table, its middle moved. */
function moveShape(value: Exclude<ConstantValue, number>, factor: number): ConstantValue {
  if (!('kind' in value))
    return value.map(item =>
      'medianMinutes' in item ? { ...item, medianMinutes: item.medianMinutes * factor } : item,
    ) as ConstantValue;
  if (value.kind === 'pert') return withMode(value, value.mode * factor);
  return { ...value, mu: value.mu + Math.log(factor) };
}

function drawValue(
  name: ConstantName,
  { value, low, high, provenance }: Constant,
  luck: Luck,
): ConstantValue {
  if (typeof value === 'number')
    return low !== null && high !== null && low < high
      ? pertQuantile(Math.min(low, value), value, Math.max(high, value), luck())
      : value;
  const incidents = INCIDENTS_OF_FIT[name];
  if (incidents !== undefined && 'kind' in value && value.kind === 'lognormal')
    return drawFit(value, incidents, luck);
  if (provenance !== 'default') return value;
  const { low: least, value: middle, high: most } = SHAPE_FACTOR;
  return moveShape(value, pertQuantile(least ?? middle, middle, most ?? middle, luck()));
}

/** Every constant with another value: the values keep the kinds of those they replace. */
export function mapConstants(
  constants: ReliabilityConstants,
  change: (name: ConstantName, constant: Constant) => ConstantValue,
): ReliabilityConstants {
  const names = Object.keys(constants) as ConstantName[];
  const entries = names.map(name => [name, { ...constants[name], value: change(name, constants[name]) }]);
  return Object.fromEntries(entries) as ReliabilityConstants;
}

/**
 * Sets of constants drawn from their ranges: draw `i` of a constant depends on the seed, its name and `i` only. Workloads share
 * one list: they live in the same world.
 */
export function drawConstants(options: {
  readonly seed: number | string;
  readonly draws?: number;
  readonly constants?: ReliabilityConstants;
}): readonly ReliabilityConstants[] {
  const { seed, draws = DEFAULT_DRAWS, constants = RELIABILITY_CONSTANTS } = options;
  const streams = new Map<ConstantName, Luck>();
  const luckOf = (name: ConstantName): Luck => {
    const known = streams.get(name);
    if (known) return known;
    const random = randomStream(seed, `constant ${name}`);
    const luck = () => Math.max(2 ** -32, random.next());
    streams.set(name, luck);
    return luck;
  };
  return Array.from({ length: draws }, () =>
    mapConstants(constants, (name, constant) =>
      POLICIES.includes(name) ? constant.value : drawValue(name, constant, luckOf(name)),
    ),
  );
}
