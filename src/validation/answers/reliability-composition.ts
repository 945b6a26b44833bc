/** Examples of availabilities put together, capacity, and redundancy. */

import { z } from 'zod';
import {
  availabilityFromMtbfMttr,
  duplexUnavailability,
  expectedShedFraction,
  kOfN,
  machinesFor,
  outagesOfKOfN,
  parallel,
  serial,
  sparesApproximation,
  staticStabilityFactor,
} from '../../engine/reliability/composition.ts';
import { RELIABILITY_CONSTANTS } from '../../engine/reliability/constants.ts';
import { MINUTES_PER_YEAR } from '../../engine/reliability/failure-class.ts';
import { scenarioDowntime } from '../../engine/reliability/risk-sheet.ts';
import type { Answer } from '../answer.ts';
import { count, divisor, probability, quantity, reliabilityAnswer, someCount } from './reliability-answer.ts';

const YEAR_DAYS = 365;
/** Loops over machines stay short. */
const machines = someCount.max(100_000);

function availabilityResult(availability: number): Readonly<Record<string, unknown>> {
  return {
    availability,
    availabilityPct: 100 * availability,
    unavailability: 1 - availability,
    downtimeMinutesPerYear: (1 - availability) * MINUTES_PER_YEAR,
  };
}

const CHAINS: readonly Answer[] = [
  reliabilityAnswer('serial', { availabilities: z.array(probability).max(100_000) }, ({ availabilities }) =>
    availabilityResult(serial(availabilities)),
  ),
  reliabilityAnswer('parallel', { availabilities: z.array(probability).max(100_000) }, ({ availabilities }) =>
    availabilityResult(parallel(availabilities)),
  ),
  reliabilityAnswer(
    'availabilityFromMtbfMttr',
    { mtbfHours: divisor, mttrHours: quantity },
    ({ mtbfHours, mttrHours }) => availabilityResult(availabilityFromMtbfMttr(mtbfHours, mttrHours)),
  ),
  reliabilityAnswer(
    'availabilityFromMtbfMttr',
    { mtbfHours: divisor, mttrMinutes: quantity },
    ({ mtbfHours, mttrMinutes }) => availabilityResult(availabilityFromMtbfMttr(60 * mtbfHours, mttrMinutes)),
  ),
  reliabilityAnswer(
    'scenarioDowntime',
    {
      failuresPerYear: quantity,
      minutesPerFailure: quantity,
      changesPerYear: quantity.default(0),
      minutesPerChange: quantity.default(0),
      yearDays: divisor.default(YEAR_DAYS),
    },
    inputs => {
      const scenario = scenarioDowntime(inputs);
      return { ...scenario, availabilityPct: 100 * scenario.availability };
    },
  ),
];

const redundant = z.number().min(0).max(1);

function replicated(inputs: { readonly n: number; readonly k: number; readonly a: number }) {
  if (inputs.k > inputs.n) throw new Error('k: no more than n');
  return availabilityResult(kOfN(inputs.n, inputs.k, inputs.a));
}

const REDUNDANCY: readonly Answer[] = [
  reliabilityAnswer(
    'kOfN',
    { n: machines, k: count, a: redundant, failuresPerYear: quantity.optional() },
    ({ n, k, a, failuresPerYear }) => {
      const result = replicated({ n, k, a });
      if (failuresPerYear === undefined || k === 0) return result;
      const { perYear, meanMinutes } = outagesOfKOfN(n, k, a, failuresPerYear);
      return { ...result, outagesPerYear: perYear, meanOutageMinutes: meanMinutes };
    },
  ),
  reliabilityAnswer('sparesApprox', { n: machines, spares: count, a: redundant }, ({ n, spares, a }) => {
    if (spares >= n) throw new Error('spares: fewer than n');
    return availabilityResult(sparesApproximation(n, spares, a));
  }),
  reliabilityAnswer(
    'duplexWithCommonCause',
    {
      failuresPerYear: quantity,
      mttrMinutes: quantity.default(RELIABILITY_CONSTANTS.manualRecoveryMinutes.value),
      beta: probability.default(RELIABILITY_CONSTANTS.commonCauseShare.value),
    },
    ({ failuresPerYear, mttrMinutes, beta }) => {
      // The example's u is the plain product, without the time under repair taken off.
      const single = (failuresPerYear * mttrMinutes) / MINUTES_PER_YEAR;
      if (single > 1) throw new Error('mttrMinutes: more time under repair than there is in a year');
      const unavailability = duplexUnavailability(single, beta);
      return { ...availabilityResult(1 - unavailability), unavailability };
    },
  ),
];

const CAPACITY: readonly Answer[] = [
  reliabilityAnswer('staticStabilityFactor', { zones: someCount, zonesLost: count.default(1) }, inputs => {
    if (inputs.zonesLost >= inputs.zones) throw new Error('zonesLost: a zone must be left');
    const capacityFactor = staticStabilityFactor(inputs.zones, inputs.zonesLost);
    return { capacityFactor, capacityPct: 100 * capacityFactor };
  }),
  reliabilityAnswer(
    'serversForUtilisation',
    {
      rps: quantity,
      rpsPerServer: divisor,
      targetUtilisation: divisor.max(1),
      zones: someCount.default(1),
      survive: count.optional(),
    },
    ({ rps, rpsPerServer, targetUtilisation, zones, survive = 0 }) => {
      if (survive >= zones) throw new Error('survive: a zone must be left');
      const servers = machinesFor({
        requestsPerSecond: rps,
        requestsPerSecondPerMachine: rpsPerServer,
        targetUtilization: targetUtilisation,
        zones,
        survive,
      });
      return { servers, serversPerZone: servers / zones };
    },
  ),
  reliabilityAnswer('expectedShedFraction', { n: machines, k: count, a: redundant }, ({ n, k, a }) => {
    const fraction = expectedShedFraction(n, k, a);
    return { fraction, badMinutesPerYear: fraction * MINUTES_PER_YEAR };
  }),
];

/** Answers by the examples of composition. */
export const RELIABILITY_COMPOSITION_ANSWERS: readonly Answer[] = [...CHAINS, ...REDUNDANCY, ...CAPACITY];
