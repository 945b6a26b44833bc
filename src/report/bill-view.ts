/** The bill to look around in: grouped by one word, filtered by the ones already chosen, down to single resources. */

import { compareText, type Decimal, type Estate, type Resource, sum, toText, ZERO } from '../engine/index.ts';

/** What a bill can be grouped by on the screen. */
export const BILL_DIMENSIONS = ['service', 'workload', 'account', 'region', 'resource'] as const;
export type BillDimension = (typeof BILL_DIMENSIONS)[number];

/** One group. */
export type BillRow = {
  readonly key: string;
  /** Shown instead of the key: a resource's name, with its type. */
  readonly label: string;
  readonly effectiveCost: string;
  readonly billedCost: string;
  /** Of the bill, 0..1. */
  readonly share: number;
  readonly resources: number;
};

/** Groups of a bill, largest first. */
export type BillView = {
  readonly by: BillDimension;
  readonly filters: readonly { readonly dimension: BillDimension; readonly key: string }[];
  readonly rows: readonly BillRow[];
  readonly effectiveCost: string;
  readonly billedCost: string;
};

/** A part of the bill: what one service bills for one resource. */
type Part = { readonly resource: Resource; readonly cost: Resource['byService'][number] };

function keyOf({ resource, cost }: Part, dimension: BillDimension): string {
  switch (dimension) {
    case 'service':
      return cost.serviceName;
    case 'workload':
      return resource.workload;
    case 'account':
      return resource.account ?? '(no account)';
    case 'region':
      return resource.region ?? '(no region)';
    case 'resource':
      return resource.id;
  }
}

/** What a resource is, in a few words. */
function shapeOf(resource: Resource): string {
  switch (resource.kind) {
    case 'instance':
      return [...new Set(resource.compute.map(usage => usage.instanceType))].join(', ');
    case 'volume':
      return `${resource.volumeType} ${Math.round(resource.sizeGib)} GiB`;
    case 'database':
      return `${resource.instanceClass} ${resource.engine}${resource.multiAz ? ' Multi-AZ' : ''}`;
    case 'bucket':
      return resource.storage
        .map(({ storageClass, gibMonths }) => `${storageClass} ${Math.round(gibMonths)} GiB`)
        .join(', ');
    case 'commitment':
      return 'commitment, unused part';
    case 'other':
      return '';
  }
}

function labelOf(resource: Resource): string {
  const name = resource.name ?? resource.id;
  const shape = shapeOf(resource);
  return shape === '' ? name : `${name}  ${shape}`;
}

type Group = { readonly label: string; effective: Decimal; billed: Decimal; readonly resources: Set<string> };

function groupParts(parts: readonly Part[], by: BillDimension): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const part of parts) {
    const key = keyOf(part, by);
    const group: Group = groups.get(key) ?? {
      label: by === 'resource' ? labelOf(part.resource) : key,
      effective: ZERO,
      billed: ZERO,
      resources: new Set(),
    };
    group.effective = group.effective.plus(part.cost.effectiveCost);
    group.billed = group.billed.plus(part.cost.billedCost);
    group.resources.add(part.resource.id);
    groups.set(key, group);
  }
  return groups;
}

/** Groups an estate's bill. Amounts are exact; shares are of the whole bill. */
export function billView(estate: Estate, by: BillDimension, filters: BillView['filters']): BillView {
  const parts = estate.resources
    .flatMap(resource => resource.byService.map((cost): Part => ({ resource, cost })))
    .filter(part => filters.every(({ dimension, key }) => keyOf(part, dimension) === key));
  const total = Number(sum(estate.resources.map(resource => resource.effectiveCost)));
  const groups = [...groupParts(parts, by)];
  groups.sort(([a, x], [b, y]) => y.effective.comparedTo(x.effective) || compareText(a, b));
  return {
    by,
    filters,
    rows: groups.map(([key, { label, effective, billed, resources }]) => ({
      key,
      label,
      effectiveCost: toText(effective),
      billedCost: toText(billed),
      share: total === 0 ? 0 : Number(effective) / total,
      resources: resources.size,
    })),
    effectiveCost: toText(sum(parts.map(({ cost }) => cost.effectiveCost))),
    billedCost: toText(sum(parts.map(({ cost }) => cost.billedCost))),
  };
}
