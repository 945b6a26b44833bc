/** Worked examples of sizes that stand for each other by a ratio: virtual machines, software plans. */

import { z } from 'zod';
import type { Answer } from '../answer.ts';
import { applyExample, exampleReservation, sum } from './azure-application.ts';
import { amount, azureAnswer, positive, rows } from './azure-inputs.ts';

const reservation = z.object({
  size: z.string().min(1),
  quantity: amount.default(1),
  flexibility: z.enum(['group', 'size']).default('group'),
});

const sizes = azureAnswer(
  'azure-isf',
  z.object({
    ratios: z.record(z.string(), positive),
    // Several reservations as a list, or one.
    reservation: z.union([rows(reservation), reservation.transform(one => [one])]),
    running: rows(z.object({ size: z.string().min(1), count: amount.default(1) })),
  }),
  ({ ratios, reservation: reserved, running }) => {
    const { covered, uncovered, used, unused } = applyExample({
      hours: 1,
      usage: running.map(({ size, count }) => ({
        product: 'virtual-machine',
        sku: size,
        quantities: [count],
      })),
      commitments: reserved.map(({ size, quantity, flexibility }, index) =>
        exampleReservation('virtual-machine', size, quantity, {
          flexibility,
          id: `reservation-${String(index).padStart(9, '0')}`,
        }),
      ),
      ratios,
    });
    const count = sum(running.map(each => each.count));
    return {
      covered_vm_hours: sum(covered.flat()),
      pay_as_you_go_vm_hours: sum(uncovered.flat()),
      covered_fraction: count > 0 ? sum(covered.flat()) / count : null,
      covered_vm_hours_by_size: covered.flat(),
      covered_footprint: sum(used.flat()),
      unused_footprint: sum(unused.flat()),
    };
  },
  { reservation: ['reservations'] },
);

/** A plan of one ratio on machines of another, both of one group. */
const softwarePlans = azureAnswer(
  'azure-reservation',
  z.object({
    plan_ratio: positive,
    vm_ratio: positive,
    quantity: amount.default(1),
    vms: positive.default(1),
  }),
  ({ plan_ratio: planRatio, vm_ratio: vmRatio, quantity, vms }) => {
    const coveredOf = (count: number) =>
      sum(
        applyExample({
          hours: 1,
          usage: [{ product: 'software-plan', sku: 'vm', quantities: [count] }],
          commitments: [exampleReservation('software-plan', 'plan', quantity)],
          ratios: { plan: planRatio, vm: vmRatio },
        }).covered.flat(),
      );
    return {
      covered_fraction: coveredOf(vms) / vms,
      // As many machines as there may be.
      covered_vms: coveredOf(Math.ceil((quantity * planRatio) / vmRatio)),
    };
  },
);

/** Examples of instance size flexibility and of SUSE software plans. */
export const AZURE_SIZE_ANSWERS: readonly Answer[] = [sizes, softwarePlans];
