/** Examples of storage classes, service credits, data loss, recovery strategies and logs that are gone. */

import { z } from 'zod';
import {
  expectedVolumeFailures,
  lossAge,
  lossEventsPerYear,
  OPERATOR_DELETIONS,
  probabilityAnyVolumeFails,
  VOLUME_FAILURE_RATES,
} from '../../engine/reliability/data-loss.ts';
import { recoveryObjectives, recoveryStrategy } from '../../engine/reliability/disaster-recovery.ts';
import {
  DWELL_SIGMA,
  MEDIAN_DWELL_DAYS,
  probabilityEvidenceExpired,
  repairTimeFactor,
} from '../../engine/reliability/evidence-retention.ts';
import { errorBudgetMinutes } from '../../engine/reliability/slo.ts';
import {
  restoreMinutesOf,
  serviceCreditPct,
  storageDesign,
} from '../../engine/reliability/storage-classes.ts';
import type { Answer } from '../answer.ts';
import { divisor, probability, quantity, reliabilityAnswer, year } from './reliability-answer.ts';

const MONTH_DAYS = 30;

function s3Class(name: string): Readonly<Record<string, unknown>> {
  const design = storageDesign(name);
  if (!design) throw new Error(`class: "${name}" is no class of S3`);
  return {
    availabilityPct: 100 * design.availability,
    minZones: design.minZones,
    downtimeMinPer30d: errorBudgetMinutes({ objective: design.availability, windowDays: MONTH_DAYS }),
    durabilityPct: 100 * design.durability,
    resilientToZoneLoss: design.minZones > 1,
    restoreMinutes: restoreMinutesOf(design),
  };
}

const SERVICES: readonly Answer[] = [
  reliabilityAnswer('s3Class', { class: z.string() }, inputs => s3Class(inputs.class)),
  reliabilityAnswer(
    'slaCreditPct',
    {
      uptimePct: z.number().min(0).max(100),
      tiers: z.array(z.tuple([z.number().min(0).max(100), z.number().min(0).max(100)])).max(100),
      monthlyBill: quantity.optional(),
    },
    ({ uptimePct, tiers, monthlyBill }) => {
      const steps = tiers.map(([uptimeBelowPct, creditPct]) => ({ uptimeBelowPct, creditPct }));
      const creditPct = serviceCreditPct(uptimePct, steps);
      return { creditPct, ...(monthlyBill === undefined ? {} : { credit: (monthlyBill * creditPct) / 100 }) };
    },
  ),
  reliabilityAnswer('drStrategy', { strategy: z.string() }, inputs => {
    const strategy = recoveryStrategy(inputs.strategy);
    if (!strategy) throw new Error(`strategy: "${inputs.strategy}" is no strategy of the framework`);
    return { strategy, ...recoveryObjectives(strategy) };
  }),
];

const volumeKind = z.enum(['gp3', 'gp2', 'io1', 'io2']).optional();

const DATA: readonly Answer[] = [
  reliabilityAnswer(
    'expectedVolumeFailures',
    {
      volumes: quantity,
      volumeType: volumeKind,
      afr: probability.optional(),
      afrLow: probability.optional(),
      afrHigh: probability.optional(),
      years: quantity.default(1),
    },
    ({ volumes, volumeType, afr, afrLow, afrHigh, years }) => {
      const printed = VOLUME_FAILURE_RATES[volumeType ?? 'gp3'];
      const low = afrLow ?? afr ?? afrHigh ?? printed.low;
      const high = afrHigh ?? afr ?? afrLow ?? printed.high;
      return {
        low: expectedVolumeFailures(volumes, low, years),
        high: expectedVolumeFailures(volumes, high, years),
      };
    },
  ),
  reliabilityAnswer(
    'probabilityAnyVolumeLoss',
    { volumes: quantity, volumeType: volumeKind, afr: probability.optional(), years: quantity.default(1) },
    ({ volumes, volumeType, afr, years }) => {
      const rate = afr ?? VOLUME_FAILURE_RATES[volumeType ?? 'gp3'].value;
      return { probability: probabilityAnyVolumeFails(volumes, rate, years) };
    },
  ),
  reliabilityAnswer(
    'expectedDataLossMinutes',
    {
      backupIntervalMinutes: quantity.default(0),
      replicationLagMinutes: quantity.default(0),
      lossEventsPerYear: quantity.optional(),
      volumes: quantity.default(0),
      afr: probability.default(0),
      operatorDeletionsPerYear: quantity.default(OPERATOR_DELETIONS.value),
      pitr: z.boolean().default(false),
      synchronous: z.boolean().default(false),
    },
    inputs => {
      const age = lossAge({
        intervalMinutes: inputs.backupIntervalMinutes,
        lagMinutes: inputs.replicationLagMinutes,
        pointInTime: inputs.pitr,
        synchronous: inputs.synchronous,
      });
      const { volumes, afr, operatorDeletionsPerYear } = inputs;
      const events = inputs.lossEventsPerYear ?? lossEventsPerYear(volumes, afr, operatorDeletionsPerYear);
      return {
        perEvent: age.mean,
        p50PerEvent: age.mean,
        p95PerEvent: age.p95,
        maxPerEvent: age.longest,
        lossEventsPerYear: events,
        perYear: events * age.mean,
        probabilityAnyPerYear: -Math.expm1(-events),
      };
    },
  ),
  reliabilityAnswer(
    'probabilityEvidenceExpired',
    {
      retentionDays: quantity,
      medianDwellDays: divisor.optional(),
      year: year.optional(),
      sigma: quantity.default(DWELL_SIGMA.value),
    },
    inputs => {
      const expired = probabilityEvidenceExpired(
        inputs.retentionDays,
        inputs.medianDwellDays ?? dwellOf(inputs.year),
        inputs.sigma,
      );
      return { probability: expired, repairTimeFactor: repairTimeFactor(expired) };
    },
  ),
];

/** The median of the year that is asked for, or of the latest report. */
function dwellOf(reportYear: number | undefined): number {
  const byYear: Readonly<Record<number, { readonly value: number }>> = MEDIAN_DWELL_DAYS;
  const median = byYear[reportYear ?? 2025];
  if (!median) throw new Error(`year: no median dwell time is known for ${reportYear}`);
  return median.value;
}

/** Answers by the examples of storage and recovery. */
export const RELIABILITY_STORAGE_ANSWERS: readonly Answer[] = [...SERVICES, ...DATA];
