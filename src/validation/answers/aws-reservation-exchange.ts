/** Answers on what is received for a reservation that is given away: exchange, sale, and the discount of volume. */

import { exchangeCount, trueUp } from '../../engine/commitments/aws/change-instruments.ts';
import { saleProceeds } from '../../engine/commitments/aws/give-back.ts';
import { volumeDiscount } from '../../engine/commitments/aws/reservation-price.ts';
import type { Answer, Inputs } from '../answer.ts';
import { has, numberOf, numberOr, recordsOf } from '../read-inputs.ts';

const kind = 'aws-ri';

/** What is given and what is taken in an exchange, however an example words it. */
const NEW_WORDS = /new|target|prorat|unit/;
const OLD_WORDS = /old|original|current|existing|remaining|^list_value$/;

/** The key that speaks of this quantity on this side. */
function keyOf(inputs: Inputs, quantity: RegExp, side: 'old' | 'new'): string | undefined {
  return Object.keys(inputs).find(name => {
    if (!quantity.test(name) || !has(inputs, name)) return false;
    return NEW_WORDS.test(name) ? side === 'new' : side === 'old' && OLD_WORDS.test(name);
  });
}

function sideOf(inputs: Inputs, quantity: RegExp, side: 'old' | 'new'): number | null {
  const key = keyOf(inputs, quantity, side);
  return key === undefined ? null : numberOf(inputs, key);
}

const hasSides = (inputs: Inputs, quantity: RegExp) =>
  keyOf(inputs, quantity, 'old') !== undefined && keyOf(inputs, quantity, 'new') !== undefined;

const VALUE = /value/;
const UPFRONT_COST = /upfront/;

/** List values give the number of new reservations, upfront costs the payment. */
const EXCHANGE: Answer = {
  kind,
  accepts: inputs => hasSides(inputs, VALUE) || hasSides(inputs, UPFRONT_COST),
  compute: inputs => {
    const result: Record<string, unknown> = {};
    const [value, unit] = [sideOf(inputs, VALUE, 'old'), sideOf(inputs, VALUE, 'new')];
    if (value !== null && unit !== null) {
      if (!(unit > 0)) throw new Error('the list value of the new reservation must be more than 0');
      const given = value * numberOr(inputs, 'old_count', 1);
      const count = exchangeCount(given, unit);
      Object.assign(result, {
        count,
        new_count: count,
        ratio: given / unit,
        received_list_value: count * unit,
      });
    }
    const [left, prorated] = [sideOf(inputs, UPFRONT_COST, 'old'), sideOf(inputs, UPFRONT_COST, 'new')];
    if (left !== null && prorated !== null) result.true_up = trueUp(prorated, left);
    return result;
  },
  resolve: (key, _inputs, computed) => {
    if (/true_?up|charge|pay|difference/.test(key)) return computed.true_up;
    return /count|instances|reservations|number|quantity/.test(key) ? computed.count : undefined;
  },
};

const SALE_PRICE = ['sale_price', 'listing_price', 'upfront_sale_price'];

const SALE: Answer = {
  kind,
  accepts: inputs => SALE_PRICE.some(key => has(inputs, key)),
  compute: inputs => {
    const { fee, proceeds } = saleProceeds(numberOf(inputs, ...SALE_PRICE) * numberOr(inputs, 'count', 1));
    return { service_fee: fee, fee, proceeds, seller_receives: proceeds };
  },
};

const VOLUME: Answer = {
  kind,
  accepts: inputs => has(inputs, 'active_list_value', 'purchase_list_value'),
  compute: inputs => {
    const purchase = numberOf(inputs, 'purchase_list_value');
    const tiers = Array.isArray(inputs.tiers)
      ? recordsOf(inputs, 'tiers').map(tier => ({
          fromListValue: numberOf(tier, 'from_list_value', 'from'),
          discount: numberOf(tier, 'discount'),
        }))
      : undefined;
    const share = volumeDiscount(numberOf(inputs, 'active_list_value'), purchase, tiers);
    return { discount: share, discount_amount: purchase * share };
  },
};

/** Exchange, sale, volume. */
export const RESERVATION_EXCHANGE_ANSWERS: readonly Answer[] = [EXCHANGE, SALE, VOLUME];
