/**
 * What a number of bad minutes rests on: the share of it that published, computed and assumed constants carry.
 *
 * Definition. A class contributes w = |its expected bad minutes|, or |their change| for a change. Each constant k has an
 * influence e_k on that contribution: its elasticity, the relative change of the contribution for a relative change of the
 * constant (of the mode, median or level of one that is a distribution or a table). The class gives w x |e_k| / sum |e| to
 * constant k, and w to what was declared when no constant has any influence: minutes that follow from the declared availability
 * of a dependency alone do not rest on how long its incidents are. Everything divided by the sum of w adds up to 1.
 */

import type { Constant, ConstantValue, Provenance } from './constant.ts';
import { mapConstants, POLICIES } from './constant-draws.ts';
import type { ConstantName, ReliabilityConstants } from './constants.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import { meanBadMinutes, type RisksUnder } from './parameter-uncertainty.ts';

/** Constants are moved down by this share: every share and probability has room below. */
const STEP = 1e-4;

/** Influences below this are float noise: minutes are sums of differences. */
const INFLUENCE_MIN = 1e-6;

/** Shares add up to 1 when there are any minutes, and are all 0 when there are none. */
export type EvidenceShare = Readonly<Record<Provenance | 'declared', number>> & {
  /** By constant, most first; what was declared is left out. */
  readonly byConstant: readonly {
    readonly name: ConstantName;
    readonly provenance: Provenance;
    readonly share: number;
  }[];
  /** More than half rests on assumptions of this program. */
  readonly isMostlyDefault: boolean;
};

function lowered({ value }: Constant): ConstantValue {
  const factor = 1 - STEP;
  if (typeof value === 'number') return value * factor;
  if (!('kind' in value))
    return value.map(item =>
      'load' in item
        ? { ...item, load: item.load * factor }
        : { ...item, medianMinutes: item.medianMinutes * factor },
    ) as ConstantValue;
  if (value.kind === 'lognormal') return { ...value, mu: value.mu + Math.log(factor) };
  return { ...value, low: value.low * factor, mode: value.mode * factor, high: value.high * factor };
}

/** Expected bad minutes by name. */
type MinutesByName = ReadonlyMap<string, number>;

function minutesByName(
  risksUnder: RisksUnder,
  constants: ReliabilityConstants,
  windowMinutes: number,
): MinutesByName {
  const { classes, oneOff = [], burnMinutes = 0 } = risksUnder(constants);
  const minutes = new Map([['overload', burnMinutes]]);
  const add = (name: string, value: number) => minutes.set(name, value + (minutes.get(name) ?? 0));
  for (const item of classes) add(item.name, meanBadMinutes({ classes: [item] }, windowMinutes));
  for (const event of oneOff)
    add(event.name, meanBadMinutes({ classes: [], oneOff: [event] }, windowMinutes));
  return minutes;
}

/** after - before by name; a name on one side only counts as a whole. */
function difference(after: MinutesByName, before: MinutesByName): MinutesByName {
  const names = new Set([...after.keys(), ...before.keys()]);
  return new Map([...names].map(name => [name, (after.get(name) ?? 0) - (before.get(name) ?? 0)]));
}

/** Influence of every constant on every name: relative change over relative change, without sign. */
function influences(
  contributionUnder: (constants: ReliabilityConstants) => MinutesByName,
  constants: ReliabilityConstants,
  contribution: MinutesByName,
): ReadonlyMap<ConstantName, MinutesByName> {
  const names = (Object.keys(constants) as ConstantName[]).filter(name => !POLICIES.includes(name));
  return new Map(
    names.map(moved => {
      const changed = contributionUnder(
        mapConstants(constants, (name, constant) => (name === moved ? lowered(constant) : constant.value)),
      );
      const byName = [...contribution].map(([name, minutes]): [string, number] => {
        const influence = Math.abs(((changed.get(name) ?? 0) - minutes) / (minutes * STEP));
        return [name, influence > INFLUENCE_MIN ? influence : 0];
      });
      return [moved, new Map(byName)];
    }),
  );
}

function shareOut(
  contribution: MinutesByName,
  influence: ReadonlyMap<ConstantName, MinutesByName>,
  constants: ReliabilityConstants,
): EvidenceShare {
  let declared = 0;
  let total = 0;
  const carried = new Map<ConstantName, number>();
  for (const [name, minutes] of contribution) {
    const weight = Math.abs(minutes);
    total += weight;
    let sum = 0;
    for (const byName of influence.values()) sum += byName.get(name) ?? 0;
    if (sum === 0) declared += weight;
    else
      for (const [constant, byName] of influence)
        carried.set(constant, (carried.get(constant) ?? 0) + (weight * (byName.get(name) ?? 0)) / sum);
  }
  const byConstant = [...carried]
    .filter(([, minutes]) => minutes > 0)
    .map(([name, minutes]) => ({ name, provenance: constants[name].provenance, share: minutes / total }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
  const shareOf = (provenance: Provenance) =>
    byConstant.reduce((sum, item) => sum + (item.provenance === provenance ? item.share : 0), 0);
  const shares = {
    published: shareOf('published'),
    dataset: shareOf('dataset'),
    default: shareOf('default'),
  };
  return {
    ...shares,
    declared: total > 0 ? declared / total : 0,
    byConstant,
    isMostlyDefault: shares.default > 0.5,
  };
}

function evidence(
  contributionUnder: (constants: ReliabilityConstants) => MinutesByName,
  constants: ReliabilityConstants,
): EvidenceShare {
  const all = contributionUnder(constants);
  let size = 0;
  for (const minutes of all.values()) size += Math.abs(minutes);
  // What did not change but for float noise contributes nothing.
  const contribution = new Map(
    [...all].filter(([, minutes]) => Math.abs(minutes) > 1e-12 * Math.max(size, 1e-9)),
  );
  return shareOut(contribution, influences(contributionUnder, constants, contribution), constants);
}

/** What the expected bad minutes of a window rest on. */
export function evidenceOfMinutes(
  risksUnder: RisksUnder,
  windowMinutes: number,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): EvidenceShare {
  return evidence(set => minutesByName(risksUnder, set, windowMinutes), constants);
}

/** What the change of the expected bad minutes rests on, class by class: what does not change carries nothing. */
export function evidenceOfChange(
  before: RisksUnder,
  after: RisksUnder,
  windowMinutes: number,
  constants: ReliabilityConstants = RELIABILITY_CONSTANTS,
): EvidenceShare {
  const contributionUnder = (set: ReliabilityConstants) =>
    difference(minutesByName(after, set, windowMinutes), minutesByName(before, set, windowMinutes));
  return evidence(contributionUnder, constants);
}
