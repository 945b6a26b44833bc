/**
 * Units of reserved database-like nodes: what may stand in for what, and how much of a reservation it takes.
 *
 * Sources: RDS user guide, "Reserved DB instances" (units by deployment, engines with size flexibility; the Aurora edition
 * for I/O-Optimized); ElastiCache and MemoryDB guides, "Size flexible reserved nodes" (2025 or later); Redshift management
 * guide, "Reserved nodes"; OpenSearch guide, "Reserved Instances". Read 2026-11-23.
 */

import { assertNever } from '../../assert.ts';
import type { ReservedNode } from '../commitment.ts';
import type { NodeDeployment, NodeService, UsageShape } from '../usage.ts';
import { familyOf, normalizationFactor } from './normalization.ts';

type NodeShape = Extract<UsageShape, { readonly kind: 'aws-node' }>;
type NodeSpec = Pick<NodeShape, 'service' | 'nodeClass' | 'engine' | 'deployment' | 'licence' | 'region'>;

/** One instance; one and a standby; one and two readable standbys. */
const DEPLOYMENT_FACTOR: Readonly<Record<NodeDeployment, number>> = {
  'single-az': 1,
  'multi-az': 2,
  'multi-az-cluster': 3,
};

/** An Aurora I/O-Optimized instance takes about 30 % more units. */
const IO_OPTIMIZED_FACTOR = 1.3;

/** Valkey is priced below Redis OSS and takes fewer units by as much. */
const VALKEY_FACTOR: Readonly<Partial<Record<NodeService, number>>> = { elasticache: 0.8, memorydb: 0.7 };

const ENGINE_NAMES: ReadonlyMap<string, string> = new Map([
  ['postgres', 'postgresql'],
  ['redis-oss', 'redis'],
  ['aurora', 'mysql'],
]);

/** One spelling for each engine: `postgresql` of `Aurora PostgreSQL`; null where the service has one engine. */
export function engineOf({ service, engine }: Pick<NodeSpec, 'service' | 'engine'>): string | null {
  if (engine === null) return null;
  const plain = engine
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  const name = service === 'aurora' ? plain.replace(/^aurora-/, '') : plain;
  return ENGINE_NAMES.get(name) ?? name;
}

/** Engines that are sold with and without a licence: there the two are different products. */
const LICENSED_ENGINE = /^(oracle|sqlserver|sql-server|db2)/;

function licenceOf(spec: Pick<NodeSpec, 'service' | 'engine' | 'licence'>): NodeSpec['licence'] {
  return LICENSED_ENGINE.test(engineOf(spec) ?? '') ? spec.licence : null;
}

const RDS_FLEXIBLE = new Set(['mariadb', 'mysql', 'postgresql']);

/** RDS: MariaDB, MySQL, PostgreSQL and Oracle with own licence; not SQL Server, not Oracle with licence included. */
function isFlexibleOnRds(spec: NodeSpec): boolean {
  const engine = engineOf(spec) ?? '';
  return RDS_FLEXIBLE.has(engine) || (engine.startsWith('oracle') && spec.licence === 'byol');
}

/** Whether a reservation of this node applies to other sizes of its family. */
export function isNodeFlexible(spec: NodeSpec): boolean {
  if (normalizationFactor(spec.nodeClass) === null) return false;
  switch (spec.service) {
    case 'rds':
      return isFlexibleOnRds(spec);
    case 'aurora':
    case 'elasticache':
    case 'memorydb':
      return true;
    case 'redshift':
    case 'opensearch':
      return false;
    // Assumption: no page on size flexibility was found for these; the exact class is the cautious reading.
    case 'documentdb':
    case 'neptune':
      return false;
    default:
      return assertNever(spec.service);
  }
}

/** `r5.large.elasticsearch` is the older name of `r5.large.search`. */
const classOf = (nodeClass: string) => nodeClass.toLowerCase().replace(/\.elasticsearch$/, '.search');

/** Units of one node for an hour; null for a size without a factor. */
export function nodeUnits(spec: NodeSpec & { readonly isIoOptimized?: boolean }): number | null {
  const factor = normalizationFactor(classOf(spec.nodeClass));
  if (factor === null) return null;
  const engineFactor = engineOf(spec) === 'valkey' ? (VALKEY_FACTOR[spec.service] ?? 1) : 1;
  const storageFactor = spec.service === 'aurora' && spec.isIoOptimized === true ? IO_OPTIMIZED_FACTOR : 1;
  return factor * DEPLOYMENT_FACTOR[spec.deployment] * engineFactor * storageFactor;
}

/** Redis OSS reservations cover Valkey too, never the other way round; Memcached stays by itself. */
function coversEngine(reservation: NodeSpec, shape: NodeSpec): boolean {
  const reserved = engineOf(reservation);
  const used = engineOf(shape);
  if (reserved === used) return true;
  return VALKEY_FACTOR[reservation.service] !== undefined && reserved === 'redis' && used === 'valkey';
}

/** What one reservation offers each hour, in the units that `reservationUnitsFor` counts. */
export function unitsOfReservation(reservation: ReservedNode): number {
  return isNodeFlexible(reservation) ? (nodeUnits(reservation) ?? 1) : 1;
}

/**
 * Units that an hour of this node takes of a reservation.
 * @returns null where the reservation does not apply: other service, Region, engine, licence, family or (without size
 *   flexibility) other class or deployment
 */
export function reservationUnitsFor(reservation: ReservedNode, shape: NodeShape): number | null {
  if (reservation.service !== shape.service || reservation.region !== shape.region) return null;
  if (licenceOf(reservation) !== licenceOf(shape) || !coversEngine(reservation, shape)) return null;
  const reserved = classOf(reservation.nodeClass);
  const used = classOf(shape.nodeClass);
  if (isNodeFlexible(reservation)) return familyOf(reserved) === familyOf(used) ? nodeUnits(shape) : null;
  return reserved === used && reservation.deployment === shape.deployment ? 1 : null;
}
