/** What an export changes in a stored charge so that the FOCUS specification holds: each rule with the reason that is shown. */

import type { ChargeColumn } from '../columns.ts';
import { sqlText } from '../sql.ts';
import { priceIdentitySql, productSql } from './focus-arithmetic.ts';
import { OBJECT_COLUMNS } from './focus-columns.ts';
import {
  type AllowedColumn,
  isAllowedSql,
  meantValueSql,
  OTHER_CATEGORY,
  PARENT_CATEGORY_SQL,
  SKU_PRICE_PROPERTIES,
  sqlTexts,
} from './focus-values.ts';

/**
 * `filled`: a null that the specification forbids gets a value; `corrected`: a value is written as the specification spells
 * it; `cleared`: a value that the specification forbids becomes null.
 */
export type Change = 'filled' | 'corrected' | 'cleared';

/** One rule. Of the rules of a column the first whose condition holds is applied. */
export type Repair = {
  readonly column: ChargeColumn;
  readonly change: Change;
  readonly when: string;
  /** Expression of the new value. */
  readonly value: string;
  /** Said to the person. */
  readonly rule: string;
};

function fill(column: ChargeColumn, value: string, rule: string, when = 'TRUE'): Repair {
  return {
    column,
    change: 'filled',
    when: `${column} IS NULL AND (${when}) AND (${value}) IS NOT NULL`,
    value,
    rule,
  };
}

function clear(column: ChargeColumn, when: string, rule: string): Repair {
  return { column, change: 'cleared', when: `${column} IS NOT NULL AND (${when})`, value: 'NULL', rule };
}

function respell(column: AllowedColumn): Repair {
  const meant = meantValueSql(column);
  return {
    column,
    change: 'corrected',
    when: `NOT ${isAllowedSql(column)} AND ${meant} IS NOT NULL`,
    value: meant,
    rule: 'written as the specification spells it',
  };
}

const NOT_ALLOWED = 'not a value that the specification knows';

function clearUnknown(column: AllowedColumn): Repair {
  return clear(column, `NOT ${isAllowedSql(column)} AND ${meantValueSql(column)} IS NULL`, NOT_ALLOWED);
}

/** Words and times that other rules look at. */
const FIRST: readonly Repair[] = [
  respell('ChargeCategory'),
  respell('ChargeClass'),
  respell('CommitmentDiscountCategory'),
  clearUnknown('CommitmentDiscountCategory'),
  respell('CommitmentDiscountStatus'),
  clearUnknown('CommitmentDiscountStatus'),
  respell('CapacityReservationStatus'),
  clearUnknown('CapacityReservationStatus'),
  fill('BillingAccountId', 'SubAccountId', 'SubAccountId: the bill names no other account'),
  fill(
    'BillingPeriodStart',
    "date_trunc('month', ChargePeriodStart)",
    'first day of the month of ChargePeriodStart',
  ),
  fill(
    'ProviderName',
    'coalesce(ServiceProviderName, HostProviderName, InvoiceIssuerName, PublisherName)',
    'the next of ServiceProviderName, HostProviderName, InvoiceIssuerName, PublisherName',
  ),
  respell('ServiceCategory'),
  fill('ServiceCategory', PARENT_CATEGORY_SQL, 'the category that ServiceSubcategory belongs to'),
  fill('ServiceCategory', sqlText(OTHER_CATEGORY), `${OTHER_CATEGORY}: the bill names no category`),
  {
    column: 'ServiceCategory',
    change: 'corrected',
    when: `NOT ${isAllowedSql('ServiceCategory')}`,
    value: sqlText(OTHER_CATEGORY),
    rule: `${OTHER_CATEGORY}: ${NOT_ALLOWED}`,
  },
  fill('EffectiveCost', 'BilledCost', 'BilledCost'),
  fill('EffectiveCost', '0', '0: the bill names no amount'),
];

const NO_RESOURCE = 'the charge has no ResourceId';
const NO_COMMITMENT = 'the charge has no CommitmentDiscountId';

/** What depends on the columns before. */
const SECOND: readonly Repair[] = [
  // After EffectiveCost, which takes the unknown amount for unknown and not for 0.
  fill('BilledCost', '0', '0: the bill names no amount, so the charge adds nothing to the invoice'),
  fill('BillingPeriodEnd', 'BillingPeriodStart + INTERVAL 1 MONTH', 'a month after BillingPeriodStart'),
  fill('ChargePeriodStart', 'BillingPeriodStart', 'BillingPeriodStart'),
  fill('InvoiceIssuerName', 'ProviderName', 'ProviderName'),
  fill('PublisherName', 'ProviderName', 'ProviderName'),
  fill('ServiceProviderName', 'ProviderName', 'ProviderName'),
  respell('ServiceSubcategory'),
  {
    column: 'ServiceSubcategory',
    change: 'corrected',
    when: `ServiceSubcategory IS NOT NULL AND ${PARENT_CATEGORY_SQL} IS DISTINCT FROM ServiceCategory`,
    value: "'Other (' || ServiceCategory || ')'",
    rule: `Other of the category: ${NOT_ALLOWED} there`,
  },
  respell('ChargeFrequency'),
  clearUnknown('ChargeFrequency'),
  clear(
    'ChargeFrequency',
    "ChargeFrequency = 'Usage-Based' AND ChargeCategory = 'Purchase'",
    'a purchase is not usage-based, and how often it comes is not known',
  ),
  fill('ChargeFrequency', "'Usage-Based'", 'Usage-Based: the charge is usage', "ChargeCategory = 'Usage'"),
  clear('PricingCategory', "ChargeCategory = 'Tax'", 'a tax has no pricing'),
  respell('PricingCategory'),
  clearUnknown('PricingCategory'),
  fill(
    'PricingCategory',
    "'Committed'",
    'Committed: a commitment covers the charge',
    "ChargeCategory = 'Usage' AND CommitmentDiscountId IS NOT NULL AND CommitmentDiscountStatus = 'Used'",
  ),
  clear('PricingQuantity', "ChargeCategory = 'Tax'", 'a tax has no quantity'),
  clear(
    'ConsumedQuantity',
    "ChargeCategory <> 'Usage' OR CommitmentDiscountStatus = 'Unused'",
    'only usage consumes, and not the unused part of a commitment',
  ),
  clear('CommitmentDiscountCategory', 'CommitmentDiscountId IS NULL', NO_COMMITMENT),
  clear('CommitmentDiscountName', 'CommitmentDiscountId IS NULL', NO_COMMITMENT),
  clear('CommitmentDiscountStatus', 'CommitmentDiscountId IS NULL', NO_COMMITMENT),
  clear('CommitmentDiscountType', 'CommitmentDiscountId IS NULL', NO_COMMITMENT),
  clear('CommitmentDiscountQuantity', 'CommitmentDiscountId IS NULL', NO_COMMITMENT),
  clear(
    'CommitmentDiscountQuantity',
    "ChargeCategory NOT IN ('Usage', 'Purchase')",
    'neither usage nor a purchase',
  ),
  clear(
    'CapacityReservationStatus',
    'CapacityReservationId IS NULL',
    'the charge has no CapacityReservationId',
  ),
  clear('RegionName', 'RegionId IS NULL', 'the charge has no RegionId'),
  clear('ResourceName', 'ResourceId IS NULL', NO_RESOURCE),
  clear('ResourceType', 'ResourceId IS NULL', NO_RESOURCE),
  clear('SubAccountName', 'SubAccountId IS NULL', 'the charge has no SubAccountId'),
  clear('SubAccountType', 'SubAccountId IS NULL', 'the charge has no SubAccountId'),
  clear('SkuId', "ChargeCategory = 'Tax'", 'a tax has no SKU'),
  clear('SkuPriceId', "ChargeCategory = 'Tax'", 'a tax has no SKU'),
  ...OBJECT_COLUMNS.map(column =>
    clear(
      column,
      `NOT json_valid(${column}) OR json_type(TRY_CAST(${column} AS JSON)) <> 'OBJECT'`,
      'not a JSON object',
    ),
  ),
];

/** Keys of SkuPriceDetails that neither the specification defines nor `x_` marks. */
export const UNMARKED_KEYS_SQL = `list_filter(json_keys(SkuPriceDetails), key -> NOT prefix(key, 'x_') AND key NOT IN ${sqlTexts(SKU_PRICE_PROPERTIES)})`;

const MARKED_DETAILS_SQL = `TRY(CAST(to_json(map_from_entries(list_transform(map_entries(CAST(CAST(SkuPriceDetails AS JSON) AS MAP(VARCHAR, JSON))),
  entry -> {'key': CASE WHEN list_contains(${UNMARKED_KEYS_SQL}, entry.key) THEN 'x_' || entry.key ELSE entry.key END, 'value': entry.value}))) AS VARCHAR))`;

/** An amount that stands in where the bill names no list or contracted cost. */
const PAID_SQL = `CASE WHEN ChargeCategory = 'Usage' AND CommitmentDiscountId IS NOT NULL THEN EffectiveCost ELSE BilledCost END`;
const PAID = 'what was paid: BilledCost, or EffectiveCost of usage that a commitment covers';
const ALONE = "ChargeCategory NOT IN ('Usage', 'Purchase')";

/** Units, meters and details of columns that may have been cleared, and what follows from times and names. */
const THIRD: readonly Repair[] = [
  fill('ChargePeriodEnd', 'BillingPeriodEnd', 'BillingPeriodEnd', 'BillingPeriodEnd > ChargePeriodStart'),
  fill('HostProviderName', 'ServiceProviderName', 'ServiceProviderName'),
  clear('PricingUnit', 'PricingQuantity IS NULL', 'the charge has no PricingQuantity'),
  clear('ConsumedUnit', 'ConsumedQuantity IS NULL', 'the charge has no ConsumedQuantity'),
  clear(
    'CommitmentDiscountUnit',
    'CommitmentDiscountQuantity IS NULL',
    'the charge has no CommitmentDiscountQuantity',
  ),
  clear('SkuMeter', 'SkuId IS NULL', 'the charge has no SkuId'),
  clear('SkuPriceDetails', 'SkuPriceId IS NULL', 'the charge has no SkuPriceId'),
  {
    column: 'SkuPriceDetails',
    change: 'corrected',
    when: `len(${UNMARKED_KEYS_SQL}) > 0 AND ${MARKED_DETAILS_SQL} IS NOT NULL`,
    value: MARKED_DETAILS_SQL,
    rule: 'properties that the specification does not define get the mark x_',
  },
];

/** Contracted cost: what it is by definition, else the nearest amount that is known. */
function contractedCostRepairs(costType: string): readonly Repair[] {
  const product = productSql('ContractedUnitPrice', 'PricingQuantity', costType);
  return [
    fill('ContractedCost', product, 'ContractedUnitPrice times PricingQuantity', 'ContractedUnitPrice >= 0'),
    fill('ContractedCost', 'BilledCost', 'BilledCost of a tax, credit or adjustment', ALONE),
    fill('ContractedCost', 'ListCost', 'ListCost: no negotiated price is known'),
    fill('ContractedCost', PAID_SQL, PAID),
  ];
}

/** List cost; a contracted cost that stands in for it shows no discount, which is less than there may be and never more. */
function listCostRepairs(costType: string): readonly Repair[] {
  const product = productSql('ListUnitPrice', 'PricingQuantity', costType);
  return [
    fill('ListCost', product, 'ListUnitPrice times PricingQuantity', 'ListUnitPrice >= 0'),
    fill('ListCost', 'BilledCost', 'BilledCost of a tax, credit or adjustment', ALONE),
    fill('ListCost', 'ContractedCost', 'ContractedCost: no list price is known, so it shows no discount'),
  ];
}

function priceRepairs(price: ChargeColumn, cost: ChargeColumn): readonly Repair[] {
  const broken = `ChargeClass IS DISTINCT FROM 'Correction' AND PricingQuantity IS NOT NULL AND NOT ${priceIdentitySql(price, 'PricingQuantity', cost)}`;
  return [
    clear(price, "ChargeCategory = 'Tax'", 'a tax has no unit price'),
    clear(price, `${price} < 0`, 'a unit price is not negative'),
    clear(price, broken, `times PricingQuantity it is not ${cost}`),
  ];
}

const SAME_CURRENCY = 'PricingCurrency is BillingCurrency';

function inPricingCurrency(column: ChargeColumn, source: ChargeColumn): Repair {
  return fill(column, source, `${source}: ${SAME_CURRENCY}`, 'PricingCurrency = BillingCurrency');
}

/**
 * All repairs in steps: a step looks at the columns as the steps before left them.
 * @param costType decimal type of the costs of this export
 */
export function focusRepairs(costType: string): readonly (readonly Repair[])[] {
  return [
    FIRST,
    SECOND,
    [...THIRD, ...contractedCostRepairs(costType)],
    listCostRepairs(costType),
    [...priceRepairs('ListUnitPrice', 'ListCost'), ...priceRepairs('ContractedUnitPrice', 'ContractedCost')],
    [
      inPricingCurrency('PricingCurrencyEffectiveCost', 'EffectiveCost'),
      inPricingCurrency('PricingCurrencyListUnitPrice', 'ListUnitPrice'),
      inPricingCurrency('PricingCurrencyContractedUnitPrice', 'ContractedUnitPrice'),
    ],
  ];
}
