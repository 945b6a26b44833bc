/** What several answers share: amounts, findings, totals. */

import { z } from 'zod';

/** Money or a unit price: plain decimal digits, no exponent. */
export const amount = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('decimal text');
export const share = z.number().describe('share, 1 is everything');
export const monthText = z.string().regex(/^\d{4}-\d{2}$/);

export const totalsSchema = z.object({
  currency: z.string().nullable(),
  billedCost: amount.nullable(),
  effectiveCost: amount.nullable(),
  listCost: amount.nullable(),
  contractedCost: amount.nullable(),
});

/** A conversion that was asked for: units of `to` for one unit of each currency. */
export const conversionSchema = z.object({
  to: z.string(),
  file: z.string(),
  rates: z.array(z.object({ currency: z.string(), rate: amount, date: z.string(), source: z.string() })),
});
