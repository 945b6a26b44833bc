/** What Google's FOCUS view (and export) does in its own way, made what the specification says. */

import type { ChargeColumn } from '../columns.ts';
import type { Cells } from '../read/cells.ts';
import { sqlText } from '../sql.ts';
import { jsonTextSql, tagObjectSql } from './gcp-json.ts';
import { gcpServiceCategorySql } from './gcp-services.ts';

type Columns = Partial<Record<ChargeColumn, string>>;

/** Columns that only Google's view has. */
const GOOGLE_COLUMNS = ['xcosttype', 'xcredits', 'xproject', 'xprojectid'];

/** `correction` as `Correction`. */
function capital(text: string): string {
  return `upper(left(${text}, 1)) || substr(${text}, 2)`;
}

/** Project as a structure of its own columns (Parquet) or in one cell (CSV). */
function project(cells: Cells, key: string): string {
  if (cells.has(`xproject${key}`) || !cells.has('xproject')) return cells.text(`xproject${key}`);
  return `nullif(json_extract_string(${jsonTextSql(cells.text('xproject'))}, ${sqlText(`$."${key}"`)}), '')`;
}

/** Months start at midnight in California, which is 07:00 or 08:00 UTC; the end may be the last day. */
function months({ BillingPeriodStart: start, BillingPeriodEnd: end }: Columns): Columns {
  const lastDay = `day(${end}) > 1 AND day(${end} + INTERVAL 1 DAY) = 1`;
  return {
    ...(start !== undefined && { BillingPeriodStart: `date_trunc('month', ${start})` }),
    ...(end !== undefined && {
      BillingPeriodEnd: `date_trunc('day', CASE WHEN ${lastDay} THEN ${end} + INTERVAL 1 DAY ELSE ${end} END)`,
    }),
  };
}

/** The same columns, with Google's ways read; those of another provider stay as they are. */
export function completedFromGoogle(cells: Cells, columns: Columns): Columns {
  if (!GOOGLE_COLUMNS.some(cells.has)) return columns;
  const { ChargeClass: chargeClass, PricingCategory: pricing, ServiceCategory: category } = columns;
  const { ServiceName: service, SubAccountId: account, SubAccountName: accountName } = columns;
  const [id, name] = [project(cells, 'id'), project(cells, 'name')];
  return {
    ...columns,
    ...months(columns),
    ...(chargeClass !== undefined && { ChargeClass: capital(chargeClass) }),
    ...(pricing !== undefined && { PricingCategory: capital(pricing) }),
    // The taxonomy of the price list is a list, and not of the specification.
    ...(category !== undefined && {
      ServiceCategory: `CASE WHEN prefix(ltrim(${category}), '[') THEN ${gcpServiceCategorySql(service ?? 'NULL')} ELSE ${category} END`,
    }),
    // The view names the billing account here; what owns the resources is the project.
    SubAccountId: `coalesce(${id}, ${account ?? 'NULL'})`,
    SubAccountName: `coalesce(${name}, ${accountName ?? 'NULL'})`,
    Tags: tagObjectSql([cells.text('tags')]),
    x_ServiceCode: cells.text('xserviceid'),
    x_LineItemType: cells.text('xcosttype'),
  };
}
