/** Every kind of worked example that the reliability model answers. */

import type { Answer } from '../answer.ts';
import { RELIABILITY_CAPACITY_ANSWERS } from './reliability-capacity.ts';
import { RELIABILITY_COMPOSITION_ANSWERS } from './reliability-composition.ts';
import { RELIABILITY_GUARDRAIL_ANSWERS } from './reliability-guardrails.ts';
import { RELIABILITY_RESIZE_ANSWERS } from './reliability-resize.ts';
import { RELIABILITY_RISK_ANSWERS } from './reliability-risk.ts';
import { RELIABILITY_SLO_ANSWERS } from './reliability-slo.ts';
import { RELIABILITY_STORAGE_ANSWERS } from './reliability-storage.ts';

/** Answers of the reliability model. */
export const RELIABILITY_ANSWERS: readonly Answer[] = [
  ...RELIABILITY_SLO_ANSWERS,
  ...RELIABILITY_COMPOSITION_ANSWERS,
  ...RELIABILITY_RISK_ANSWERS,
  ...RELIABILITY_CAPACITY_ANSWERS,
  ...RELIABILITY_RESIZE_ANSWERS,
  ...RELIABILITY_STORAGE_ANSWERS,
  ...RELIABILITY_GUARDRAIL_ANSWERS,
];
