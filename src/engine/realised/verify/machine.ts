/** Changes that show in the machine: another size, family, system or engine; spot; with or without a standby; another Region. */

import type { MoveRegionEffect, ResizeEffect, RetopologizeEffect, SpotEffect } from '../../effect.ts';
import type { Resource } from '../../estate/estate.ts';
import type { PriceBook } from '../../price-book.ts';
import { byShare, cannotTell, done, notDone, type Verdict } from '../verdict.ts';
import type { Sight } from './sight.ts';

/** Hours of one type of machine. */
type TypedHours = {
  readonly type: string;
  /** Operating system of an instance, engine of a database. */
  readonly software: string;
  readonly hours: number;
  readonly isSpot: boolean;
};

const add = (profile: Float64Array) => profile.reduce((sum, units) => sum + units, 0);

function typedHours(resource: Resource): TypedHours[] {
  if (resource.kind === 'instance')
    return resource.compute.map(({ instanceType, operatingSystem, purchase, hours }) => ({
      type: instanceType,
      software: operatingSystem,
      hours: add(hours),
      isSpot: purchase === 'spot',
    }));
  if (resource.kind !== 'database') return [];
  const { instanceClass, engine, hours } = resource;
  return [{ type: instanceClass, software: engine, hours: add(hours), isSpot: false }];
}

/** `m5` and `4xlarge` of `m5.4xlarge`; a database class keeps its prefix in the family. */
function nameParts(type: string): { readonly family: string; readonly size: string } {
  const at = type.lastIndexOf('.');
  return { family: type.slice(0, Math.max(0, at)), size: type.slice(at + 1) };
}

/** A database class runs on the instance type of its name. */
const bookName = (type: string) => type.replace(/^db\./, '');

/** True when neither vCPUs nor memory are more; false where the book does not know one of the two. */
function isAsSmall(type: string, planned: string, region: string | null, book: PriceBook): boolean {
  const of = (name: string) => book.instanceType(bookName(name), region ?? '');
  const [now, goal] = [of(type), of(planned)];
  return now !== null && goal !== null && now.vcpus <= goal.vcpus && now.memoryGib <= goal.memoryGib;
}

function isPlannedMachine(type: string, sight: Sight<ResizeEffect>): boolean {
  const { effect, plannedFrom, before, book } = sight;
  const planned = effect.toInstanceType;
  if (type === planned) return true;
  const origin = typedHours(plannedFrom)[0]?.type ?? planned;
  const isOriginal = typedHours(before).some(each => each.type === type);
  // Another family at the same size: the family is the change, whatever another move does to the size.
  if (nameParts(origin).size === nameParts(planned).size)
    return origin !== planned && nameParts(type).family === nameParts(planned).family && !isOriginal;
  return !isOriginal && isAsSmall(type, planned, sight.before.region, book);
}

/** Share of the hours on the planned machine, or on one that has no more vCPUs and memory. */
export function verifyResize(sight: Sight<ResizeEffect>): Verdict {
  const { effect, before, after, book } = sight;
  const usages = typedHours(after);
  const total = usages.reduce((sum, { hours }) => sum + hours, 0);
  if (total <= 0) return cannotTell('no machine hours in the bill');
  const software = effect.toOperatingSystem ?? effect.toEngine ?? null;
  const changed = usages.filter(
    usage => isPlannedMachine(usage.type, sight) && (software === null || usage.software === software),
  );
  const share = changed.reduce((sum, { hours }) => sum + hours, 0) / total;
  const isKnown = ({ type }: TypedHours) =>
    type === effect.toInstanceType || book.instanceType(bookName(type), before.region ?? '') !== null;
  const isOriginal = ({ type }: TypedHours) => typedHours(before).some(each => each.type === type);
  if (share === 0 && usages.some(usage => !isOriginal(usage) && !isKnown(usage)))
    return cannotTell(
      `runs ${usages.map(({ type }) => type).join(', ')}, which the price book does not know`,
    );
  const seen = [...new Set(usages.map(({ type, software: name }) => `${type} ${name}`))].join(', ');
  return byShare(share, `runs ${seen}; planned ${effect.toInstanceType}${software ? ` ${software}` : ''}`);
}

function spotShare(resource: Resource): number {
  const usages = typedHours(resource);
  const total = usages.reduce((sum, { hours }) => sum + hours, 0);
  const spot = usages.reduce((sum, { hours, isSpot }) => sum + (isSpot ? hours : 0), 0);
  return total > 0 ? spot / total : 0;
}

/** Share of the hours that are billed as spot. */
export function verifySpot({ effect, before, after }: Sight<SpotEffect>): Verdict {
  if (after.kind !== 'instance') return cannotTell('no machine hours in the bill');
  const [then, now] = [spotShare(before), spotShare(after)];
  const planned = (1 - then) * effect.share;
  if (planned <= 0) return cannotTell('ran on spot before');
  return byShare((now - then) / planned, `${(now * 100).toFixed(0)} % of its hours on spot`);
}

/** With or without a standby. */
export function verifyRetopologize({ effect, after }: Sight<RetopologizeEffect>): Verdict {
  if (after.kind !== 'database') return cannotTell('no database hours in the bill');
  const seen = after.multiAz ? 'has a standby' : 'has no standby';
  return after.multiAz === effect.multiAz ? done(seen) : notDone(seen);
}

/** The Region it is charged in. */
export function verifyMoveRegion({ effect, after }: Sight<MoveRegionEffect>): Verdict {
  const seen = `charged in ${after.region ?? 'no Region'}`;
  return after.region === effect.toRegion ? done(seen) : notDone(seen);
}
