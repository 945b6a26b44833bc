/** Bills that are a list of prices and the quantities they belong to: `prices: {put: .005}` with `thousand_put: 30`. */

import { tieredCost } from '../../engine/pricing/object-storage.ts';
import type { Inputs } from '../answer.ts';
import { has, isRecord, numberOf, recordOf, tiersOf } from '../read-inputs.ts';

/** What stands before or after the name of a price in the name of its quantity; the price is for one of that unit. */
const QUANTITY_NAMES = [
  (part: string) => part,
  (part: string) => `${part}_gb`,
  (part: string) => `thousand_${part}`,
  (part: string) => `thousand_${part}s`,
  (part: string) => `thousand_${part}_requests`,
  (part: string) => `million_${part}`,
  (part: string) => `million_${part}s`,
  (part: string) => `extra_${part}`,
  (part: string) => `${part}s`,
];

/** Quantities that are called otherwise than their price. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  storage: ['gb'],
  monitoring: ['thousand_objects', 'thousand_monitored_objects'],
  hour: ['hours'],
  io: ['million_io_requests', 'million_ios'],
};

function quantityOf(inputs: Inputs, part: string): number | null {
  const { gb } = inputs;
  if (isRecord(gb) && has(gb, part)) return numberOf(gb, part);
  const names = [...QUANTITY_NAMES.map(name => name(part)), ...(OTHER_NAMES[part] ?? [])];
  const name = names.find(candidate => has(inputs, candidate) && !isRecord(inputs[candidate]));
  return name === undefined ? null : numberOf(inputs, name);
}

/** Whether the inputs have this form. */
export function isPricedParts(inputs: Inputs): boolean {
  return (
    isRecord(inputs.prices) && Object.keys(inputs.prices).some(part => quantityOf(inputs, part) !== null)
  );
}

/**
 * Cost of each part whose quantity is given, under the name of its price (`gb` is the storage), and their total. A price may be a
 * list of bands.
 */
export function pricedParts(inputs: Inputs): Readonly<Record<string, number>> {
  const prices = recordOf(inputs, 'prices');
  const costs = Object.keys(prices).flatMap((part): readonly (readonly [string, number])[] => {
    const quantity = quantityOf(inputs, part);
    if (quantity === null) return [];
    const cost = Array.isArray(prices[part])
      ? tieredCost(quantity, tiersOf(prices, part))
      : quantity * numberOf(prices, part);
    return [[part === 'gb' ? 'storage' : part, cost]];
  });
  return Object.fromEntries([...costs, ['total', costs.reduce((sum, [, cost]) => sum + cost, 0)]]);
}
