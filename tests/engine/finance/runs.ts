/** Runs with months as a test states them, around a real run that does nothing. */

import { addMonths } from '../../../src/engine/calendar.ts';
import { decimal } from '../../../src/engine/money.ts';
import type { StatedAssumptions } from '../../../src/engine/simulate/assumptions.ts';
import type { Run, RunMonth } from '../../../src/engine/simulate/run.ts';
import { createSimulator } from '../../../src/engine/simulate/simulate.ts';
import { testBook } from '../../helpers/test-book.ts';
import { estateOf, other, plan } from '../estates.ts';

/** A month; what is left out is as without the plan, which is $100 on both clocks. */
export type StatedMonth = {
  readonly forecast?: number;
  readonly forecastBilled?: number;
  readonly runRate?: number;
  readonly billed?: number;
  readonly oneOff?: number;
  readonly workDays?: number;
};

const EMPTY = createSimulator(estateOf([other('rest', '100', { workload: 'shop' })]), testBook());

/** A run of $100 a month after January 2024, with these months. */
export function runOf(stated: readonly StatedMonth[], assumptions: StatedAssumptions = {}): Run {
  const run = EMPTY.run(plan([], { assumptions }), { horizonMonths: Math.max(1, stated.length) });
  const [template] = run.months;
  if (template === undefined) throw new Error('a run has a month');
  const months = stated.map((month, at): RunMonth => {
    const { forecast = 100, oneOff = 0, workDays = 0 } = month;
    const { forecastBilled = forecast, runRate = forecast } = month;
    const { billed = runRate + oneOff } = month;
    return {
      ...template,
      index: at + 1,
      month: addMonths(run.referenceMonth, at + 1),
      forecastCost: decimal(forecast),
      forecastBilledCost: decimal(forecastBilled),
      runRateCost: decimal(runRate),
      effectiveCost: decimal(runRate).plus(decimal(oneOff)),
      billedCost: decimal(billed),
      oneOff:
        oneOff === 0
          ? []
          : [{ resourceId: 'rest', workload: 'shop', leverId: null, moveId: 'a', amount: decimal(oneOff) }],
      workDays,
    };
  });
  return { ...run, months, horizonMonths: months.length };
}
