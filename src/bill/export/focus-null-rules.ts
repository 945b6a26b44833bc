/** What the FOCUS specification says of nulls: which cells must be filled, and which must not. */

import { type FocusColumn, type FocusVersion, mandatoryColumns } from './focus-columns.ts';
import type { FocusRule } from './focus-rule.ts';

const REGULAR = `ChargeCategory IN ('Usage', 'Purchase') AND ChargeClass IS DISTINCT FROM 'Correction'`;
const REGULAR_TEXT = 'for usage and purchases that are not corrections';

function notNull(column: FocusColumn): FocusRule {
  return {
    rule: `${column}.not-null`,
    column,
    severity: 'error',
    requirement: 'is not null',
    broken: `${column} IS NULL`,
    isConditional: false,
  };
}

/** A value that only the source of the bill could give. */
function wanted(column: FocusColumn, when: string, whenText: string, isConditional = true): FocusRule {
  return {
    rule: `${column}.wanted`,
    column,
    severity: 'warning',
    requirement: `is not null ${whenText}`,
    broken: `${column} IS NULL AND (${when})`,
    isConditional,
  };
}

function nullWhen(column: FocusColumn, when: string, whenText: string): FocusRule {
  return {
    rule: `${column}.null`,
    column,
    severity: 'error',
    requirement: `is null ${whenText}`,
    broken: `${column} IS NOT NULL AND (${when})`,
    isConditional: false,
  };
}

const WANTED: readonly FocusRule[] = [
  wanted('BillingAccountType', 'BillingAccountId IS NOT NULL', 'where BillingAccountId is not'),
  wanted('ChargeFrequency', 'TRUE', 'on any row'),
  wanted('ServiceSubcategory', 'TRUE', 'on any row'),
  wanted('PricingCurrency', 'TRUE', 'on any row'),
  wanted('PricingCurrencyEffectiveCost', 'TRUE', 'on any row'),
  wanted('PricingCategory', REGULAR, REGULAR_TEXT),
  wanted('PricingQuantity', REGULAR, REGULAR_TEXT, false),
  wanted('PricingUnit', 'PricingQuantity IS NOT NULL', 'where PricingQuantity is not', false),
  wanted('ListUnitPrice', REGULAR, REGULAR_TEXT),
  wanted('ContractedUnitPrice', REGULAR, REGULAR_TEXT),
  wanted('SkuId', REGULAR, REGULAR_TEXT),
  wanted('SkuPriceId', REGULAR, REGULAR_TEXT),
  wanted(
    'ConsumedQuantity',
    "ChargeCategory = 'Usage' AND CommitmentDiscountStatus IS DISTINCT FROM 'Unused' AND ChargeClass IS DISTINCT FROM 'Correction'",
    'for usage that is neither unused nor a correction',
  ),
  wanted('ConsumedUnit', 'ConsumedQuantity IS NOT NULL', 'where ConsumedQuantity is not'),
  ...(['CommitmentDiscountCategory', 'CommitmentDiscountType'] as const).map(column =>
    wanted(column, 'CommitmentDiscountId IS NOT NULL', 'where CommitmentDiscountId is not'),
  ),
  wanted(
    'CommitmentDiscountStatus',
    "CommitmentDiscountId IS NOT NULL AND ChargeCategory = 'Usage'",
    'for usage with a CommitmentDiscountId',
  ),
  wanted(
    'CommitmentDiscountQuantity',
    `CommitmentDiscountId IS NOT NULL AND ${REGULAR}`,
    `${REGULAR_TEXT}, with a CommitmentDiscountId`,
  ),
  wanted(
    'CommitmentDiscountUnit',
    'CommitmentDiscountQuantity IS NOT NULL',
    'where CommitmentDiscountQuantity is not',
  ),
  wanted(
    'CapacityReservationStatus',
    "CapacityReservationId IS NOT NULL AND ChargeCategory = 'Usage'",
    'for usage with a CapacityReservationId',
  ),
  wanted('RegionName', 'RegionId IS NOT NULL', 'where RegionId is not'),
  wanted('ResourceType', 'ResourceId IS NOT NULL', 'where ResourceId is not'),
  wanted('SubAccountType', 'SubAccountId IS NOT NULL', 'where SubAccountId is not'),
];

const OF_A_TAX = ['ListUnitPrice', 'ContractedUnitPrice', 'PricingCategory', 'PricingQuantity'] as const;

/** Columns that say more of another one, and so are null with it. */
const COMPANIONS: readonly (readonly [FocusColumn, readonly FocusColumn[]])[] = [
  ['PricingQuantity', ['PricingUnit']],
  ['ConsumedQuantity', ['ConsumedUnit']],
  [
    'CommitmentDiscountId',
    [
      'CommitmentDiscountCategory',
      'CommitmentDiscountName',
      'CommitmentDiscountQuantity',
      'CommitmentDiscountStatus',
      'CommitmentDiscountType',
    ],
  ],
  ['CommitmentDiscountQuantity', ['CommitmentDiscountUnit']],
  ['CapacityReservationId', ['CapacityReservationStatus']],
  ['RegionId', ['RegionName']],
  ['ResourceId', ['ResourceName', 'ResourceType']],
  ['SubAccountId', ['SubAccountName', 'SubAccountType']],
  ['BillingAccountId', ['BillingAccountName', 'BillingAccountType']],
  ['SkuId', ['SkuMeter']],
  ['SkuPriceId', ['SkuPriceDetails']],
];

const NULLS: readonly FocusRule[] = [
  ...[...OF_A_TAX, 'SkuId' as const, 'SkuPriceId' as const].map(column =>
    nullWhen(column, "ChargeCategory = 'Tax'", 'for a tax'),
  ),
  nullWhen(
    'ConsumedQuantity',
    "ChargeCategory <> 'Usage' OR CommitmentDiscountStatus = 'Unused'",
    'unless the charge is usage and not unused',
  ),
  ...COMPANIONS.flatMap(([owner, companions]) =>
    companions.map(column => ({
      ...nullWhen(column, `${owner} IS NULL`, `where ${owner} is`),
      rule: `${column}.null-with-${owner}`,
    })),
  ),
];

/** The rules about nulls of a version. */
export function nullRules(version: FocusVersion): readonly FocusRule[] {
  return [...mandatoryColumns(version).map(notNull), ...WANTED, ...NULLS];
}
