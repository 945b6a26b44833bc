/** FOCUS 0.5 to 1.3 from any provider, with the `x_` columns of the AWS, Azure, GCP and OCI exports. */

import { CHARGE_COLUMNS, type ChargeColumn } from '../columns.ts';
import { type Cells, canonicalName } from '../read/cells.ts';
import { sqlText } from '../sql.ts';
import { tagKeysSql } from './aws-line.ts';
import { completedFromOci, withoutSubcategory } from './focus-preview.ts';
import { focusVersion } from './focus-version.ts';
import type { FormatDefinition, FormatReader, Mapping } from './format.ts';
import { completedFromGoogle } from './gcp-focus.ts';

/** Other names of a column: FOCUS 1.0-preview (OCI), providers' own. The column's own name comes first. */
const ALIASES: Readonly<Partial<Record<ChargeColumn, readonly string[]>>> = {
  ProviderName: ['Provider', 'ServiceProviderName'],
  // FOCUS 0.5.
  EffectiveCost: ['AmortizedCost'],
  ChargeCategory: ['ChargeType'],
  PublisherName: ['Publisher'],
  InvoiceIssuerName: ['InvoiceIssuer'],
  InvoiceId: ['x_InvoiceId'],
  RegionId: ['Region'],
  ConsumedQuantity: ['UsageQuantity'],
  ConsumedUnit: ['UsageUnit'],
  PricingCurrency: ['x_PricingCurrency'],
  ServiceProviderName: ['ProviderName', 'Provider'],
  HostProviderName: ['ProviderName', 'Provider'],
  x_UsageType: ['x_SkuMeterName', 'SkuMeter'],
  x_CommitmentTerm: ['x_SkuTerm'],
};

/** Columns without which a charge says too little; the specification asks for all of them. */
const EXPECTED: readonly (readonly [ChargeColumn, string])[] = [
  ['BillingCurrency', 'amounts have no currency'],
  ['EffectiveCost', 'BilledCost stands in for it'],
  ['ChargeCategory', 'charges cannot be told apart by category'],
  ['ChargePeriodStart', 'usage has no time'],
  ['ServiceName', 'charges cannot be told apart by service'],
];

function sourceName(cells: Cells, column: ChargeColumn): string | null {
  const names = [column, ...(ALIASES[column] ?? [])].map(canonicalName);
  return names.find(name => cells.has(name)) ?? null;
}

function expression(cells: Cells, column: ChargeColumn): string | null {
  const name = sourceName(cells, column);
  if (name === null) return null;
  if (column === 'Tags' || column === 'SkuPriceDetails' || column === 'x_CostCategories')
    return cells.json(name);
  const kind = CHARGE_COLUMNS.get(column);
  if (kind === 'time') return cells.time(name);
  if (kind === undefined || kind === 'text') return cells.text(name);
  const weight = column === 'BilledCost' ? 'record' : column === 'EffectiveCost' ? 'total' : 'detail';
  return cells.decimal(name, kind, { weight });
}

/** Frequencies of the specification; exporters vary the capitals (Oracle writes `Usage-based`). */
const FREQUENCIES = ['One-Time', 'Recurring', 'Usage-Based'];

function knownFrequency(frequency: string): string {
  const branches = FREQUENCIES.map(name => `WHEN ${sqlText(name.toLowerCase())} THEN ${sqlText(name)}`);
  return `CASE lower(${frequency}) ${branches.join(' ')} ELSE ${frequency} END`;
}

/** Columns that only the AWS export has; its tag keys carry the mark `user_`. */
const AWS_COLUMNS = ['xservicecode', 'xusagetype', 'xoperation', 'xdiscounts'];

/** Months of a term (Azure) as `1yr`, `3yr`. */
function termInYears(term: string): string {
  return `CASE ${term} WHEN '12' THEN '1yr' WHEN '36' THEN '3yr' ELSE ${term} END`;
}

/** Reads FOCUS columns as they are; what the specification promises and the file lacks is derived or said. */
const read: FormatReader = cells => {
  const columns: Partial<Record<ChargeColumn, string>> = {};
  for (const column of CHARGE_COLUMNS.keys()) {
    const sql = expression(cells, column);
    if (sql !== null) columns[column] = sql;
  }
  const { Tags: tags, ChargeFrequency: frequency } = columns;
  if (tags !== undefined && AWS_COLUMNS.some(cells.has)) columns.Tags = tagKeysSql(cells.named('tags', tags));
  if (frequency !== undefined) columns.ChargeFrequency = knownFrequency(frequency);
  const { ChargeCategory: category, EffectiveCost: effective, BilledCost: billed = 'NULL' } = columns;
  // Google's view writes `usage`; every category of the specification starts with a capital and goes on in lower case.
  if (category !== undefined)
    columns.ChargeCategory = `upper(left(${category}, 1)) || substr(${category}, 2)`;
  columns.EffectiveCost = effective === undefined ? billed : `coalesce(${effective}, ${billed})`;
  cells.expect('billedcost', 'TRUE', 'the charge adds nothing to the billed cost');
  if (effective !== undefined)
    cells.expect(
      sourceName(cells, 'EffectiveCost') ?? 'effectivecost',
      'TRUE',
      'the billed cost stands in for the effective cost',
    );
  const { BillingPeriodStart: start, ChargePeriodStart: chargeStart } = columns;
  if (chargeStart !== undefined) {
    const month = `date_trunc('month', ${chargeStart})`;
    columns.BillingPeriodStart = start === undefined ? month : `coalesce(${start}, ${month})`;
  }
  const { x_CommitmentTerm: term } = columns;
  if (term !== undefined) columns.x_CommitmentTerm = termInYears(term);
  const completed = completedFromOci(cells, withoutSubcategory(cells, columns));
  return {
    columns: completedFromGoogle(cells, completed.columns),
    findings: [...missingColumns(cells), ...completed.findings],
  };
};

function missingColumns(cells: Cells): Mapping['findings'] {
  return EXPECTED.filter(([column]) => sourceName(cells, column) === null).map(([column, consequence]) => ({
    code: 'missing-column',
    severity: 'warning',
    message: `The file has no column ${column}: ${consequence}.`,
    hint: 'Export the bill with all FOCUS columns.',
  }));
}

/** FOCUS of any provider. */
export const focus: FormatDefinition = {
  recognize: focusVersion,
  required: ['BilledCost'],
  signs: ['effectivecost', 'chargecategory', 'chargeperiodstart', 'servicename', 'billingperiodstart'],
  read,
};
