/** What a plan leaves to chance as data. */

import { type Chance, toLedger, toText } from '../engine/index.ts';
import type { ChanceReport } from './contract/chance.ts';

const money = (value: number) => toText(toLedger(value));

function amounts({ planned, p10, p50, p90 }: Chance['saving']): ChanceReport['saving'] {
  return { planned: money(planned), p10: money(p10), p50: money(p50), p90: money(p90) };
}

/** The answer as `--json` prints it and screens show it. */
export function chanceReport(chance: Chance): ChanceReport {
  const { surrogateError: error, cvar } = chance;
  return {
    runs: chance.runs,
    byMonth: chance.byMonth.map(({ index, month, runRate, cash }) => ({
      index,
      month,
      runRateCost: amounts(runRate),
      billedCost: amounts(cash),
    })),
    saving: amounts(chance.saving),
    probabilityOfTarget: chance.probabilityOfTarget,
    probabilityOverCapacity: chance.probabilityOverCapacity,
    effortDays: { ...chance.effortDays },
    breach: chance.breach.map(each => ({ ...each })),
    tornado: chance.tornado.map(bar => ({ ...bar, low: money(bar.low), high: money(bar.high) })),
    cvar: { worst5: money(cvar.worst5), worst10: money(cvar.worst10) },
    surrogateError: error && { cases: error.cases, mean: money(error.mean), max: money(error.max) },
    quantities: chance.quantities.map(({ estimate, ...rest }) => ({ ...rest, ...estimate })),
  };
}
