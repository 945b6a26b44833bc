/** The answer of `plan show`: the plan with every default, and its dates where a bill is there to play it on. */

import { z } from 'zod';
import { amount, monthText } from './shared.ts';

const dayShare = z.object({ month: z.number(), team: z.string().nullable(), days: z.number() });

const datesSchema = z.object({
  horizonMonths: z.number(),
  referenceMonth: monthText,
  currency: z.string(),
  months: z.array(
    z.object({
      index: z.number(),
      month: monthText,
      workDays: z.number(),
      capacityDays: z.number().nullable(),
    }),
  ),
  teams: z.array(
    z.object({
      name: z.string(),
      months: z.array(z.object({ workDays: z.number(), capacityDays: z.number() })),
    }),
  ),
  /** In the order of application; months count from 1, null: beyond the horizon. */
  moves: z.array(
    z.object({
      moveId: z.string(),
      title: z.string(),
      owner: z.string().nullable(),
      start: z.number(),
      begunMonth: z.number().nullable(),
      doneMonth: z.number().nullable(),
      effectMonth: z.number().nullable(),
      fullMonth: z.number().nullable(),
      status: z.string(),
      effortDays: z.number(),
      savedPerMonth: amount,
      workDays: z.array(dayShare),
    }),
  ),
});

/** Whatever stands in the plan is shown as it is: its fields are those of `plan-file.json` with their defaults. */
export const planShowSchema = z.looseObject({
  schema: z.literal('trimtab/plan-show/1'),
  title: z.string(),
  scenario: z.string().nullable(),
  moves: z.array(
    z.looseObject({
      id: z.string(),
      lever: z.string(),
      start: z.number(),
      owner: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** Null when there is no bill to play the plan on. */
  dates: datesSchema.nullable(),
});
