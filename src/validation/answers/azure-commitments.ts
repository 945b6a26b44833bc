/** Worked examples of Azure commitments. */

import type { Answer } from '../answer.ts';
import { AZURE_HOUR_ANSWERS } from './azure-hours.ts';
import { AZURE_SIZE_ANSWERS } from './azure-sizes.ts';
import { AZURE_SPEND_ANSWERS } from './azure-spend.ts';
import { AZURE_TERM_ANSWERS } from './azure-terms.ts';

/** Examples of the kinds `azure-reservation` and `azure-isf`; the first that accepts the inputs computes them. */
export const AZURE_COMMITMENT_ANSWERS: readonly Answer[] = [
  ...AZURE_SIZE_ANSWERS,
  ...AZURE_HOUR_ANSWERS,
  ...AZURE_SPEND_ANSWERS,
  ...AZURE_TERM_ANSWERS,
];
