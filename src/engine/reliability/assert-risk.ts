/** Whether the numbers that a lever states about risk are possible. */

import { assert } from '../assert.ts';
import type { RiskChange } from './risk.ts';

const isShare = (value: number) => value >= 0 && value <= 1;
const isAmount = (value: number) => value >= 0 && Number.isFinite(value);
/** Left out is possible. */
const maybe = (value: number | undefined, is: (value: number) => boolean) => value === undefined || is(value);

/** Shares of a change by name, each within [0, 1] or left out. */
const SHARES = [
  'probability',
  'from',
  'to',
  'requestShare',
  'share',
  'monthlyProbability',
  'imbalance',
  'headroom',
  'timeShare',
  'shedShare',
  'availability',
  'degradeFraction',
  'annualFailureRate',
  'baseline',
  'impact',
] as const;

/** Amounts of a change by name, each finite and not negative or left out. */
const AMOUNTS = [
  'multiplier',
  'ratio',
  'memoryRatio',
  'countRatio',
  'capacityRatio',
  'startsPerMonth',
  'minutes',
  'restoreMinutes',
  'scaleUpsPerDay',
  'lagMinutes',
  'gateways',
  'addedMs',
  'volumes',
  'intervalMinutes',
  'retentionDays',
  'daysBefore',
  'days',
  'hotDays',
  'secondsBefore',
  'seconds',
  'periods',
  'laterMinutes',
  'perMonth',
] as const;

/** Counts by name: whole, and at least one. */
const COUNTS = ['zones', 'pools'] as const;

/** Holds when the numbers of a change are possible: shares within [0, 1], amounts finite and not negative. @throws BugError */
export function assertRiskChange(change: RiskChange): void {
  const numbers = new Map(
    Object.entries(change).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
  for (const name of SHARES) assert(maybe(numbers.get(name), isShare), `${name} of a risk is within [0, 1]`);
  for (const name of AMOUNTS)
    assert(maybe(numbers.get(name), isAmount), `${name} of a risk is finite and not negative`);
  for (const name of COUNTS)
    assert(
      maybe(numbers.get(name), value => Number.isInteger(value) && value >= 1),
      `${name} of a risk is a whole number above 0`,
    );
}
