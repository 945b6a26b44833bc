/** The columns of the store: FOCUS 1.2, the two provider columns of FOCUS 1.3, and the `x_` columns that the engine needs. */

/** How a column is stored: text, UTC timestamp, or an exact decimal of one of three groups that share a width. */
export type ColumnKind = 'text' | 'time' | DecimalGroup;

/** Decimals of a group have one type in a file: the narrowest that holds every value exactly. */
export type DecimalGroup = 'cost' | 'price' | 'quantity';

const TEXT = [
  'AvailabilityZone',
  'BillingAccountId',
  'BillingAccountName',
  'BillingAccountType',
  'BillingCurrency',
  'CapacityReservationId',
  'CapacityReservationStatus',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
  'ConsumedUnit',
  'InvoiceId',
  'InvoiceIssuerName',
  'PricingCategory',
  'PricingCurrency',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'SubAccountType',
  'Tags',
  'ServiceProviderName',
  'HostProviderName',
] as const;

const TIMES = ['BillingPeriodEnd', 'BillingPeriodStart', 'ChargePeriodEnd', 'ChargePeriodStart'] as const;

const COSTS = [
  'BilledCost',
  'ContractedCost',
  'EffectiveCost',
  'ListCost',
  'PricingCurrencyEffectiveCost',
] as const;

const PRICES = [
  'ContractedUnitPrice',
  'ListUnitPrice',
  'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyListUnitPrice',
] as const;

const QUANTITIES = ['CommitmentDiscountQuantity', 'ConsumedQuantity', 'PricingQuantity'] as const;

/** Provider facts that FOCUS has no column for. */
const EXTRA_TEXT = [
  'x_ServiceCode',
  'x_UsageType',
  'x_Operation',
  'x_LineItemType',
  'x_InstanceType',
  'x_CostCategories',
  'x_CommitmentOffering',
  'x_CommitmentTerm',
  'x_CommitmentPaymentOption',
  'x_CommitmentRegion',
  'x_CommitmentInstanceFamily',
] as const;

const EXTRA_TIMES = ['x_CommitmentStart', 'x_CommitmentEnd'] as const;

/** Invoice amounts of a CUR line before our rules, so that the rules can be checked against the invoice. */
const EXTRA_COSTS = ['x_UnblendedCost', 'x_NetUnblendedCost'] as const;

const EXTRA_QUANTITIES = ['x_ReservationCount'] as const;

/** A column that a format may fill; what it leaves out is null. */
export type ChargeColumn =
  | (typeof TEXT)[number]
  | (typeof TIMES)[number]
  | (typeof COSTS)[number]
  | (typeof PRICES)[number]
  | (typeof QUANTITIES)[number]
  | (typeof EXTRA_TEXT)[number]
  | (typeof EXTRA_TIMES)[number]
  | (typeof EXTRA_COSTS)[number]
  | (typeof EXTRA_QUANTITIES)[number];

function entries(names: readonly ChargeColumn[], kind: ColumnKind): [ChargeColumn, ColumnKind][] {
  return names.map(name => [name, kind]);
}

/** Every column a format may fill, in the order of the store, with its kind. */
export const CHARGE_COLUMNS: ReadonlyMap<ChargeColumn, ColumnKind> = new Map([
  ...entries([...TEXT], 'text'),
  ...entries([...TIMES], 'time'),
  ...entries([...COSTS], 'cost'),
  ...entries([...PRICES], 'price'),
  ...entries([...QUANTITIES], 'quantity'),
  ...entries([...EXTRA_TEXT], 'text'),
  ...entries([...EXTRA_TIMES], 'time'),
  ...entries([...EXTRA_COSTS], 'cost'),
  ...entries([...EXTRA_QUANTITIES], 'quantity'),
]);
