/** Estates of Google Cloud and Azure for the tests of their purchases: a whole month, so that sustained use counts. */

import type { UsageShape } from '../../../../src/engine/commitments/usage.ts';
import type { PaidRates } from '../../../../src/engine/estate/estate.ts';
import { priceIdOf } from '../../../../src/engine/rate-card.ts';
import { CLOUD_PRICES } from '../../../helpers/lever-samples/cloud-commitments.ts';
import { metered } from '../../../helpers/metered-usage.ts';
import { type EstateOptions, estateOf, NO_RATES } from '../../estates.ts';

export {
  azureLicence,
  azureVm,
  cloudSql,
  gcpCore,
} from '../../../helpers/lever-samples/cloud-commitments.ts';

/** January 2024. */
export const MONTH = 744;

/** So much in every hour of the first `share` of the month. */
export function running(quantity: number, share = 1): Float64Array {
  return new Float64Array(MONTH).fill(quantity, 0, Math.round(MONTH * share));
}

/** The prices as a bill would tell them. */
export const CLOUD_RATES: PaidRates = {
  ...NO_RATES,
  onDemandPerHour: new Map(CLOUD_PRICES.map(([shape, price]) => [priceIdOf(shape), price])),
};

/** A month of such an estate. */
export function cloudEstate(
  uses: readonly (readonly [UsageShape, Float64Array])[],
  options: EstateOptions = {},
) {
  const resources = uses.map(([shape, hours], index) => metered(`r-${index}`, [{ shape, hours }]));
  return estateOf(resources, { hours: MONTH, paidRates: CLOUD_RATES, ...options });
}
