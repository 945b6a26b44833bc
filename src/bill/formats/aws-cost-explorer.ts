/** AWS Cost Explorer's GetCostAndUsage: sums by period and group, no line items; its JSON is read as a table first. */

import type { ChargeColumn } from '../columns.ts';
import { type Cells, jsonObjectSql } from '../read/cells.ts';
import { recordTypeNameSql, recordTypeSql } from './aws-record-types.ts';
import { serviceNameCategorySql } from './aws-service-names.ts';
import {
  type ColumnNames,
  type FormatDefinition,
  type FormatReader,
  hasAll,
  type Mapping,
} from './format.ts';

const TAG_COLUMN = /^GroupBy\.TAG\.(.+)$/s;
const COST_CATEGORY_COLUMN = /^GroupBy\.COST_CATEGORY\.(.+)$/s;
const GROUP_COLUMN = /^GroupBy\.(.+)$/s;
const GRANULARITY_COLUMN = /^Granularity\.([A-Z]+)$/;

/** Longest name of groupings that is kept of an answer. */
const VERSION_MAX = 80;

function info(code: string, message: string, hint: string | null): Mapping['findings'][number] {
  return { code, severity: 'info', message, hint };
}

/**
 * Unblended costs are the invoice, discount lines included. Net costs, which have them inside, add up to the same over all
 * record types, and to less where discount lines are filtered out: they stand in only where nothing else is.
 */
function amounts(cells: Cells): Mapping {
  const pick = (...names: readonly string[]) => names.find(name => cells.has(name)) ?? null;
  const invoice = pick('unblendedcost', 'netunblendedcost');
  const amortized =
    invoice === 'netunblendedcost'
      ? pick('netamortizedcost', 'amortizedcost')
      : pick('amortizedcost', 'netamortizedcost');
  const findings: Mapping['findings'][number][] = [];
  const billed = invoice === null ? 'NULL' : cells.decimal(invoice, 'cost', { weight: 'record' });
  const effective =
    amortized === null
      ? billed
      : cells.decimal(amortized, 'cost', { weight: invoice === null ? 'record' : 'total' });
  if (invoice === null)
    findings.push({
      code: 'missing-column',
      severity: 'warning',
      message: 'The answer has no metric UnblendedCost: what is billed is not known, only what is amortised.',
      hint: 'Ask Cost Explorer for UnblendedCost and AmortizedCost.',
    });
  else cells.expect(invoice, 'TRUE', 'the charge adds nothing to the billed cost');
  if (invoice === 'netunblendedcost')
    findings.push(
      info(
        'net-cost',
        'Net unblended costs are read as billed: the answer has no metric UnblendedCost.',
        null,
      ),
    );
  if (amortized === null)
    findings.push({
      code: 'missing-column',
      severity: 'warning',
      message: 'The answer has no metric AmortizedCost: the billed cost stands in for the effective cost.',
      hint: 'Ask Cost Explorer for AmortizedCost, too.',
    });
  else cells.expect(amortized, 'TRUE', 'the billed cost stands in for the effective cost');
  const unblended = cells.has('unblendedcost') ? billed : 'NULL';
  return {
    columns: {
      BilledCost: billed,
      EffectiveCost: `coalesce(${effective}, ${billed})`,
      BillingCurrency: cells.text('unit'),
      ConsumedQuantity: cells.decimal('usagequantity', 'quantity'),
      ConsumedUnit: cells.text('usageunit'),
      x_UnblendedCost: unblended,
      x_NetUnblendedCost: cells.decimal('netunblendedcost', 'cost'),
    },
    findings,
  };
}

/** Category, class, frequency: by the record type; without one an amount holds usage, fees, credits and refunds together. */
function kinds(cells: Cells, service: string): Mapping {
  const written = cells.text('groupbyrecordtype');
  const purchase = cells.text('groupbypurchasetype');
  const pricing = `CASE WHEN ${purchase} LIKE 'Spot%' THEN 'Dynamic' WHEN ${purchase} LIKE '%Reserved%' OR ${purchase} LIKE 'Savings Plan%' THEN 'Committed'
    WHEN ${purchase} LIKE 'On Demand%' THEN 'Standard' END`;
  if (cells.has('groupbyrecordtype')) {
    const type = recordTypeSql(cells.named('record_type', recordTypeNameSql(written)), written);
    return {
      columns: {
        ChargeCategory: `coalesce(${type.category}, 'Usage')`,
        ChargeClass: type.class,
        ChargeFrequency: type.frequency,
        PricingCategory: cells.has('groupbypurchasetype')
          ? `coalesce(${pricing}, ${type.pricing})`
          : type.pricing,
        ChargeDescription: written,
        x_LineItemType: type.lineType,
      },
      findings: [],
    };
  }
  return {
    columns: {
      // Cost Explorer names these as services of their own.
      ChargeCategory: `CASE WHEN ${service} = 'Tax' THEN 'Tax' WHEN ${service} LIKE 'Savings Plans for %' THEN 'Purchase' ELSE 'Usage' END`,
      ChargeClass: `CASE WHEN ${service} = 'Refund' THEN 'Correction' END`,
      PricingCategory: pricing,
    },
    findings: [
      info(
        'mixed-charges',
        'The amounts are not grouped by RECORD_TYPE: fees, credits and refunds are inside them and count as usage.',
        'Group by RECORD_TYPE as well to tell them apart.',
      ),
    ],
  };
}

function entries(cells: Cells, pattern: RegExp): string {
  return jsonObjectSql(
    cells.matching(pattern).map(column => ({
      key: pattern.exec(column.name)?.[1] ?? column.name,
      value: cells.textOf(column),
    })),
  );
}

const read: FormatReader = cells => {
  const service = cells.text('groupbyservice');
  const start = cells.time('timeperiodstart');
  const month = `date_trunc('month', ${start})`;
  const costs = amounts(cells);
  const charges = kinds(cells, service);
  cells.expect('timeperiodstart', 'TRUE', 'the charge belongs to no month');
  cells.expect('unit', 'TRUE', 'the amount has no currency');
  const columns: Partial<Record<ChargeColumn, string>> = {
    ...costs.columns,
    ...charges.columns,
    ChargePeriodStart: start,
    ChargePeriodEnd: cells.time('timeperiodend'),
    BillingPeriodStart: month,
    BillingPeriodEnd: `${month} + INTERVAL 1 MONTH`,
    BillingAccountId: cells.text('groupbypayeraccount'),
    SubAccountId: cells.text('groupbylinkedaccount'),
    SubAccountName: cells.text('accountname'),
    ServiceName: service,
    ServiceCategory: serviceNameCategorySql(service),
    RegionId: `nullif(${cells.text('groupbyregion')}, 'global')`,
    AvailabilityZone: cells.text('groupbyaz'),
    ResourceId: cells.text('groupbyresourceid'),
    PublisherName: cells.text('groupbylegalentityname'),
    InvoiceIssuerName: cells.text('groupbyinvoicingentity'),
    SkuMeter: cells.text('groupbyusagetype'),
    Tags: entries(cells, TAG_COLUMN),
    ProviderName: "'AWS'",
    ServiceProviderName: "'AWS'",
    HostProviderName: "'AWS'",
    x_UsageType: cells.text('groupbyusagetype'),
    x_Operation: cells.text('groupbyoperation'),
    x_InstanceType: cells.text('groupbyinstancetype'),
    x_CostCategories: entries(cells, COST_CATEGORY_COLUMN),
  };
  return { columns, findings: [...costs.findings, ...charges.findings] };
};

/** `DAILY by SERVICE`: answers of one month and another version are the same money. */
function versionOf({ written }: ColumnNames): string | null {
  const granularity = written.flatMap(name => GRANULARITY_COLUMN.exec(name)?.[1] ?? [])[0];
  if (granularity === undefined) return null;
  const groups = written.flatMap(name => GROUP_COLUMN.exec(name)?.[1]?.replace('.', ' ') ?? []);
  return `${granularity} ${groups.length === 0 ? 'total' : `by ${groups.join(', ')}`}`.slice(0, VERSION_MAX);
}

/** The table that an answer becomes. */
export const awsCostExplorer: FormatDefinition = {
  recognize: names =>
    hasAll(names, ['timeperiodstart', 'timeperiodend', 'unit']) ? versionOf(names) : false,
  required: ['TimePeriod.Start'],
  signs: [],
  read,
};
