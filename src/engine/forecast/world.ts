/** The estate of a month to come before any move: commitments that still run, usage that has grown, prices that have changed. */

import { addMonths, monthOf } from '../calendar.ts';
import type { Estate, Resource } from '../estate/estate.ts';
import type { Assumptions } from '../simulate/assumptions.ts';
import { commitmentsInForce } from '../simulate/in-force.ts';
import { growResource } from './grow-resource.ts';
import { growthIn, growthRuleOf, type UsageGrowth } from './growth-rate.ts';
import { trafficFactor } from './inject.ts';
import { changesInForce, pricesOf, SAME_PRICES } from './price-change.ts';

/** Why a month costs something else than the bill although nobody did anything. */
export type DriftCause = 'commitment-expiry' | 'usage-growth' | 'price-change';

/** The bill changed by one cause after the other. */
export type WorldLayer = { readonly cause: DriftCause; readonly key: string; readonly estate: Estate };

/** A month before any move. */
export type World = {
  /** Equal for months that do not differ. */
  readonly key: string;
  readonly estate: Estate;
  /** Empty while nothing has changed. The last one's estate is the world's. */
  readonly layers: readonly WorldLayer[];
};

/** Worlds of one estate. */
export type Worlds = {
  /** The month of the bill. */
  readonly bill: World;
  /** @param index month of the run, from 1 */
  worldOf(assumptions: Assumptions, index: number): World;
};

/** Months remembered at most. */
const REMEMBERED_WORLDS = 200;

type Month = { readonly assumptions: Assumptions; readonly referenceMonth: string; readonly index: number };

function growthByWorkload(estate: Estate, { assumptions, referenceMonth, index }: Month) {
  const names = new Set(estate.resources.map(({ workload }) => workload));
  return new Map(
    [...names].map((name): [string, UsageGrowth] => {
      const events = trafficFactor(assumptions.injects, name, referenceMonth, index);
      return [name, growthIn(growthRuleOf(assumptions.growth, name), referenceMonth, index, events)];
    }),
  );
}

function isGrown({ traffic, usage, storage }: UsageGrowth): boolean {
  return traffic !== 1 || usage !== 1 || storage !== 1;
}

/** What a month differs in, and how its resources are made. */
function growthLayer(estate: Estate, month: Month) {
  const growth = growthByWorkload(estate, month);
  if (![...growth.values()].some(isGrown)) return null;
  const of = (resource: Resource): UsageGrowth =>
    growth.get(resource.workload) ?? { traffic: 1, usage: 1, storage: 1 };
  return { key: JSON.stringify([...growth]), of };
}

/** Creates the worlds of an estate: those of equal months are made once. */
export function createWorlds(estate: Estate): Worlds {
  const referenceMonth = monthOf(estate.period.startMs);
  const bill: World = { key: 'bill', estate, layers: [] };
  const known = new Map<string, Estate>();

  function remember(key: string, make: () => Estate): Estate {
    const found = known.get(key);
    if (found) return found;
    if (known.size >= REMEMBERED_WORLDS) known.clear();
    const made = make();
    known.set(key, made);
    return made;
  }

  function worldOf(assumptions: Assumptions, index: number): World {
    const month: Month = { assumptions, referenceMonth, index };
    const layers: WorldLayer[] = [];
    let { key } = bill;
    let current = estate;
    const add = (cause: DriftCause, layerKey: string, make: (below: Estate) => Estate) => {
      const below = current;
      key += `\u0002${cause}${layerKey}`;
      current = remember(key, () => make(below));
      layers.push({ cause, key, estate: current });
    };
    const commitments = commitmentsInForce(estate, addMonths(referenceMonth, index), assumptions);
    if (commitments !== estate.commitments) {
      const terms = JSON.stringify(commitments.map(({ id, startMs, endMs }) => [id, startMs, endMs]));
      add('commitment-expiry', terms, below => ({ ...below, commitments }));
    }
    const growth = growthLayer(estate, month);
    const grown = (resource: Resource, prices = SAME_PRICES) =>
      growth === null
        ? growResource(resource, { traffic: 1, usage: 1, storage: 1 }, prices)
        : growResource(resource, growth.of(resource), prices);
    if (growth !== null) {
      add('usage-growth', growth.key, below => ({
        ...below,
        resources: estate.resources.map(resource => grown(resource)),
      }));
    }
    const changes = changesInForce(assumptions.priceChanges, referenceMonth, index);
    if (changes.length > 0) {
      add('price-change', JSON.stringify(changes), below => ({
        ...below,
        resources: estate.resources.map(resource => grown(resource, pricesOf(resource, changes))),
      }));
    }
    return { key, estate: current, layers };
  }

  return { bill, worldOf };
}
