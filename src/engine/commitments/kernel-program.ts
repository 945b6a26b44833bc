/** An order of application as flat arrays: what the inner loops read. Checked here once, so that they need not. */

import { assert } from '../assert.ts';
import type { ApplicationOrder, Benefit, Step } from './draw.ts';

/**
 * Steps in order. A slot is one pool of one step: a draw has one slot, a share has one for each target; the slots of step
 * `s` are `firstSlot[s]` up to `firstSlot[s + 1]`.
 */
export type KernelProgram = {
  readonly benefits: readonly Benefit[];
  readonly pools: number;
  readonly hours: number;
  readonly steps: number;
  readonly stepBenefit: Int32Array;
  readonly firstSlot: Int32Array;
  readonly slotPool: Int32Array;
  readonly slotRate: Float64Array;
  /** First step of each benefit; the number of steps where it has none. */
  readonly firstStep: Int32Array;
  /** The step after the last one of each benefit; 0 where it has none. */
  readonly endStep: Int32Array;
};

type Target = { readonly usage: number; readonly unitsPerQuantity: number };

const targetsOf = (step: Step): readonly Target[] => (step.kind === 'draw' ? [step] : step.targets);

function checkBenefit({ id, capacity, costPerUnit, fromHour, toHour }: Benefit): void {
  assert(Number.isFinite(capacity) && capacity >= 0, `the capacity of ${id} is a number of 0 or more`);
  assert(Number.isFinite(costPerUnit), `the cost of a unit of ${id} is a number`);
  assert(
    Number.isInteger(fromHour) && Number.isInteger(toHour) && fromHour >= 0,
    `${id} is in force in whole hours`,
  );
}

/**
 * Flattens an order.
 * @throws BugError when a step names what is not there, or a rate is not above 0
 */
export function compileProgram(order: ApplicationOrder, pools: number, hours: number): KernelProgram {
  const { benefits, steps } = order;
  benefits.forEach(checkBenefit);
  const slots = steps.reduce((sum, step) => sum + targetsOf(step).length, 0);
  const program = {
    benefits,
    pools,
    hours,
    steps: steps.length,
    stepBenefit: new Int32Array(steps.length),
    firstSlot: new Int32Array(steps.length + 1),
    slotPool: new Int32Array(slots),
    slotRate: new Float64Array(slots),
    firstStep: new Int32Array(benefits.length).fill(steps.length),
    endStep: new Int32Array(benefits.length),
  };
  let slot = 0;
  steps.forEach((step, index) => {
    const { benefit } = step;
    assert(benefits[benefit] !== undefined, `step ${index} draws on a benefit of the order`);
    program.stepBenefit[index] = benefit;
    program.firstStep[benefit] = Math.min(program.firstStep[benefit] ?? index, index);
    program.endStep[benefit] = index + 1;
    for (const { usage, unitsPerQuantity } of targetsOf(step)) {
      assert(
        Number.isInteger(usage) && usage >= 0 && usage < pools,
        `step ${index} draws for a pool of the input`,
      );
      assert(
        Number.isFinite(unitsPerQuantity) && unitsPerQuantity > 0,
        `step ${index} takes more than 0 units for a unit of usage`,
      );
      program.slotPool[slot] = usage;
      program.slotRate[slot] = unitsPerQuantity;
      slot++;
    }
    program.firstSlot[index + 1] = slot;
  });
  return program;
}

/** First and end slot of a benefit's steps inside a range of steps, as a list of slots. */
export function slotsOfBenefit(program: KernelProgram, benefit: number, from: number, to: number): number[] {
  const slots: number[] = [];
  for (let step = from; step < to; step++) {
    if (program.stepBenefit[step] !== benefit) continue;
    for (let slot = program.firstSlot[step] ?? 0; slot < (program.firstSlot[step + 1] ?? 0); slot++) {
      slots.push(slot);
    }
  }
  return slots;
}
