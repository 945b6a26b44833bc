/** Waiting lines in front of machines: Erlang's formulas, tails of response times, and what a smaller machine makes of them. */

import { assert } from '../assert.ts';
import { burnRate } from './slo.ts';

/** Longest recursion. */
const SERVERS_MAX = 1_000_000;

/** A queue with Poisson arrivals and exponential service (M/M/c). Rates are per one unit of time, whichever it is. */
export type Queue = {
  readonly arrivalRate: number;
  /** Requests that one server completes. */
  readonly serviceRate: number;
  readonly servers: number;
};

/** Long-run figures of a queue, times in its unit; Infinity when it never settles. */
export type QueueStatistics = {
  /** Load over capacity; 1 and above never settles. */
  readonly utilization: number;
  /** Share of requests that wait at all, 0..1. */
  readonly waitProbability: number;
  readonly meanWait: number;
  readonly meanResponse: number;
  /** Requests that wait, on average. */
  readonly meanQueueLength: number;
};

function assertServers(servers: number): void {
  assert(Number.isInteger(servers) && servers >= 1 && servers <= SERVERS_MAX, 'a queue has 1 to 1e6 servers');
}

function assertQueue({ arrivalRate, serviceRate, servers }: Queue): void {
  assertServers(servers);
  assert(arrivalRate >= 0 && Number.isFinite(arrivalRate), 'an arrival rate is finite and not negative');
  assert(serviceRate > 0 && Number.isFinite(serviceRate), 'a service rate is finite and positive');
}

/** Erlang B: share of requests that find every server busy when nobody waits. By its recursion, which never overflows. */
export function erlangB(servers: number, offeredErlangs: number): number {
  assertServers(servers);
  assert(offeredErlangs >= 0 && Number.isFinite(offeredErlangs), 'offered load is finite and not negative');
  let blocking = 1;
  for (let busy = 1; busy <= servers; busy++)
    blocking = (offeredErlangs * blocking) / (busy + offeredErlangs * blocking);
  return blocking;
}

/** Erlang C: share of requests that wait. 1 when the load is as large as the servers, since the line only grows. */
export function erlangC(servers: number, offeredErlangs: number): number {
  const blocking = erlangB(servers, offeredErlangs);
  if (offeredErlangs >= servers) return 1;
  return (servers * blocking) / (servers - offeredErlangs * (1 - blocking));
}

/** Waits of an M/M/c queue. */
export function queueStatistics(queue: Queue): QueueStatistics {
  assertQueue(queue);
  const { arrivalRate, serviceRate, servers } = queue;
  const waitProbability = erlangC(servers, arrivalRate / serviceRate);
  const spare = servers * serviceRate - arrivalRate;
  const meanWait = spare > 0 ? waitProbability / spare : Infinity;
  return {
    utilization: arrivalRate / (servers * serviceRate),
    waitProbability,
    meanWait,
    meanResponse: meanWait + 1 / serviceRate,
    meanQueueLength: arrivalRate === 0 ? 0 : arrivalRate * meanWait,
  };
}

/** P(wait <= limit), the service level of a call centre; 0 when the line only grows. */
export function serviceLevel(queue: Queue, limit: number): number {
  assertQueue(queue);
  const spare = queue.servers * queue.serviceRate - queue.arrivalRate;
  if (spare <= 0) return 0;
  return 1 - erlangC(queue.servers, queue.arrivalRate / queue.serviceRate) * Math.exp(-spare * limit);
}

/** P(response > time) of an M/M/c queue: waiting and service together. 1 when the line only grows. */
export function responseTail(queue: Queue, time: number): number {
  assertQueue(queue);
  assert(time >= 0, 'a response time is not negative');
  const { arrivalRate, serviceRate, servers } = queue;
  const spare = servers * serviceRate - arrivalRate;
  if (spare <= 0) return 1;
  const waiting = erlangC(servers, arrivalRate / serviceRate);
  // (e^-spare t - e^-service t) / (service - spare), written so that neither equal rates nor long times lose digits.
  const gap = (serviceRate - spare) * time;
  const slower = Math.exp(-Math.min(spare, serviceRate) * time);
  const share = gap === 0 ? 1 : -Math.expm1(-Math.abs(gap)) / Math.abs(gap);
  return Math.min(1, Math.exp(-serviceRate * time) + waiting * serviceRate * time * slower * share);
}

/** Mean response of one server with Poisson arrivals: s / (1 - rho), in the unit of the service time; Infinity at 1 and above. */
export function singleServerResponse(serviceTime: number, utilization: number): number {
  assert(serviceTime >= 0 && utilization >= 0, 'service time and utilisation are not negative');
  return utilization >= 1 ? Infinity : serviceTime / (1 - utilization);
}

/** What the waiting-time approximation is computed from. */
export type GeneralQueue = {
  /** Load over capacity, 0..1. */
  readonly utilization: number;
  readonly serviceTime: number;
  /** Squared coefficient of variation of the times between arrivals, 1 when left out (Poisson). */
  readonly arrivalVariation?: number;
  /** Squared coefficient of variation of the service times, 1 when left out (exponential). */
  readonly serviceVariation?: number;
  /** 1 when left out, which is Kingman's formula. */
  readonly servers?: number;
};

/**
 * Mean wait of a queue with any arrivals and services: Kingman's formula for one server, and the approximation of Allen and
 * Cunneen with Sakasegawa's exponent for several. In the unit of the service time; Infinity at full load.
 */
export function generalWait(queue: GeneralQueue): number {
  const { utilization, serviceTime, arrivalVariation = 1, serviceVariation = 1, servers = 1 } = queue;
  assertServers(servers);
  assert(utilization >= 0 && serviceTime >= 0, 'utilisation and service time are not negative');
  assert(arrivalVariation >= 0 && serviceVariation >= 0, 'a squared variation is not negative');
  if (utilization >= 1) return Infinity;
  const load = utilization ** (Math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - utilization));
  return load * ((arrivalVariation + serviceVariation) / 2) * serviceTime;
}

/** A change of machine size seen by a latency objective. */
export type Resize = {
  readonly queue: Queue;
  /** Speed of the new machine over that of the old one, > 0. */
  readonly capacityRatio: number;
  /** Latency that a good request stays below, in the unit of the queue. */
  readonly latency: number;
  /** Share of requests asked to be good, 0..1. */
  readonly target: number;
};

/** Share of slow requests and the pace at which they spend the latency budget, before and after. */
export type LatencyBurn = {
  readonly before: number;
  readonly after: number;
  readonly burnRateBefore: number;
  readonly burnRateAfter: number;
};

/** Latency burn of a resize: every server becomes `capacityRatio` times as fast, the load stays. */
export function latencyBurn({ queue, capacityRatio, latency, target }: Resize): LatencyBurn {
  assert(capacityRatio > 0, 'a capacity ratio is positive');
  const before = responseTail(queue, latency);
  const after = responseTail({ ...queue, serviceRate: queue.serviceRate * capacityRatio }, latency);
  return { before, after, burnRateBefore: burnRate(target, before), burnRateAfter: burnRate(target, after) };
}
