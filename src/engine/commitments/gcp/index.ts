/** The door of the Google Cloud rules: the order of an hour, sustained use on the remainder, and the amounts a bill shows. */

export { breakEvenUtilization, RESOURCE_DISCOUNT, spendDiscount } from './discounts.ts';
export { consumptionBill, legacyBill, type SpendRow } from './flexible-bill.ts';
export { toConsumptionCommitment, toLegacyCommitment } from './flexible-commitments.ts';
export { gcpOrder } from './order.ts';
export { resourceCoverage } from './resource-commitments.ts';
export { type SustainedUseInput, sustainedUseMultipliers } from './sustained-use.ts';
export {
  averageDiscount,
  averageMultiplier,
  incrementalRates,
  SUSTAINED_USE_MULTIPLIERS,
  seriesOf,
  stackedPrice,
  sustainedUseGroup,
} from './sustained-use-rates.ts';
