/** Negotiated discounts on everything (EDP, PPA, MACC): after the commitments, or bundled with them. */

import { assert, assertNever } from '../assert.ts';
import type { ApplicationInput } from './application.ts';

/** Discount of an input, ready to be taken off. */
export type ContractTerms = {
  readonly order: ApplicationInput['settings']['contractDiscountOrder'];
  /** Share off, by index of the pool. */
  readonly ofPool: Float64Array;
  /** Share off what belongs to no pool: discounts on everything. */
  readonly ofEverything: number;
};

/** Several discounts on the same money: each off what the others leave, or added up where they are bundled. */
function combined(fractions: readonly number[], order: ContractTerms['order']): number {
  switch (order) {
    case 'sequential':
      return 1 - fractions.reduce((left, fraction) => left * (1 - fraction), 1);
    case 'bundled':
      return Math.min(
        1,
        fractions.reduce((sum, fraction) => sum + fraction, 0),
      );
    default:
      return assertNever(order);
  }
}

/** @throws BugError when a discount is not a share */
export function contractTerms({
  pools,
  contractDiscounts,
  settings,
}: Pick<ApplicationInput, 'pools' | 'contractDiscounts' | 'settings'>): ContractTerms {
  const order = settings.contractDiscountOrder;
  for (const { id, fraction } of contractDiscounts) {
    assert(fraction >= 0 && fraction <= 1, `the contract discount ${id} is a share between 0 and 1`);
  }
  const scopes = contractDiscounts.map(({ poolIds }) => (poolIds === null ? null : new Set(poolIds)));
  const of = (isIn: (scope: ReadonlySet<string> | null) => boolean) =>
    combined(
      contractDiscounts.flatMap(({ fraction }, index) => (isIn(scopes[index] ?? null) ? [fraction] : [])),
      order,
    );
  return {
    order,
    ofPool: Float64Array.from(pools, ({ id }) => of(scope => scope === null || scope.has(id))),
    ofEverything: of(scope => scope === null),
  };
}

/**
 * What is left of a charge after the contract discount. Sequential: the share off the charge itself. Bundled: the share off
 * the list price of the same usage, so that the percentages add up; a charge never turns into a credit.
 */
export function netCost(
  order: ContractTerms['order'],
  cost: number,
  listCost: number,
  fraction: number,
): number {
  if (fraction === 0) return cost;
  return order === 'sequential' ? cost * (1 - fraction) : Math.max(0, cost - fraction * listCost);
}
