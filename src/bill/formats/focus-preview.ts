/** FOCUS 1.0-preview and the OCI FOCUS report, which is written in it: what later versions say in other columns. */

import type { ChargeColumn } from '../columns.ts';
import { type Cells, jsonObjectSql } from '../read/cells.ts';
import type { Mapping } from './format.ts';
import { ocidTypeSql, ociServiceCategorySql } from './oci-services.ts';

/** Expressions of the columns so far. */
type Columns = Readonly<Partial<Record<ChargeColumn, string>>>;

/**
 * ChargeSubcategory of 1.0-preview as the columns that replaced it in 1.0. A refund stays an adjustment: the preview does
 * not say what is refunded.
 */
export function withoutSubcategory(cells: Cells, columns: Columns): Columns {
  if (!cells.has('chargesubcategory')) return columns;
  const subcategory = cells.text('chargesubcategory');
  const { ChargeCategory: category = 'NULL', ChargeClass: chargeClass, CommitmentDiscountStatus } = columns;
  return {
    ...columns,
    ChargeCategory: `CASE WHEN ${category} = 'Adjustment' AND ${subcategory} = 'Credit' THEN 'Credit' ELSE ${category} END`,
    ChargeClass:
      chargeClass ??
      `CASE WHEN ${category} = 'Adjustment' AND ${subcategory} = 'Refund' THEN 'Correction' END`,
    CommitmentDiscountStatus:
      CommitmentDiscountStatus ??
      `CASE ${subcategory} WHEN 'Used Commitment' THEN 'Used' WHEN 'Unused Commitment' THEN 'Unused' END`,
  };
}

/** True for Oracle's own report, whatever version of FOCUS its columns have. */
function isOciReport(cells: Cells): boolean {
  return cells.has('ocireferencenumber');
}

/**
 * What Oracle's report leaves empty and its cost report knows: type and category of a resource, the compartment, and the
 * contracted cost, since Oracle bills at the customer's own prices. An effective cost of 0 stays 0.
 */
export function completedFromOci(cells: Cells, columns: Columns): Mapping {
  if (!isOciReport(cells)) return { columns, findings: [] };
  const {
    BilledCost: billed = 'NULL',
    ListUnitPrice: unitPrice = 'NULL',
    ContractedCost: contracted,
    ContractedUnitPrice: contractedUnitPrice,
    ResourceType: resourceType = 'NULL',
    ServiceCategory: category = 'NULL',
    ServiceName: service = 'NULL',
    ResourceId: resourceId = 'NULL',
  } = columns;
  const compartment = [
    { key: 'CompartmentId', value: cells.text('ocicompartmentid') },
    { key: 'CompartmentName', value: cells.text('ocicompartmentname') },
  ];
  if (contracted !== undefined)
    cells.expect('contractedcost', 'TRUE', 'the billed cost stands in for the contracted cost');
  return {
    columns: {
      ...columns,
      ContractedCost: contracted === undefined ? billed : `coalesce(${contracted}, ${billed})`,
      ContractedUnitPrice: contractedUnitPrice ?? unitPrice,
      ResourceType: `coalesce(${resourceType}, ${ocidTypeSql(resourceId)})`,
      ServiceCategory: `coalesce(${category}, ${ociServiceCategorySql(service)})`,
      x_CostCategories: jsonObjectSql(compartment),
    },
    findings:
      contracted === undefined
        ? [
            {
              code: 'derived-cost',
              severity: 'info',
              message:
                "Oracle's FOCUS report has no column ContractedCost: the billed cost stands in for it, as Oracle bills at the contracted prices.",
              hint: null,
            },
          ]
        : [],
  };
}
