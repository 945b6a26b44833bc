/**
 * What Kubernetes keeps of a node for itself, CPU and memory that workloads cannot use, and what workloads are charged of the rest.
 * Sources: GKE "Allocatable resources" (2023-08); the bootstrap script of the EKS-optimised image (awslabs/amazon-eks-ami);
 * OpenCost specification 0.1.
 */

import { type PriceTier, tieredCost } from './object-storage.ts';

/** A share of each part of a node that is kept, by bands: 6 % of the first core, 1 % of the second, ... */
export type ReservationBands = readonly PriceTier[];

const NO_END = Number.POSITIVE_INFINITY;

/** CPU, in cores: the same on GKE and EKS. */
export const CPU_BANDS: ReservationBands = [
  { upTo: 1, price: 0.06 },
  { upTo: 2, price: 0.01 },
  { upTo: 4, price: 0.005 },
  { upTo: NO_END, price: 0.0025 },
];

/** Memory of a GKE node, in GiB. */
export const GKE_MEMORY_BANDS: ReservationBands = [
  { upTo: 4, price: 0.25 },
  { upTo: 8, price: 0.2 },
  { upTo: 16, price: 0.1 },
  { upTo: 128, price: 0.06 },
  { upTo: NO_END, price: 0.02 },
];

/** MiB that GKE keeps of a machine with less than 1 GiB, and for evicting pods on any machine. */
const GKE_SMALL_MACHINE_MIB = 255;
export const GKE_EVICTION_MIB = 100;

/** MiB that EKS keeps for each pod that the node may run, and for itself. */
const EKS_MIB_PER_POD = 11;
const EKS_BASE_MIB = 255;

/** Cores kept of a node. */
export function reservedCores(cores: number, bands: ReservationBands = CPU_BANDS): number {
  return tieredCost(cores, bands);
}

/** GiB kept of a GKE node, without what is kept for evicting pods. */
export function gkeReservedGib(memoryGib: number, bands: ReservationBands = GKE_MEMORY_BANDS): number {
  return memoryGib < 1 ? Math.min(memoryGib, GKE_SMALL_MACHINE_MIB / 1024) : tieredCost(memoryGib, bands);
}

/** MiB kept of an EKS node. @param maxPods pods that the node may run */
export function eksReservedMib(maxPods: number): number {
  return EKS_MIB_PER_POD * maxPods + EKS_BASE_MIB;
}

/** One resource of a node as a workload asks for it. */
export type ResourceClaim = { readonly price: number; readonly requested: number; readonly used: number };

/** What a workload is charged: of each resource what it asks for, or what it uses where that is more. */
export function allocatedCost(claims: readonly ResourceClaim[]): number {
  return claims.reduce((sum, { price, requested, used }) => sum + price * Math.max(requested, used), 0);
}
