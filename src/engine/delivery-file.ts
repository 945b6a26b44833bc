/** How a move is carried out, as a plan file has it. */

import { z } from 'zod';
import { ADOPTION_STAGES, DEFAULT_DELIVERY, type Delivery } from './delivery.ts';
import { amountSchema } from './plan-values.ts';
import { MAX_HORIZON_MONTHS } from './simulate/assumptions.ts';

const months = z.number().int().max(MAX_HORIZON_MONTHS);

/** Fields of a move that say how it is carried out; all may be left out. */
export const deliveryFields = {
  ramp: z
    .strictObject({
      months: months.min(1),
      by: z.enum(['resource', 'share']).default(DEFAULT_DELIVERY.rampBy),
    })
    .optional(),
  dualRunMonths: months.min(0).optional(),
  oneOffCost: amountSchema.optional(),
  effortDays: z.number().min(0).max(100_000).optional(),
  status: z.enum(ADOPTION_STAGES).optional(),
};

const deliverySchema = z.strictObject(deliveryFields);

/** How a move is carried out; nothing when the file says nothing. */
export function deliveryOf(file: z.output<typeof deliverySchema>): { readonly delivery?: Delivery } {
  const { ramp, dualRunMonths, oneOffCost, effortDays, status } = file;
  const stated = [ramp, dualRunMonths, oneOffCost, effortDays, status];
  if (stated.every(value => value === undefined)) return {};
  const defaults = DEFAULT_DELIVERY;
  return {
    delivery: {
      rampMonths: ramp?.months ?? defaults.rampMonths,
      rampBy: ramp?.by ?? defaults.rampBy,
      dualRunMonths: dualRunMonths ?? defaults.dualRunMonths,
      oneOffCost: oneOffCost ?? defaults.oneOffCost,
      effortDays: effortDays ?? defaults.effortDays,
      status: status ?? defaults.status,
    },
  };
}

/** The fields of a file; only what differs from the defaults. */
export function deliveryFileOf(delivery: Delivery | undefined): z.input<typeof deliverySchema> {
  const { rampMonths, rampBy, dualRunMonths, oneOffCost, effortDays, status } = delivery ?? DEFAULT_DELIVERY;
  return {
    ...(rampMonths === 1 ? {} : { ramp: { months: rampMonths, by: rampBy } }),
    ...(dualRunMonths === 0 ? {} : { dualRunMonths }),
    ...(Number(oneOffCost) === 0 ? {} : { oneOffCost }),
    ...(effortDays === null ? {} : { effortDays }),
    ...(status === DEFAULT_DELIVERY.status ? {} : { status }),
  };
}
