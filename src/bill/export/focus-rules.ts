/** What the FOCUS specification (1.2 and 1.3) asks of the rows of a file, as conditions that a wrong row meets. */

import { priceIdentitySql } from './focus-arithmetic.ts';
import {
  type FocusColumn,
  type FocusVersion,
  focusColumns,
  focusKind,
  OBJECT_COLUMNS,
} from './focus-columns.ts';
import { nullRules } from './focus-null-rules.ts';
import { UNMARKED_KEYS_SQL } from './focus-repairs.ts';
import type { FocusRule, Severity } from './focus-rule.ts';
import { ALLOWED_VALUES, type AllowedColumn, isAllowedSql, PARENT_CATEGORY_SQL } from './focus-values.ts';

function value(
  column: FocusColumn,
  name: string,
  requirement: string,
  broken: string,
  severity: Severity = 'error',
): FocusRule {
  return { rule: `${column}.${name}`, column, severity, requirement, broken, isConditional: false };
}

const TIME = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z';
const NUMBER = String.raw`-?[0-9]+(\.[0-9]+)?`;

/** Rules of a column by what kind of value it holds. */
function formatRules(column: FocusColumn): readonly FocusRule[] {
  const kind = focusKind(column);
  if (kind === 'time')
    return [
      value(
        column,
        'format',
        'is a time as 2025-09-01T00:00:00Z',
        `NOT regexp_full_match(${column}, '${TIME}') OR TRY_CAST(${column} AS TIMESTAMPTZ) IS NULL`,
      ),
    ];
  if (kind === 'text') return [];
  return [
    value(
      column,
      'format',
      'is a plain decimal: digits, a point, no exponent',
      `NOT regexp_full_match(${column}, '${NUMBER}')`,
    ),
  ];
}

const isObject = (column: string) => `coalesce(json_type(TRY_CAST(${column} AS JSON)), '') = 'OBJECT'`;

const VALUES: readonly FocusRule[] = [
  ...Object.keys(ALLOWED_VALUES)
    .filter((column): column is AllowedColumn => Object.hasOwn(ALLOWED_VALUES, column))
    .map(column => value(column, 'allowed', 'is one of the allowed values', `NOT ${isAllowedSql(column)}`)),
  value(
    'ServiceSubcategory',
    'parent',
    'belongs to ServiceCategory',
    `${PARENT_CATEGORY_SQL} <> ServiceCategory`,
  ),
  value(
    'ChargeFrequency',
    'purchase',
    'is not Usage-Based for a purchase',
    "ChargeFrequency = 'Usage-Based' AND ChargeCategory = 'Purchase'",
  ),
  value(
    'BillingCurrency',
    'format',
    'is a currency code of ISO 4217',
    "NOT regexp_full_match(BillingCurrency, '[A-Z]{3}')",
  ),
  ...OBJECT_COLUMNS.map(column =>
    value(column, 'format', 'is a JSON object', `${column} IS NOT NULL AND NOT ${isObject(column)}`),
  ),
  value(
    'SkuPriceDetails',
    'keys',
    'has properties of the specification or with the mark x_',
    `CASE WHEN ${isObject('SkuPriceDetails')} THEN len(${UNMARKED_KEYS_SQL}) > 0 END`,
  ),
];

/** Unit prices against their costs. */
function priceRules(price: FocusColumn, cost: FocusColumn): readonly FocusRule[] {
  const identity = priceIdentitySql(price, 'PricingQuantity', cost);
  return [
    value(
      price,
      'non-negative',
      'is not negative',
      `prefix(${price}, '-') AND regexp_matches(${price}, '[1-9]')`,
    ),
    value(
      price,
      'identity',
      `times PricingQuantity is ${cost}, to ten decimals, unless the charge is a correction`,
      `ChargeClass IS DISTINCT FROM 'Correction' AND NOT ${identity}`,
    ),
  ];
}

const MEANING: readonly FocusRule[] = [
  ...priceRules('ListUnitPrice', 'ListCost'),
  ...priceRules('ContractedUnitPrice', 'ContractedCost'),
  value(
    'BillingPeriodEnd',
    'order',
    'is after BillingPeriodStart',
    'BillingPeriodEnd <= BillingPeriodStart',
    'warning',
  ),
  value(
    'ChargePeriodEnd',
    'order',
    'is after ChargePeriodStart',
    'ChargePeriodEnd <= ChargePeriodStart',
    'warning',
  ),
  value(
    'EffectiveCost',
    'purchase',
    'is 0 for the purchase of a commitment, whose cost is in the usage it covers',
    "ChargeCategory = 'Purchase' AND CommitmentDiscountId IS NOT NULL AND ChargeClass IS DISTINCT FROM 'Correction' AND regexp_matches(EffectiveCost, '[1-9]')",
    'warning',
  ),
];

/** The rules of a version, in the order of their columns. */
export function focusRules(version: FocusVersion): readonly FocusRule[] {
  const columns = focusColumns(version);
  const all = [...nullRules(version), ...columns.flatMap(formatRules), ...VALUES, ...MEANING];
  const byColumn = Map.groupBy(all, ({ column }) => column);
  return columns.flatMap(column => byColumn.get(column) ?? []);
}
