/**
 * An Aurora cluster in a bill: it names the cluster for storage and I/O and each instance by itself. The instances of a
 * cluster are those of its workload, account and Region.
 */

import type { Estate, Resource } from '../../estate/estate.ts';
import { metersLike } from './support-surcharge.ts';

/** Storage and I/O of Aurora Standard, storage of I/O-Optimized; the I/O of the latter is not charged for. */
export const STANDARD_STORAGE = /^Aurora:StorageUsage$/;
export const IO = /^Aurora:StorageIOUsage$/;
export const IO_OPTIMIZED_STORAGE = /^Aurora:IO-OptimizedStorageUsage$/;

const CLUSTER_METERS = [STANDARD_STORAGE, IO, IO_OPTIMIZED_STORAGE];

/** Everything of the workload, account and Region of a resource, itself included. */
export function beside({ workload, account, region }: Resource, { resources }: Estate): readonly Resource[] {
  return resources.filter(
    each => each.workload === workload && each.account === account && each.region === region,
  );
}

/** The resources that are charged for storage or I/O of Aurora. */
export function clustersAmong(resources: readonly Resource[]): readonly Resource[] {
  return resources.filter(each => CLUSTER_METERS.some(pattern => metersLike(each, pattern).length > 0));
}
