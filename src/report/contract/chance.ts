/** What a plan leaves to chance, as the answers about plans carry it. */

import { z } from 'zod';
import { QUANTITY_KINDS } from '../../engine/index.ts';
import { amount, monthText, share } from './shared.ts';

const amounts = z.object({ planned: amount, p10: amount, p50: amount, p90: amount });

export const chanceSchema = z.object({
  runs: z.number(),
  byMonth: z.array(
    z.object({ index: z.number(), month: monthText, runRateCost: amounts, billedCost: amounts }),
  ),
  /** Saving of the target month on the target's clock. */
  saving: amounts,
  probabilityOfTarget: share,
  /** Work that starts by the target month is not done by its end; null when nothing is said about teams. */
  probabilityOverCapacity: share.nullable(),
  effortDays: z.object({ p10: z.number(), p50: z.number(), p90: z.number() }),
  breach: z.array(
    z.object({
      workload: z.string(),
      planned: share,
      mean: share,
      /** Over the runs in which all risky moves of the workload are in effect; null when there is none. */
      meanWithMoves: share.nullable(),
      limit: share,
      probabilityHolds: share,
    }),
  ),
  /** What drives the spread of the saving: each quantity drawn alone, means of its worst and its best tenth. */
  tornado: z.array(
    z.object({
      kind: z.enum(QUANTITY_KINDS),
      name: z.string(),
      low: amount,
      high: amount,
      shareOfVariance: share,
    }),
  ),
  /** Mean saving of the worst 5 % and 10 % of the runs. */
  cvar: z.object({ worst5: amount, worst10: amount }),
  /** Difference to exact runs of drawn cases, a month; null when nothing was compared. */
  surrogateError: z.object({ cases: z.number(), mean: amount, max: amount }).nullable(),
  quantities: z.array(
    z.object({
      kind: z.enum(QUANTITY_KINDS),
      name: z.string(),
      low: z.number(),
      mode: z.number(),
      high: z.number(),
      unit: z.string(),
      basis: z.enum(['stated', 'assumption']),
      source: z.string(),
    }),
  ),
});

export type ChanceReport = z.output<typeof chanceSchema>;
