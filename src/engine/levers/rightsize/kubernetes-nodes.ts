/** Nodes of Kubernetes clusters: which machines are, and how many of them hold what runs there. */

import type { InstanceResource } from '../../estate/estate.ts';
import type { InstanceType } from '../../price-book.ts';
import { eksReservedMib, reservedCores } from '../../pricing/node-reservations.ts';
import { tagEnding } from './equal-machines.ts';

/** `kubernetes.io/cluster/main: owned` names the cluster in its key. */
const CLUSTER_KEY = /kubernetes\.io\/cluster\/(.+)$/;

/** Cluster that a machine is a node of, by the tags that EKS and its autoscalers set; null when it is none. */
export function clusterOf({ tags }: InstanceResource): string | null {
  const named = tagEnding(tags, ['eksclustername']);
  if (named !== null) return named;
  for (const key of Object.keys(tags)) {
    const match = CLUSTER_KEY.exec(key);
    if (match?.[1]) return match[1];
  }
  return null;
}

/** Cores and GiB. */
export type Room = { readonly cores: number; readonly gib: number };

/** What pods may use of a node: the machine without what Kubernetes keeps for itself. */
export function allocatable({ vcpus, memoryGib }: InstanceType, maxPods: number): Room {
  return {
    cores: vcpus - reservedCores(vcpus),
    gib: Math.max(0, memoryGib - eksReservedMib(maxPods) / 1024),
  };
}

type Bin = { cores: number; gib: number; pods: number };

/** Room for a pod, allowing for the rounding of sums. */
const hasRoom = (bin: Bin, pod: Room) =>
  bin.pods > 0 && bin.cores >= pod.cores - 1e-9 && bin.gib >= pod.gib - 1e-9;

/** Whether not even the smallest pod fits any more: such a node is not looked at again. */
const isFull = (bin: Bin, least: Room) => !hasRoom(bin, least);

/**
 * Nodes that hold these pods by first-fit decreasing: largest share of a node first, each into the first node with room for
 * its cores, its memory and one more pod. In one dimension it takes at most 11/9 of the fewest and 6/9 more.
 * @returns null when a pod is larger than a node
 */
export function nodesFor(pods: readonly Room[], node: Room, maxPods: number): number | null {
  const share = ({ cores, gib }: Room) => Math.max(cores / node.cores, gib / node.gib);
  const sorted = [...pods].sort((a, b) => share(b) - share(a));
  if (sorted.some(pod => !hasRoom({ ...node, pods: maxPods }, pod))) return null;
  const least = pods.reduce(
    (min, pod) => ({ cores: Math.min(min.cores, pod.cores), gib: Math.min(min.gib, pod.gib) }),
    { ...node },
  );
  let open: Bin[] = [];
  let count = 0;
  for (const pod of sorted) {
    let bin = open.find(each => hasRoom(each, pod));
    if (!bin) {
      bin = { ...node, pods: maxPods };
      open.push(bin);
      count++;
    }
    bin.cores -= pod.cores;
    bin.gib -= pod.gib;
    bin.pods--;
    if (isFull(bin, least)) open = open.filter(each => each !== bin);
  }
  return count;
}
