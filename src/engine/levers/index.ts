/** The catalogue: every lever, in the order in which moves of one month are applied. */

import type { Lever } from '../lever.ts';
import { cacheSingleAz } from './architecture/cache-single-az.ts';
import { databaseSingleAz } from './architecture/database-single-az.ts';
import { disasterRecoveryPosture } from './architecture/disaster-recovery-posture.ts';
import { readCache } from './architecture/read-cache.ts';
import { regionMove } from './architecture/region-move.ts';
import { zonesThreeToTwo } from './architecture/zones-three-to-two.ts';
import { abortIncompleteUploads } from './clean-up/abort-incomplete-uploads.ts';
import { archiveOldSnapshots } from './clean-up/archive-old-snapshots.ts';
import { deleteIdleCacheAndSearch } from './clean-up/delete-idle-cache-and-search.ts';
import { deleteIdleDatabases } from './clean-up/delete-idle-databases.ts';
import { deleteIdleLoadBalancers } from './clean-up/delete-idle-load-balancers.ts';
import { deleteIdleNatGateways } from './clean-up/delete-idle-nat-gateways.ts';
import { deleteOldSnapshots } from './clean-up/delete-old-snapshots.ts';
import { deleteOrphanedImages } from './clean-up/delete-orphaned-images.ts';
import { deleteUnattachedVolumes } from './clean-up/delete-unattached-volumes.ts';
import { deleteUnusedLogGroups } from './clean-up/delete-unused-log-groups.ts';
import { deleteUnusedMetrics } from './clean-up/delete-unused-metrics.ts';
import { expireNoncurrentVersions } from './clean-up/expire-noncurrent-versions.ts';
import { releaseUnusedAddresses } from './clean-up/release-unused-addresses.ts';
import { terminateIdleCompute } from './clean-up/terminate-idle-compute.ts';
import { azureHybridBenefit } from './commit/azure-hybrid-benefit.ts';
import { azureReservation } from './commit/azure-reservation.ts';
import { azureSavingsPlan } from './commit/azure-savings-plan.ts';
import { computeSavingsPlan } from './commit/compute-savings-plan.ts';
import { databaseSavingsPlan } from './commit/database-savings-plan.ts';
import { ec2InstanceSavingsPlan } from './commit/ec2-instance-savings-plan.ts';
import { gcpFlexibleCommitment } from './commit/gcp-flexible-commitment.ts';
import { gcpResourceCommitment } from './commit/gcp-resource-commitment.ts';
import { reservedDatabases } from './commit/reserved-databases.ts';
import { reservedInstances } from './commit/reserved-instances.ts';
import { reservedNodes } from './commit/reserved-nodes.ts';
import { sagemakerSavingsPlan } from './commit/sagemaker-savings-plan.ts';
import { enterpriseDiscount } from './contract/enterprise-discount.ts';
import { marketplaceRenegotiation } from './contract/marketplace-renegotiation.ts';
import { supportPlan } from './contract/support-plan.ts';
import { auroraIoOptimized } from './modernize/aurora-io-optimized.ts';
import { auroraStandardStorage } from './modernize/aurora-standard-storage.ts';
import { ebsGp2ToGp3 } from './modernize/ebs-gp2-to-gp3.ts';
import { ebsIoToGp3 } from './modernize/ebs-io-to-gp3.ts';
import { ec2Amd } from './modernize/ec2-amd.ts';
import { ec2Graviton } from './modernize/ec2-graviton.ts';
import { ec2NewerGeneration } from './modernize/ec2-newer-generation.ts';
import { eksExtendedSupport } from './modernize/eks-extended-support.ts';
import { elasticacheGraviton } from './modernize/elasticache-graviton.ts';
import { fargateGraviton } from './modernize/fargate-graviton.ts';
import { fargateSpot } from './modernize/fargate-spot.ts';
import { lambdaGraviton } from './modernize/lambda-graviton.ts';
import { opensearchGraviton } from './modernize/opensearch-graviton.ts';
import { rdsExtendedSupport } from './modernize/rds-extended-support.ts';
import { rdsGraviton } from './modernize/rds-graviton.ts';
import { redisToValkey } from './modernize/redis-to-valkey.ts';
import { spotBatch } from './modernize/spot-batch.ts';
import { spotInstances } from './modernize/spot-instances.ts';
import { sqlServerLicence } from './modernize/sql-server-licence.ts';
import { windowsOptimizeCpus } from './modernize/windows-optimize-cpus.ts';
import { windowsToLinux } from './modernize/windows-to-linux.ts';
import { dynamodbCapacityMode } from './rightsize/dynamodb-capacity-mode.ts';
import { dynamodbTableClass } from './rightsize/dynamodb-table-class.ts';
import { ebsProvisionedPerformance } from './rightsize/ebs-provisioned-performance.ts';
import { fargateTaskSize } from './rightsize/fargate-task-size.ts';
import { kubernetesBinPacking } from './rightsize/kubernetes-bin-packing.ts';
import { lambdaMemory } from './rightsize/lambda-memory.ts';
import { rightsizeAutoScalingGroup } from './rightsize/rightsize-auto-scaling-group.ts';
import { rightsizeCache } from './rightsize/rightsize-cache.ts';
import { rightsizeCompute } from './rightsize/rightsize-compute.ts';
import { rightsizeDatabase } from './rightsize/rightsize-database.ts';
import { rightsizeSearch } from './rightsize/rightsize-search.ts';
import { scheduleClusters } from './schedule/schedule-clusters.ts';
import { scheduleDatabases } from './schedule/schedule-databases.ts';
import { scheduleNonProduction } from './schedule/schedule-non-production.ts';
import { backupRetention } from './storage-network/backup-retention.ts';
import { cdnBeforeEgress } from './storage-network/cdn-before-egress.ts';
import { crossZoneAffinity } from './storage-network/cross-zone-affinity.ts';
import { efsInfrequentAccess } from './storage-network/efs-infrequent-access.ts';
import { efsOneZone } from './storage-network/efs-one-zone.ts';
import { egressCompression } from './storage-network/egress-compression.ts';
import { idleTransitAttachments } from './storage-network/idle-transit-attachments.ts';
import { logInfrequentAccess } from './storage-network/log-infrequent-access.ts';
import { logIngestionFilter } from './storage-network/log-ingestion-filter.ts';
import { logRetention } from './storage-network/log-retention.ts';
import { metricCardinality } from './storage-network/metric-cardinality.ts';
import { natGatewayEndpoints } from './storage-network/nat-gateway-endpoints.ts';
import { natInterfaceEndpoints } from './storage-network/nat-interface-endpoints.ts';
import { s3DeepArchive } from './storage-network/s3-deep-archive.ts';
import { s3GlacierFlexible } from './storage-network/s3-glacier-flexible.ts';
import { s3InfrequentToGlacierInstant } from './storage-network/s3-infrequent-to-glacier-instant.ts';
import { s3StorageTiering } from './storage-network/s3-storage-tiering.ts';
import { vendedLogsToS3 } from './storage-network/vended-logs-to-s3.ts';

export const LEVERS: readonly Lever[] = [
  // What is not needed goes first: nothing else should be spent on it.
  terminateIdleCompute,
  deleteIdleDatabases,
  deleteIdleCacheAndSearch,
  // What machines leave behind: an image holds its snapshots, and what is deleted need not be archived.
  deleteUnattachedVolumes,
  deleteOrphanedImages,
  deleteOldSnapshots,
  archiveOldSnapshots,
  // Network that nothing passes through.
  releaseUnusedAddresses,
  deleteIdleLoadBalancers,
  deleteIdleNatGateways,
  // Bytes that nobody knows of, before the rest is tiered; logs and metrics that nobody reads.
  abortIncompleteUploads,
  expireNoncurrentVersions,
  deleteUnusedLogGroups,
  deleteUnusedMetrics,
  // Fewer hours before smaller sizes: the schedule decides which hours a size must serve.
  scheduleNonProduction,
  scheduleDatabases,
  scheduleClusters,
  // The size of a machine before the number of machines: a group of smaller ones needs as many.
  rightsizeCompute,
  rightsizeAutoScalingGroup,
  kubernetesBinPacking,
  // Then what runs on managed machines, and what is provisioned or sold by memory.
  rightsizeDatabase,
  rightsizeCache,
  rightsizeSearch,
  ebsProvisionedPerformance,
  lambdaMemory,
  fargateTaskSize,
  // The class of a table is chosen for the requests that its capacity mode leaves.
  dynamodbCapacityMode,
  dynamodbTableClass,
  // Same work on a cheaper product.
  ebsGp2ToGp3,
  ebsIoToGp3,
  // Another processor: Graviton before AMD before a newer generation, each looks at what the one before has left.
  ec2Graviton,
  ec2Amd,
  ec2NewerGeneration,
  rdsGraviton,
  elasticacheGraviton,
  opensearchGraviton,
  lambdaGraviton,
  fargateGraviton,
  // Another engine or version.
  redisToValkey,
  rdsExtendedSupport,
  eksExtendedSupport,
  auroraIoOptimized,
  auroraStandardStorage,
  // Licences: the whole before a part of it, the database before the system that it leaves.
  sqlServerLicence,
  windowsToLinux,
  windowsOptimizeCpus,
  // Spot after the type of the machine is settled; what stays on demand is left to commitments.
  spotBatch,
  spotInstances,
  fargateSpot,
  // The coldest class first: each rule takes the oldest of what is still in the class it moves from.
  s3DeepArchive,
  s3GlacierFlexible,
  s3StorageTiering,
  s3InfrequentToGlacierInstant,
  efsInfrequentAccess,
  efsOneZone,
  backupRetention,
  // What costs nothing before what costs something in its place; fewer GB before a cheaper way for the rest.
  idleTransitAttachments,
  natGatewayEndpoints,
  natInterfaceEndpoints,
  crossZoneAffinity,
  egressCompression,
  cdnBeforeEgress,
  // Fewer logs before cheaper ones, ingestion before storage.
  logIngestionFilter,
  vendedLogsToS3,
  logInfrequentAccess,
  logRetention,
  metricCardinality,
  // Topology: saves money by taking redundancy away, so it comes late and is watched by guardrails.
  databaseSingleAz,
  cacheSingleAz,
  zonesThreeToTwo,
  disasterRecoveryPosture,
  // What is left is asked less often, and then asked elsewhere.
  readCache,
  regionMove,
  // Commit last, to what is left; the narrow purchase before the broad one, as AWS draws them.
  reservedInstances,
  ec2InstanceSavingsPlan,
  computeSavingsPlan,
  sagemakerSavingsPlan,
  reservedDatabases,
  reservedNodes,
  databaseSavingsPlan,
  // The same on Google Cloud and Azure: owned licences first, then what is bound to a machine, then what is not.
  azureHybridBenefit,
  gcpResourceCommitment,
  azureReservation,
  gcpFlexibleCommitment,
  azureSavingsPlan,
  // Contracts last: discounts are taken on what is still bought, and support is a share of it after every discount.
  marketplaceRenegotiation,
  enterpriseDiscount,
  supportPlan,
];

const BY_ID: ReadonlyMap<string, Lever> = new Map(LEVERS.map(lever => [lever.meta.id, lever]));

/** The lever of this id; null when there is none. */
export function leverById(id: string): Lever | null {
  return BY_ID.get(id) ?? null;
}
