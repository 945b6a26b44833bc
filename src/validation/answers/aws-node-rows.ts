/** Nodes of database-like services as worked examples write them, and what the engine takes them for. */

import type { ReservedNode } from '../../engine/commitments/commitment.ts';
import type { NodeDeployment, NodeService, UsagePool } from '../../engine/commitments/usage.ts';
import type { Inputs } from '../answer.ts';
import { has, isRecord, numberOr, textOf } from '../read-inputs.ts';
import { EXAMPLE_REGION, UNSAID } from './aws-application.ts';

/** Some nodes of one class, as examples write them. */
export type NodeRow = {
  readonly service: NodeService;
  readonly nodeClass: string;
  readonly engine: string | null;
  readonly deployment: NodeDeployment;
  readonly licence: 'included' | 'byol' | null;
  readonly isIoOptimized: boolean;
  readonly region: string;
  readonly account: string | null;
  readonly count: number;
};

const SERVICES: readonly (readonly [RegExp, NodeService])[] = [
  [/aurora/i, 'aurora'],
  [/memorydb/i, 'memorydb'],
  [/elasticache|^cache\./i, 'elasticache'],
  [/redshift|^(ds|dc|ra)\d/i, 'redshift'],
  [/opensearch|\.(search|elasticsearch)$/i, 'opensearch'],
  [/documentdb|docdb/i, 'documentdb'],
  [/neptune/i, 'neptune'],
  [/rds|^db\./i, 'rds'],
];

/** Engines of examples that name none: one with size flexibility, as the pages that print them speak of it. */
const DEFAULT_ENGINE: Readonly<Partial<Record<NodeService, string>>> = {
  rds: 'mysql',
  aurora: 'mysql',
  elasticache: 'redis',
  memorydb: 'redis',
};

const DEPLOYMENTS: readonly (readonly [RegExp, NodeDeployment])[] = [
  [/multi[-_ ]?az.*cluster/i, 'multi-az-cluster'],
  [/multi[-_ ]?az/i, 'multi-az'],
  [/single[-_ ]?az/i, 'single-az'],
];

const deploymentOf = (text: string): NodeDeployment | null =>
  DEPLOYMENTS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
const serviceOf = (text: string): NodeService | null =>
  SERVICES.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** The parts of a list say by themselves what they are: a number is a count, a deployment has its name, the rest in order. */
function listParts(parts: readonly unknown[], where: string): Inputs {
  const row: Record<string, unknown> = {};
  for (const part of parts) {
    const key =
      typeof part === 'number'
        ? 'count'
        : typeof part === 'string' && deploymentOf(part) !== null
          ? 'deployment'
          : Object.hasOwn(row, 'class')
            ? 'engine'
            : 'class';
    if (Object.hasOwn(row, key)) throw new Error(`\`${where}\` has two parts that could be its ${key}`);
    row[key] = part;
  }
  return row;
}

/**
 * One row: `[class, deployment, count]` in any order, or a mapping.
 * @param shared what the whole example says: engine, licence, service, Region
 */
export function readNodeRow(value: unknown, where: string, shared: Inputs): NodeRow {
  const row = Array.isArray(value) ? listParts(value, where) : value;
  if (!isRecord(row)) throw new Error(`\`${where}\` must hold [class, count] or mappings`);
  const text = (key: string) => {
    const found = [row, shared].find(each => has(each, key));
    return found ? textOf(found, key) : null;
  };
  const nodeClass = textOf(row, ['class', 'node_type', 'type'].find(key => has(row, key)) ?? 'class');
  const engine = text('engine');
  const service =
    serviceOf(text('service') ?? '') ?? serviceOf(engine ?? '') ?? serviceOf(nodeClass) ?? 'rds';
  const licence = text('licence') ?? text('license');
  return {
    service,
    nodeClass: nodeClass.includes('.') ? nodeClass : `db.example.${nodeClass}`,
    engine: engine ?? DEFAULT_ENGINE[service] ?? null,
    deployment: deploymentOf(text('deployment') ?? '') ?? 'single-az',
    licence: licence === null ? null : /byol|bring/i.test(licence) ? 'byol' : 'included',
    isIoOptimized: [row, shared].some(each => each.io_optimized === true),
    region: text('region') ?? EXAMPLE_REGION,
    account: text('account'),
    count: numberOr(row, 'count', 1),
  };
}

/** One row, or a list of them. */
export function readNodeRows(inputs: Inputs, key: string): readonly NodeRow[] {
  const value = inputs[key];
  if (!Array.isArray(value)) return [readNodeRow(value, key, inputs)];
  // One [class, count] instead of a list of them.
  const rows = typeof value[0] === 'string' ? [value] : value;
  return rows.map((row: unknown) => readNodeRow(row, key, inputs));
}

/** A reservation of these nodes, at no price. */
export function nodeReservation(nodes: NodeRow, index: number): ReservedNode {
  const { account, isIoOptimized: _, ...spec } = nodes;
  return {
    ...UNSAID,
    ...spec,
    kind: 'reserved-node',
    id: `reservation-${index + 1}`,
    ownerAccount: account,
    effectivePerHour: 0,
    recurringPerHour: 0,
  };
}

/** These nodes, running for an hour at a price of 1. */
export function nodePool(nodes: NodeRow, index: number): UsagePool {
  const { account, count, ...spec } = nodes;
  return {
    id: `nodes-${index + 1}`,
    account: account ?? '',
    workload: null,
    shape: { kind: 'aws-node', ...spec },
    unit: 'instance-hour',
    listRate: 1,
    onDemandRate: 1,
    quantities: Float64Array.of(count),
  };
}
