/** Examples of queues, rightsizing rules, burstable credits and spot pools. */

import { z } from 'zod';
import type { BurstableMachine } from '../../engine/reliability/burstable-credits.ts';
import {
  burstableMachine,
  capacityAfterExhaustion,
  creditsAccrued,
  creditsKept,
  creditsPerHour,
  creditsSpentPerHour,
  hoursToExhaustion,
} from '../../engine/reliability/burstable-credits.ts';
import { bathtubCdf, preemptedBy } from '../../engine/reliability/preemption-curve.ts';
import {
  erlangB,
  erlangC,
  generalWait,
  latencyBurn,
  queueStatistics,
  responseTail,
  serviceLevel,
  singleServerResponse,
} from '../../engine/reliability/queueing.ts';
import {
  BAND_PROBABILITY,
  bandShares,
  jobSurvival,
  monthlyHazard,
  probabilityOfAny,
  reworkMinutes,
  SAME_POOL_SHARE,
  shedWithoutPools,
  spotBadMinutesPerYear,
  spotBand,
} from '../../engine/reliability/spot-pools.ts';
import type { Answer } from '../answer.ts';
import {
  count,
  divisor,
  NO_DATA,
  probability,
  quantity,
  reliabilityAnswer,
  someCount,
} from './reliability-answer.ts';

const servers = someCount.max(1e6);

const QUEUES: readonly Answer[] = [
  reliabilityAnswer('erlangC', { servers, offeredErlangs: quantity }, inputs => ({
    pWait: erlangC(inputs.servers, inputs.offeredErlangs),
    pBlock: erlangB(inputs.servers, inputs.offeredErlangs),
    rho: inputs.offeredErlangs / inputs.servers,
    stable: inputs.offeredErlangs < inputs.servers,
  })),
  reliabilityAnswer('erlangB', { servers, offeredErlangs: quantity }, inputs => ({
    pBlock: erlangB(inputs.servers, inputs.offeredErlangs),
  })),
  reliabilityAnswer(
    'mmc',
    { lambda: quantity, serviceSeconds: divisor, servers, targetSeconds: quantity.optional() },
    ({ lambda, serviceSeconds, servers: c, targetSeconds }) => {
      const queue = { arrivalRate: lambda, serviceRate: 1 / serviceSeconds, servers: c };
      const statistics = queueStatistics(queue);
      return {
        rho: statistics.utilization,
        pWait: statistics.waitProbability,
        meanWaitSeconds: statistics.meanWait,
        meanResponseSeconds: statistics.meanResponse,
        meanQueueLength: statistics.meanQueueLength,
        offeredErlangs: lambda * serviceSeconds,
        ...(targetSeconds === undefined ? {} : { serviceLevel: serviceLevel(queue, targetSeconds) }),
      };
    },
  ),
  reliabilityAnswer('mm1ResponseMs', { serviceMs: quantity, rho: quantity }, ({ serviceMs, rho }) => {
    const ms = singleServerResponse(serviceMs, rho);
    return { ms, waitMs: ms - serviceMs };
  }),
  reliabilityAnswer(
    'mmcResponseTail',
    { lambda: quantity, mu: divisor, servers, t: quantity },
    ({ lambda, mu, servers: c, t }) => ({
      pExceeds: responseTail({ arrivalRate: lambda, serviceRate: mu, servers: c }, t),
    }),
  ),
  reliabilityAnswer(
    'kingmanWait',
    {
      rho: quantity,
      ca2: quantity.default(1),
      cs2: quantity.default(1),
      serviceMs: quantity,
      servers: servers.default(1),
    },
    ({ rho, ca2, cs2, serviceMs, servers: c }) => {
      const queue = {
        utilization: rho,
        serviceTime: serviceMs,
        arrivalVariation: ca2,
        serviceVariation: cs2,
        servers: c,
      };
      const waitMs = generalWait(queue);
      return { waitMs, responseMs: waitMs + serviceMs };
    },
  ),
  reliabilityAnswer(
    'rightsizeLatencyBurn',
    {
      lambda: quantity,
      mu: divisor,
      servers,
      capacityRatio: divisor.default(1),
      sloLatency: quantity,
      sloTarget: probability,
    },
    inputs => {
      const queue = { arrivalRate: inputs.lambda, serviceRate: inputs.mu, servers: inputs.servers };
      const { capacityRatio, sloLatency, sloTarget } = inputs;
      const burn = latencyBurn({ queue, capacityRatio, latency: sloLatency, target: sloTarget });
      return { ...burn, budgetConsumedPctAfter: 100 * burn.burnRateAfter };
    },
  ),
];

const burstable = {
  type: z.string().optional(),
  vcpus: divisor.optional(),
  baseline: probability.optional(),
};

type BurstableInputs = { readonly type?: string | undefined } & {
  readonly [Key in keyof BurstableMachine]?: number | undefined;
};

/** vCPUs and baseline as given; what is left out is that of the named type. */
function machineOf({ type, vcpus, baseline }: BurstableInputs): BurstableMachine {
  const named = type === undefined ? null : burstableMachine(type);
  const machine = { vcpus: vcpus ?? named?.vcpus, baseline: baseline ?? named?.baseline };
  if (machine.vcpus === undefined || machine.baseline === undefined)
    throw new Error('type: no burstable type with known vCPUs and baseline');
  return { vcpus: machine.vcpus, baseline: machine.baseline };
}

const CREDITS: readonly Answer[] = [
  reliabilityAnswer('burstableCredits', burstable, inputs => {
    const machine = machineOf(inputs);
    return { creditsPerHour: creditsPerHour(machine), maxAccrued: creditsKept(machine), ...machine };
  }),
  reliabilityAnswer(
    'burstableAccrual',
    { ...burstable, utilisation: probability, hours: quantity.default(1), startCredits: quantity.optional() },
    ({ utilisation, hours, startCredits, ...inputs }) => {
      const machine = machineOf(inputs);
      const accrued = creditsAccrued(machine, utilisation, hours, startCredits ?? null);
      return {
        accrued,
        earned: creditsPerHour(machine) * hours,
        spent: creditsSpentPerHour(machine, utilisation) * hours,
        balance: (startCredits ?? 0) + accrued,
      };
    },
  ),
  reliabilityAnswer(
    'hoursToCreditExhaustion',
    { ...burstable, utilisation: probability, startCredits: quantity.optional() },
    ({ utilisation, startCredits, ...inputs }) => {
      const machine = machineOf(inputs);
      return {
        hours: hoursToExhaustion(machine, utilisation, startCredits ?? creditsKept(machine)),
        capacityRatioAfter: capacityAfterExhaustion(machine, utilisation),
      };
    },
  ),
];

const monthly = { monthlyProbability: probability.optional(), band: z.string().optional() };

/** The probability as given, or the middle of the advisor's band. */
function monthlyOf({
  monthlyProbability,
  band,
}: {
  monthlyProbability?: number | undefined;
  band?: string | undefined;
}) {
  if (monthlyProbability !== undefined) return monthlyProbability;
  const known = band === undefined ? null : spotBand(band);
  if (known) return BAND_PROBABILITY[known].value;
  throw new Error('monthlyProbability: missing, and there is no known band');
}

const SPOT: readonly Answer[] = [
  reliabilityAnswer('bandShares', { counts: z.record(z.string(), quantity) }, ({ counts }) => {
    if (!Object.values(counts).some(value => value > 0)) throw new Error('counts: nothing was counted');
    const { pools, shares, meanMonthlyProbability } = bandShares(counts);
    return { ...shares, n: pools, meanMonthlyProbability };
  }),
  reliabilityAnswer('monthlyHazard', monthly, inputs => {
    const hazardPerMonth = monthlyHazard(monthlyOf(inputs));
    return { hazardPerMonth, hazardPerYear: 12 * hazardPerMonth };
  }),
  reliabilityAnswer(
    'probabilityAnyInterrupted',
    {
      ...monthly,
      instances: count,
      correlation: z.string().default('independent'),
      pools: someCount.default(1),
    },
    inputs => {
      const events =
        inputs.correlation === 'independent' ? inputs.instances : Math.min(inputs.instances, inputs.pools);
      return {
        probability: probabilityOfAny(monthlyOf(inputs), events),
        sameEventShare: SAME_POOL_SHARE.value,
      };
    },
  ),
  reliabilityAnswer(
    'gcpPreemptibleEcdf',
    {
      hours: quantity.refine(hours => preemptedBy(hours) !== null, { params: NO_DATA }),
      subset: z
        .string()
        .refine(text => /preempted/i.test(text), { params: NO_DATA })
        .optional(),
    },
    ({ hours }) => ({ cdf: preemptedBy(hours) }),
  ),
  reliabilityAnswer(
    'bathtubCdf',
    { t: quantity, A: quantity, tau1: divisor, tau2: divisor, b: quantity },
    ({ t, A, tau1, tau2, b }) => ({ cdf: bathtubCdf({ scale: A, early: tau1, late: tau2, wall: b }, t) }),
  ),
  reliabilityAnswer(
    'spotBadMinutesPerYear',
    {
      ...monthly,
      pools: someCount.default(1),
      n: divisor,
      k: quantity,
      effectiveOutageMinutes: quantity,
      spotFraction: probability.default(1),
    },
    inputs => {
      const fleet = {
        machines: inputs.n,
        needed: inputs.k,
        pools: inputs.pools,
        spotFraction: inputs.spotFraction,
        monthlyProbability: monthlyOf(inputs),
        outageMinutes: inputs.effectiveOutageMinutes,
      };
      return { minutes: spotBadMinutesPerYear(fleet), shedFraction: shedWithoutPools(fleet, 1) };
    },
  ),
  reliabilityAnswer('jobSurvival', { ...monthly, hours: quantity }, inputs => ({
    probability: jobSurvival(monthlyOf(inputs), inputs.hours),
  })),
  reliabilityAnswer(
    'reworkMinutes',
    { checkpointIntervalMinutes: quantity, restartMinutes: quantity.default(0) },
    inputs => ({ minutes: reworkMinutes(inputs.checkpointIntervalMinutes, inputs.restartMinutes) }),
  ),
];

/** Answers by the examples of queues, credits and pools. */
export const RELIABILITY_CAPACITY_ANSWERS: readonly Answer[] = [...QUEUES, ...CREDITS, ...SPOT];
