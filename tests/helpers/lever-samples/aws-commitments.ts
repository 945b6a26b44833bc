/** Nodes and meters for the levers that reserve nodes or commit to databases and SageMaker. */

import fc from 'fast-check';
import type { UsageShape } from '../../../src/engine/commitments/usage.ts';
import { database, flat, HOURS, officeHours } from '../../engine/estates.ts';
import { METERED_PRICES, metered } from '../metered-usage.ts';
import type { Named } from './index.ts';

/** All the time, in office hours, in a changing number, half of the week, never. */
const hours: fc.Arbitrary<Float64Array> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(flat(1), flat(3)) },
  fc.constantFrom(officeHours(), flat(0).fill(2, 0, HOURS / 2), flat(0)),
  fc
    .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 })
    .map(pattern => Float64Array.from({ length: HOURS }, (_, hour) => pattern[hour % pattern.length] ?? 0)),
);

const place = fc.record({
  workload: fc.constantFrom('shop', 'shop', 'vault', 'staging'),
  account: fc.constantFrom('1', '2'),
});

/** Resources that use one of these shapes. */
function meteredBy(isWanted: (shape: UsageShape) => boolean): fc.Arbitrary<Named> {
  const shapes = METERED_PRICES.map(([shape]) => shape).filter(isWanted);
  return fc.record({ shape: fc.constantFrom(...shapes), hours, place }).map(
    ({ place: at, ...use }) =>
      id =>
        metered(id, [use], at),
  );
}

const databases: fc.Arbitrary<Named> = fc
  .record({
    instanceClass: fc.constantFrom('db.r7g.large', 'db.m5.large', 'db.m5.xlarge'),
    engine: fc.constantFrom('postgresql', 'sqlserver-se', 'other-engine'),
    multiAz: fc.boolean(),
    hours,
    place,
  })
  .map(
    ({ place: at, ...shape }) =>
      id =>
        database(id, { ...at, ...shape, storage: [] }),
  );

const nodes = meteredBy(({ kind }) => kind === 'aws-node');
const isMeterOf = (service: string) => (shape: UsageShape) =>
  shape.kind === 'aws-metered' && shape.service === service;

/** By lever id. */
export const AWS_COMMITMENT_SAMPLES: Readonly<Record<string, fc.Arbitrary<Named>>> = {
  'reserved-nodes': nodes,
  'reserved-databases': databases,
  'database-savings-plan': fc.oneof(databases, nodes, meteredBy(isMeterOf('AmazonDynamoDB'))),
  'sagemaker-savings-plan': meteredBy(isMeterOf('AmazonSageMaker')),
};
