/** What AWS meters are to commitments. */

import type { UsageShape } from '../../commitments/usage.ts';
import type { Meter } from '../aws-meter.ts';

/** Instance-hours, of any zone. */
export function instanceShapeOf(
  meter: Extract<Meter, { kind: 'instance-hours' }>,
  region: string | null,
): UsageShape {
  const { instanceType, operatingSystem, tenancy } = meter;
  return {
    kind: 'aws-instance',
    instanceType,
    region: region ?? '',
    availabilityZone: null,
    operatingSystem,
    tenancy,
    isEmptySlot: false,
  };
}

/** Hours of an RDS or Aurora instance. */
export function databaseShapeOf(database: {
  readonly instanceClass: string;
  readonly engine: string;
  readonly multiAz: boolean;
  readonly region: string | null;
}): UsageShape {
  return {
    kind: 'aws-node',
    service: database.engine.startsWith('aurora') ? 'aurora' : 'rds',
    nodeClass: database.instanceClass,
    engine: database.engine,
    deployment: database.multiAz ? 'multi-az' : 'single-az',
    licence: null,
    isIoOptimized: false,
    region: database.region ?? '',
  };
}
