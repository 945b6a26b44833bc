/** Examples of the rules by which recommenders and autoscalers choose a size. */

import { z } from 'zod';
import {
  AUTOPILOT_EFFECT,
  azureBurstable,
  azureResize,
  azureShutdown,
  COMPUTE_OPTIMIZER_DEFAULTS,
} from '../../engine/reliability/resize-rules.ts';
import {
  memoryAfterOom,
  scaleByConfidence,
  VPA_CONSTANTS,
  vpaConfidence,
  vpaLowerFactor,
  vpaTarget,
  vpaUpperFactor,
} from '../../engine/reliability/vertical-autoscaler.ts';
import type { Answer } from '../answer.ts';
import { divisor, quantity, reliabilityAnswer } from './reliability-answer.ts';

const RECOMMENDERS: readonly Answer[] = [
  reliabilityAnswer(
    'azureResizeAcceptable',
    {
      p95CpuPct: quantity.nullish(),
      p95NetPct: quantity.nullish(),
      p99MemPct: quantity.nullish(),
      // The stricter rule where nobody said whether people wait for it.
      userFacing: z.boolean().default(true),
    },
    ({ p95CpuPct, p95NetPct, p99MemPct, userFacing }) => ({
      ...azureResize(
        { p95CpuPct: p95CpuPct ?? null, p95NetworkPct: p95NetPct ?? null, p99MemoryPct: p99MemPct ?? null },
        userFacing,
      ),
    }),
  ),
  reliabilityAnswer(
    'azureShutdown',
    { p95MaxCpuPct: quantity, p100AvgCpu3dPct: quantity, outboundNetPct: quantity },
    inputs => ({
      shutdown: azureShutdown({
        p95MaxCpuPct: inputs.p95MaxCpuPct,
        p100AverageCpuPct: inputs.p100AvgCpu3dPct,
        outboundNetworkPct: inputs.outboundNetPct,
      }),
    }),
  ),
  reliabilityAnswer(
    'azureBurstable',
    { avgCpuPct: quantity, p95CpuPct: quantity, baselinePct: quantity },
    ({ avgCpuPct, p95CpuPct, baselinePct }) => ({
      acceptable: azureBurstable(avgCpuPct, p95CpuPct, baselinePct),
    }),
  ),
  reliabilityAnswer('computeOptimizerDefaults', {}, () => ({
    cpuThreshold: COMPUTE_OPTIMIZER_DEFAULTS.cpuThreshold,
    cpuHeadroomPct: COMPUTE_OPTIMIZER_DEFAULTS.cpuHeadroomPct.value,
    memoryHeadroomPct: COMPUTE_OPTIMIZER_DEFAULTS.memoryHeadroomPct.value,
    lookbackDays: COMPUTE_OPTIMIZER_DEFAULTS.lookbackDays.value,
  })),
  reliabilityAnswer('autopilotSlack', {}, () => ({
    autopilotSlack: AUTOPILOT_EFFECT.autopilotSlack.value,
    manualSlack: AUTOPILOT_EFFECT.manualSlack.value,
    oomReductionFactor: AUTOPILOT_EFFECT.oomReductionFactor.value,
  })),
];

const history = { historyDays: quantity, samples: quantity.optional() };

const AUTOSCALER: readonly Answer[] = [
  reliabilityAnswer('vpaUpperMultiplier', history, ({ historyDays, samples }) => ({
    multiplier: vpaUpperFactor(vpaConfidence(historyDays, samples ?? null)),
  })),
  reliabilityAnswer('vpaLowerMultiplier', history, ({ historyDays, samples }) => ({
    multiplier: vpaLowerFactor(vpaConfidence(historyDays, samples ?? null)),
  })),
  reliabilityAnswer(
    'vpaConfidence',
    { base: quantity, multiplier: quantity, exponent: z.number().min(-100).max(100), confidence: quantity },
    ({ base, multiplier, exponent, confidence }) => ({
      value: scaleByConfidence(base, multiplier, exponent, confidence),
    }),
  ),
  reliabilityAnswer('vpaOomBump', { memoryBytes: quantity }, ({ memoryBytes }) => ({
    bytes: memoryAfterOom(memoryBytes),
  })),
  reliabilityAnswer(
    'vpaTarget',
    { p90: divisor.or(z.literal(0)), margin: quantity.default(VPA_CONSTANTS.safetyMargin.value) },
    ({ p90, margin }) => ({ target: vpaTarget(p90, margin) }),
  ),
];

/** Answers by the examples of sizing rules. */
export const RELIABILITY_RESIZE_ANSWERS: readonly Answer[] = [...RECOMMENDERS, ...AUTOSCALER];
