/** Worked examples of Kubernetes: CPU and memory that a node keeps for itself, on GKE and EKS. */

import {
  allocatedCost,
  CPU_BANDS,
  eksReservedMib,
  GKE_EVICTION_MIB,
  GKE_MEMORY_BANDS,
  gkeReservedGib,
  reservedCores,
} from '../../engine/pricing/node-reservations.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, isRecord, numberIn, numberOf, numberOr, recordOf, recordsOf, tiersOf } from '../read-inputs.ts';

const MIB_PER_GIB = 1024;

function cpu(inputs: Inputs) {
  const cores = numberIn(inputs, 'cores') ?? numberOf(inputs, 'vcpus');
  const bands = ['cpu_bands', 'bands'].find(key => has(inputs, key));
  const reserved = reservedCores(cores, bands === undefined ? CPU_BANDS : tiersOf(inputs, bands));
  return {
    reserved_cores: reserved,
    reserved_millicores: reserved * 1000,
    allocatable_cores: cores - reserved,
    allocatable_millicores: (cores - reserved) * 1000,
  };
}

const MEMORY = ['memory_gib', 'memory_gb', 'memory_mib'];

function memoryGib(inputs: Inputs): number | null {
  const mib = numberIn(inputs, 'memory_mib');
  return mib === null ? numberIn(inputs, 'memory_gib', 'memory_gb') : mib / MIB_PER_GIB;
}

function memoryKeys(reservedGib: number, evictionGib: number, gib: number | null) {
  return {
    reserved_gib: reservedGib,
    reserved_gb: reservedGib,
    reserved_mib: reservedGib * MIB_PER_GIB,
    eviction_mib: evictionGib * MIB_PER_GIB,
    reserved_with_eviction_gib: reservedGib + evictionGib,
    reserved_with_eviction_mib: (reservedGib + evictionGib) * MIB_PER_GIB,
    ...(gib === null
      ? {}
      : {
          allocatable_gib: gib - reservedGib - evictionGib,
          allocatable_mib: (gib - reservedGib - evictionGib) * MIB_PER_GIB,
        }),
  };
}

function gkeMemory(inputs: Inputs) {
  const gib = memoryGib(inputs);
  const bands = ['memory_bands', ...(has(inputs, 'cores') || has(inputs, 'vcpus') ? [] : ['bands'])].find(
    key => has(inputs, key),
  );
  const tiers = bands === undefined ? GKE_MEMORY_BANDS : tiersOf(inputs, bands);
  const eviction = numberOr(inputs, 'eviction_mib', GKE_EVICTION_MIB) / MIB_PER_GIB;
  return memoryKeys(gkeReservedGib(gib ?? 0, tiers), eviction, gib);
}

/** EKS counts pods instead of memory. */
function eksMemory(inputs: Inputs) {
  const reserved = eksReservedMib(numberOf(inputs, 'max_pods', 'maxPods')) / MIB_PER_GIB;
  return memoryKeys(
    reserved,
    numberOr(inputs, 'eviction_mib', GKE_EVICTION_MIB) / MIB_PER_GIB,
    memoryGib(inputs),
  );
}

const hasCores = (inputs: Inputs) => has(inputs, 'cores') || has(inputs, 'vcpus');
const hasPods = (inputs: Inputs) => has(inputs, 'max_pods') || has(inputs, 'maxPods');
const hasMemory = (inputs: Inputs) => MEMORY.some(key => has(inputs, key));

/** What workloads are charged of a node: of each resource what they ask for, or use if that is more; the rest is idle. */
function allocation(inputs: Inputs) {
  const prices = recordOf(inputs, 'prices');
  const costs = recordsOf(inputs, 'workloads').map(workload =>
    allocatedCost(
      Object.keys(prices).map(resource => ({
        price: numberOf(prices, resource),
        requested: numberOr(workload, `${resource}_request`, 0),
        used: numberOr(workload, `${resource}_usage`, 0),
      })),
    ),
  );
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const node = numberIn(inputs, 'node_cost');
  return {
    workload_costs: costs,
    workload_cost: total,
    idle_cost: node === null ? undefined : node - total,
  };
}

export const KUBERNETES_ANSWERS: readonly Answer[] = [
  {
    kind: 'k8s',
    accepts: inputs => hasCores(inputs) || hasPods(inputs) || hasMemory(inputs),
    compute: inputs => ({
      ...(hasCores(inputs) ? cpu(inputs) : {}),
      ...(hasPods(inputs) ? eksMemory(inputs) : hasMemory(inputs) ? gkeMemory(inputs) : {}),
    }),
    // `reserved_memory_mib` and `reserved_cpu_millicores` name the resource that the unit names too.
    resolve: (key, _inputs, computed) =>
      computed[key.replace(/_(memory|cpu)_|^(memory|cpu)_/, match => (match.startsWith('_') ? '_' : ''))],
  },
  {
    kind: 'k8s',
    accepts: inputs => Array.isArray(inputs.workloads) && isRecord(inputs.prices),
    compute: allocation,
  },
];
