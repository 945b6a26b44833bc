/** The columns of FOCUS 1.2 and 1.3 (Cost and Usage) in the specification's order, and which of them must be filled. */

import type { ColumnKind } from '../columns.ts';
import { CHARGE_COLUMNS, type ChargeColumn } from '../columns.ts';

/** Versions that can be written. */
export const FOCUS_VERSIONS = ['1.2', '1.3'] as const;

export type FocusVersion = (typeof FOCUS_VERSIONS)[number];

/** Columns of 1.3 that the store does not hold: split cost allocation and contract commitments. They are written empty. */
const NOT_STORED = [
  'AllocatedMethodDetails',
  'AllocatedMethodId',
  'AllocatedResourceId',
  'AllocatedResourceName',
  'AllocatedTags',
  'ContractApplied',
] as const;

/** New in 1.3. ProviderName and PublisherName stay: 1.3 deprecates them without taking them away. */
const NEW_IN_1_3: readonly string[] = [...NOT_STORED, 'HostProviderName', 'ServiceProviderName'];

/** A column of the specification. */
export type FocusColumn = ChargeColumn | (typeof NOT_STORED)[number];

function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const STORED: readonly ChargeColumn[] = [...CHARGE_COLUMNS.keys()].filter(name => !name.startsWith('x_'));

const ALL_COLUMNS: readonly FocusColumn[] = [...STORED, ...NOT_STORED].sort(byName);

const COLUMNS: Readonly<Record<FocusVersion, readonly FocusColumn[]>> = {
  '1.2': ALL_COLUMNS.filter(name => !NEW_IN_1_3.includes(name)),
  '1.3': ALL_COLUMNS,
};

/** Columns of a version by their ids, alphabetically: the order in which the specification presents them. */
export function focusColumns(version: FocusVersion): readonly FocusColumn[] {
  return COLUMNS[version];
}

/** Our own columns, in the order of the store; the specification wants them after all of its own. */
export const CUSTOM_COLUMNS: readonly ChargeColumn[] = [...CHARGE_COLUMNS.keys()].filter(name =>
  name.startsWith('x_'),
);

/** True for a column that the store holds. */
export function isStored(column: FocusColumn): column is ChargeColumn {
  return !NOT_STORED.some(name => name === column);
}

/** Kind of a column; what the store does not hold is text. */
export function focusKind(column: FocusColumn): ColumnKind {
  return isStored(column) ? (CHARGE_COLUMNS.get(column) ?? 'text') : 'text';
}

const NOT_NULL: readonly FocusColumn[] = [
  'BilledCost',
  'BillingAccountId',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ContractedCost',
  'EffectiveCost',
  'HostProviderName',
  'InvoiceIssuerName',
  'ListCost',
  'ProviderName',
  'PublisherName',
  'ServiceCategory',
  'ServiceName',
  'ServiceProviderName',
];

/** Columns of feature level "mandatory" that allow no null. */
export function mandatoryColumns(version: FocusVersion): readonly FocusColumn[] {
  return NOT_NULL.filter(name => COLUMNS[version].includes(name));
}

/** Columns that hold a JSON object. */
export const OBJECT_COLUMNS = ['SkuPriceDetails', 'Tags'] as const;
