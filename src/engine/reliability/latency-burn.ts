/** Latency of a tier against an objective: how many requests are slow over the day, before and after its machines change. */

import type { Workload } from '../estate/workload.ts';
import type { TierShape } from './capacity-shedding.ts';
import type { LoadPoint } from './constants.ts';
import { generalWait, queueStatistics, responseTail } from './queueing.ts';
import { burnRate } from './slo.ts';

/** Requests, and how fast they are to be answered. */
export type LatencyObjective = {
  /** At the busiest time, all machines together. */
  readonly peakRequestsPerSecond: number;
  readonly serviceTimeMs: number;
  /** Squared coefficients of variation; 1 and 1 is a queue with Poisson arrivals and exponential service. */
  readonly arrivalVariation: number;
  readonly serviceVariation: number;
  readonly latencyMs: number;
  /** Share of requests that must be faster, 0..1. */
  readonly target: number;
  /** Requests that one machine works on at a time. */
  readonly serversPerMachine: number;
  /** Speed of a machine over what it was when the service time was measured. */
  readonly speed: number;
  /** Time on the way that a move to another Region adds. */
  readonly addedMs: number;
};

/** Latency of a window. */
export type Latency = {
  /** Share of requests slower than the objective, 0..1. */
  readonly slowShare: number;
  /** Pace at which the latency budget is spent, which is also the share of it that a window takes; null without a budget. */
  readonly burnRate: number | null;
  /** Mean wait at the peak, milliseconds; null when the line only grows. */
  readonly peakWaitMs: number | null;
};

/** Most servers of one line; more are computed as this many, which waits a little longer. */
const SERVERS_MAX = 2000;

/** A workload's declared traffic as a latency objective; null when a part of it is not declared. */
export function latencyObjectiveOf(
  { traffic }: Pick<Workload, 'traffic'>,
  machines: number,
  requestsPerMachine: number | null,
): LatencyObjective | null {
  if (!traffic || machines < 1) return null;
  const { loadProfile, serviceTimeMs, latencySloMs, latencyTarget, ca2, cs2 } = traffic;
  if (serviceTimeMs === null || latencySloMs === null || latencyTarget === null || loadProfile.length === 0)
    return null;
  const perServer = 1000 / serviceTimeMs;
  return {
    peakRequestsPerSecond: Math.max(...loadProfile.map(({ requestsPerSecond }) => requestsPerSecond)),
    serviceTimeMs,
    arrivalVariation: ca2,
    serviceVariation: cs2,
    latencyMs: latencySloMs,
    target: latencyTarget,
    serversPerMachine: Math.max(1, Math.round((requestsPerMachine ?? perServer) / perServer)),
    speed: 1,
    addedMs: 0,
  };
}

function slowShareAt(objective: LatencyObjective, machines: number, load: number): number {
  const limit = (objective.latencyMs - objective.addedMs) / 1000;
  if (limit <= 0) return 1;
  const servers = Math.max(1, Math.min(SERVERS_MAX, Math.round(machines * objective.serversPerMachine)));
  const serviceRate = (1000 / objective.serviceTimeMs) * objective.speed;
  const arrivalRate = objective.peakRequestsPerSecond * load;
  // Kingman scales the wait by the variation of arrivals and services: so shrinks the time that is left for it.
  const variation = Math.max(1, (objective.arrivalVariation + objective.serviceVariation) / 2);
  return responseTail({ arrivalRate, serviceRate, servers }, limit / variation);
}

/** Mean wait in milliseconds: Erlang's for Poisson arrivals and exponential service, else Kingman's; null when it never ends. */
function peakWait(objective: LatencyObjective, machines: number): number | null {
  const servers = Math.max(1, Math.min(SERVERS_MAX, Math.round(machines * objective.serversPerMachine)));
  const serviceRate = (1000 / objective.serviceTimeMs) * objective.speed;
  const arrivalRate = objective.peakRequestsPerSecond;
  const { arrivalVariation, serviceVariation } = objective;
  const wait =
    arrivalVariation === 1 && serviceVariation === 1
      ? queueStatistics({ arrivalRate, serviceRate, servers }).meanWait
      : generalWait({
          utilization: arrivalRate / (servers * serviceRate),
          serviceTime: 1 / serviceRate,
          arrivalVariation,
          serviceVariation,
          servers,
        });
  return Number.isFinite(wait) ? wait * 1000 : null;
}

/** Latency of a tier over its day; null without an objective or without machines. */
export function latencyOf(objective: LatencyObjective | null, shape: TierShape | null): Latency | null {
  if (objective === null || shape === null) return null;
  const profile: readonly LoadPoint[] = shape.loadProfile;
  let slow = 0;
  let requests = 0;
  for (const { weight, load } of profile) {
    slow += weight * load * slowShareAt(objective, shape.machines, load);
    requests += weight * load;
  }
  const slowShare = requests > 0 ? slow / requests : 0;
  return {
    slowShare,
    burnRate: objective.target < 1 ? burnRate(objective.target, slowShare) : null,
    peakWaitMs: peakWait(objective, shape.machines),
  };
}
