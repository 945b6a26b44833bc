/** Archives, file systems, backups, gateways, traffic and logs for the levers on storage, network and observability. */

import fc from 'fast-check';
import type { MeterUse } from '../../../src/engine/estate/estate.ts';
import { ages, bucket, utilization } from '../../engine/estates.ts';
import { billed, meter, stored } from '../billed-meters.ts';
import { UNKNOWN_REGION } from '../test-book.ts';
import type { Named } from './index.ts';

const place = fc.record({
  workload: fc.constantFrom('shop', 'shop', 'vault', 'staging', 'staging', 'lab'),
  region: fc.oneof(
    { weight: 6, arbitrary: fc.constant('us-east-1') },
    fc.constantFrom('eu-west-1', UNKNOWN_REGION),
  ),
  account: fc.constantFrom('1', '2'),
});

const gb = fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 500, max: 400_000 }));

/** A resource with some meters of some size. */
function meteredBy(
  ...makers: readonly ((gb: number, ratio: number) => readonly MeterUse[])[]
): fc.Arbitrary<Named> {
  return fc
    .record({ make: fc.constantFrom(...makers), gb, ratio: fc.constantFrom(0, 0.1, 1, 4, 20), place })
    .map(
      ({ make, gb: amount, ratio, place: at }) =>
        id =>
          billed(id, make(amount, ratio), at),
    );
}

/** A bucket of old objects, large and small, some of them read. */
const oldObjects: fc.Arbitrary<Named> = fc
  .record({
    gib: fc.integer({ min: 1, max: 200_000 }),
    objects: fc.integer({ min: 1, max: 3_000_000 }),
    read: fc.constantFrom(0, 0, 0.002, 0.3),
    infrequent: fc.constantFrom(0, 500, 60_000),
    place,
  })
  .map(({ gib, objects, read, infrequent, place: at }) => id => {
    const group = (fromDays: number, share: number) =>
      ages(fromDays, gib * share, {
        objectCount: Math.round(objects * share),
        smallObjectCount: Math.round(objects * share * 0.2),
        smallObjectGib: gib * share * 0.01,
        retrievedGibPerMonth: gib * share * read,
      });
    return bucket(id, {
      ...at,
      storage: [
        { storageClass: 'STANDARD', gibMonths: gib },
        ...(infrequent > 0 ? [{ storageClass: 'STANDARD_IA', gibMonths: infrequent }] : []),
      ],
      utilization: utilization({ objectAges: [group(0, 0.2), group(90, 0.2), group(400, 0.6)] }),
    });
  });

const nat = meteredBy(
  amount => [meter('NatGateway-Hours', 168, 0.045), meter('NatGateway-Bytes', amount, 0.045)],
  amount => [meter('EU-NatGateway-Bytes', amount, 0.048)],
  () => [meter('NatGateway-Hours', 168, 0.045)],
);
const egress = meteredBy(
  amount => [meter('DataTransfer-Out-Bytes', amount, 0.09)],
  // What a resource of a large organisation pays on average.
  amount => [meter('DataTransfer-Out-Bytes', amount, 0.065), meter('DataTransfer-In-Bytes', amount, 0)],
  amount => [meter('US-DataTransfer-Out-Bytes', amount, 0.085, { serviceCode: 'AmazonCloudFront' })],
);
const logs = meteredBy(
  (amount, ratio) => [
    meter('DataProcessing-Bytes', amount, 0.5),
    stored('AmazonCloudWatch', amount * ratio, 0.03),
  ],
  amount => [stored('AmazonCloudWatch', amount, 0.03)],
);
const files = meteredBy(
  amount => [stored('AmazonEFS', amount, 0.3)],
  amount => [
    stored('AmazonEFS', amount, 0.3),
    meter('IATimedStorage-ByteHrs', amount, 0.025, { serviceCode: 'AmazonEFS' }),
  ],
);

/** By lever id. */
export const STORAGE_NETWORK_SAMPLES: Readonly<Record<string, fc.Arbitrary<Named>>> = {
  's3-glacier-flexible': oldObjects,
  's3-deep-archive': oldObjects,
  's3-infrequent-to-glacier-instant': oldObjects,
  'efs-infrequent-access': files,
  'efs-one-zone': files,
  'backup-retention': meteredBy(
    amount => [meter('WarmStorage-ByteHrs-EBS', amount, 0.05)],
    amount => [meter('RDS:ChargedBackupUsage', amount, 0.095)],
    amount => [meter('USW2-Aurora:BackupUsage', amount, 0.021)],
  ),
  'idle-transit-attachments': meteredBy(
    (_amount, ratio) => [
      meter('TransitGateway-Hours', 168, 0.05),
      meter('TransitGateway-Bytes', ratio / 10, 0.02),
    ],
    amount => [meter('TransitGateway-Hours', 168, 0.05), meter('TransitGateway-Bytes', amount, 0.02)],
    () => [meter('TransitGateway-Hours', 504, 0.05)],
  ),
  'nat-gateway-endpoints': nat,
  'nat-interface-endpoints': nat,
  'cross-zone-affinity': meteredBy(
    amount => [meter('DataTransfer-Regional-Bytes', amount, 0.01)],
    amount => [
      meter('USE1-DataTransfer-xAZ-Out-Bytes', amount, 0.01),
      meter('USE1-DataTransfer-xAZ-In-Bytes', amount, 0.01),
    ],
  ),
  'egress-compression': egress,
  'cdn-before-egress': egress,
  'log-ingestion-filter': logs,
  'log-infrequent-access': logs,
  'log-retention': logs,
  'metric-cardinality': meteredBy(
    amount => [meter('CW:MetricMonitorUsage', amount, 0.3)],
    amount => [meter('EU-CW:MetricMonitorUsage', amount, 0.15)],
  ),
  'vended-logs-to-s3': meteredBy(
    amount => [meter('VendedLog-Bytes', amount, 0.5)],
    amount => [meter('USE2-VendedLog-Bytes', amount, 0.2)],
  ),
};
