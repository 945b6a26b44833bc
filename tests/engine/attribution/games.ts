/** Games for the tests of attribution: any cost of any set of a few levers. */

import fc from 'fast-check';
import type { CostOfSet } from '../../../src/engine/attribution/lever-set.ts';
import { thousandths } from '../../helpers/arbitraries.ts';

export const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Any cost of any set, not only multiplicative ones. */
export const games = fc
  .integer({ min: 1, max: 5 })
  .chain(count =>
    fc
      .array(thousandths(0, 100), { minLength: 2 ** count, maxLength: 2 ** count })
      .map(costs => ({ count, costOf: ((set: bigint) => costs[Number(set)] ?? 0) as CostOfSet })),
  );
