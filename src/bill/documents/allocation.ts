/** An answer of OpenCost's or Kubecost's allocation API. */

import type { Allocation } from '../../engine/cost-document.ts';
import { type Decimal, decimal, toText, ZERO } from '../../engine/money.ts';
import { compareText } from '../../engine/text-order.ts';
import { type ExactJson, isJsonObject } from '../prepare/exact-json.ts';
import { amountText, type JsonObject, textOf } from './json-members.ts';

/** What no workload used; not a namespace of the cluster. */
const IDLE = '__idle__';
/** Members that are money and make up `totalCost`. */
const COMPONENT = /^(?:cpu|gpu|ram|pv|network|loadBalancer|shared|external)Cost(?:Adjustment)?$/;

/** True for an answer: `data` is a list of sets, each an object of allocations, or null. */
export function isAllocation(document: ExactJson): document is JsonObject {
  return (
    isJsonObject(document) &&
    Array.isArray(document.data) &&
    (document.data as readonly ExactJson[]).every(set => set === null || isJsonObject(set))
  );
}

function add(totals: Map<string, Decimal>, key: string, amount: ExactJson | undefined): void {
  const text = amountText(amount);
  if (text !== null) totals.set(key, (totals.get(key) ?? ZERO).plus(decimal(text)));
}

/** The namespace that an allocation belongs to; the name of what belongs to none (`__idle__`, `__unmounted__`). */
function namespaceOf(name: string, allocation: JsonObject): string {
  const special = name.split('/').find(part => part.startsWith('__'));
  const properties = isJsonObject(allocation.properties) ? allocation.properties : {};
  return special ?? textOf(properties.namespace) ?? name;
}

function windowOf(rows: readonly (readonly [string, JsonObject])[]): Allocation['window'] {
  const windows = rows.map(([, { window }]) => (isJsonObject(window) ? window : {}));
  const starts = windows.map(({ start }) => textOf(start)).filter(text => text !== null);
  const ends = windows.map(({ end }) => textOf(end)).filter(text => text !== null);
  const start = starts.sort(compareText)[0];
  const end = ends.sort(compareText).at(-1);
  return start === undefined || end === undefined ? null : { start, end };
}

/** Reads an answer. Its sets are steps of one window: they are added, nothing else is. */
export function readAllocation(document: JsonObject): Allocation {
  const sets = document.data as readonly (JsonObject | null)[];
  const rows = sets.flatMap(set =>
    Object.entries(set ?? {}).flatMap(([name, value]) =>
      isJsonObject(value) ? [[name, value] as const] : [],
    ),
  );
  const total = new Map<string, Decimal>();
  const components = new Map<string, Decimal>();
  const namespaces = new Map<string, Decimal>();
  for (const [name, allocation] of rows) {
    add(total, 'totalCost', allocation.totalCost);
    add(namespaces, namespaceOf(name, allocation), allocation.totalCost);
    for (const [member, value] of Object.entries(allocation))
      if (COMPONENT.test(member)) add(components, member, value);
  }
  return {
    kind: 'allocation',
    source: 'OpenCost or Kubecost',
    currency: null,
    window: windowOf(rows),
    sets: sets.length,
    emptySets: sets.filter(set => set === null).length,
    rows: rows.length,
    totalCost: toText(total.get('totalCost') ?? ZERO),
    idleCost: toText(namespaces.get(IDLE) ?? ZERO),
    components: Object.fromEntries(
      [...components].sort(([a], [b]) => compareText(a, b)).map(([name, cost]) => [name, toText(cost)]),
    ),
    byNamespace: [...namespaces]
      .sort(([a, costA], [b, costB]) => costB.comparedTo(costA) || compareText(a, b))
      .map(([namespace, cost]) => ({ namespace, totalCost: toText(cost) })),
  };
}
