/** What both CUR versions share: how a line becomes a FOCUS charge. Costs and commitments have their own files. */

import type { ChargeColumn } from '../columns.ts';
import type { Cells } from '../read/cells.ts';
import { commitmentColumns } from './aws-commitments.ts';
import { costColumns } from './aws-costs.ts';
import {
  byType,
  isType,
  type LineItem,
  type LineType,
  lineItem,
  ON_DEMAND_TYPES,
  tagKeysSql,
} from './aws-line.ts';
import { serviceCategorySql } from './aws-services.ts';
import type { BillFacts, Mapping } from './format.ts';

/** What the two versions hold in different places. */
export type LineItemDetails = {
  readonly productName: string;
  readonly region: string;
  /** JSON object. */
  readonly tags: string;
  readonly resourceName: string;
  readonly costCategories: string;
};

const FEES: readonly LineType[] = ['Fee', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee'];
const COMMITTED: readonly LineType[] = ['DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation'];

/** Category, class, frequency and pricing category. */
function kindColumns(line: LineItem, pricingTerm: string): Mapping['columns'] {
  const { type, usageType, end, billStart } = line;
  const isEarlier = `(${isType(line, ['Credit'])} AND ${end} <= ${billStart})`;
  return {
    ChargeCategory: byType(
      line,
      [
        [FEES, "'Purchase'"],
        [['Tax'], "'Tax'"],
        [['Credit'], "'Credit'"],
      ],
      "'Usage'",
    ),
    ChargeClass: `CASE WHEN ${isType(line, ['Refund'])} OR ${isEarlier} THEN 'Correction' END`,
    ChargeFrequency: byType(
      line,
      [
        [['Fee', 'SavingsPlanUpfrontFee'], "'One-Time'"],
        [['RIFee', 'SavingsPlanRecurringFee', 'Tax'], "'Recurring'"],
      ],
      "'Usage-Based'",
    ),
    PricingCategory: `CASE WHEN ${isType(line, ['Tax', 'Credit'])} THEN NULL
      WHEN ${isType(line, COMMITTED)} THEN 'Committed'
      WHEN ${pricingTerm} = 'Spot' OR contains(${usageType}, 'SpotUsage') THEN 'Dynamic' ELSE 'Standard' END`,
    x_LineItemType: type,
  };
}

/** A negation repeats usage that is already in the covered lines; fees, taxes and credits consume nothing. */
function quantityColumns(cells: Cells, line: LineItem): Mapping['columns'] {
  const { usageAmount } = line;
  const consumesNothing: readonly LineType[] = ['SavingsPlanNegation', ...FEES, 'Tax', 'Credit'];
  const unit = cells.text('pricingunit');
  const price = (name: string, types: readonly LineType[]) =>
    cells.decimal(name, 'price', { when: isType(line, types) });
  return {
    PricingQuantity: byType(line, [[['SavingsPlanNegation'], 'NULL']], usageAmount),
    PricingUnit: unit,
    ConsumedQuantity: byType(line, [[consumesNothing, 'NULL']], usageAmount),
    ConsumedUnit: byType(line, [[consumesNothing, 'NULL']], unit),
    ListUnitPrice: price('pricingpublicondemandrate', ON_DEMAND_TYPES),
    ContractedUnitPrice: price('lineitemunblendedrate', ['Usage']),
    PricingCurrency: cells.text('pricingcurrency'),
  };
}

/** Who, where and what: columns that are copied, or nearly. */
function copiedColumns(cells: Cells, line: LineItem, details: LineItemDetails): Mapping['columns'] {
  const region = cells.named('region', `coalesce(${cells.text('productregioncode')}, ${details.region})`);
  // The fee of a zonal reservation has no zone of its own: it stands in the reservation's column.
  const zone = cells.named(
    'zone',
    `coalesce(${cells.text('lineitemavailabilityzone')}, CASE WHEN ${isType(line, ['RIFee'])} THEN ${cells.text('reservationavailabilityzone')} END)`,
  );
  const columns: Partial<Record<ChargeColumn, string>> = {
    BillingAccountId: cells.text('billpayeraccountid'),
    BillingAccountName: cells.text('billpayeraccountname'),
    SubAccountId: cells.text('lineitemusageaccountid'),
    SubAccountName: cells.text('lineitemusageaccountname'),
    BillingCurrency: cells.text('lineitemcurrencycode'),
    InvoiceId: cells.text('billinvoiceid'),
    InvoiceIssuerName: cells.text('billinvoicingentity'),
    PublisherName: cells.text('lineitemlegalentity'),
    ProviderName: "'AWS'",
    ServiceProviderName: "'AWS'",
    HostProviderName: "'AWS'",
    ChargeDescription: cells.text('lineitemlineitemdescription'),
    ChargePeriodStart: line.start,
    ChargePeriodEnd: line.end,
    BillingPeriodStart: line.billStart,
    // Some tools write the last second of the month; FOCUS periods are half-open.
    BillingPeriodEnd: `CASE WHEN second(${line.billEnd}) = 59 THEN ${line.billEnd} + INTERVAL 1 SECOND ELSE ${line.billEnd} END`,
    RegionId: region,
    RegionName: cells.text('productlocation'),
    // AWS writes the Region where usage belongs to no single zone.
    AvailabilityZone: `CASE WHEN ${zone} IS DISTINCT FROM ${region} THEN ${zone} END`,
    ResourceId: cells.text('lineitemresourceid'),
    ResourceName: details.resourceName,
    ResourceType: cells.text('productproductfamily'),
    ServiceName: `coalesce(${details.productName}, ${line.productCode})`,
    ServiceCategory: serviceCategorySql(line.productCode),
    SkuId: cells.text('productsku'),
    SkuPriceId: cells.text('pricingratecode'),
    SkuMeter: line.usageType,
    Tags: tagKeysSql(cells.named('tags', details.tags)),
    CapacityReservationId: cells.text('capacityreservationcapacityreservationarn'),
    CapacityReservationStatus: cells.text('capacityreservationcapacityreservationstatus'),
    x_ServiceCode: line.productCode,
    x_UsageType: line.usageType,
    x_Operation: cells.text('lineitemoperation'),
    x_InstanceType: cells.text('productinstancetype'),
    x_CostCategories: details.costCategories,
  };
  return columns;
}

/** The line-item rules of both CUR versions. */
export function readLineItems(cells: Cells, facts: BillFacts, details: LineItemDetails): Mapping {
  const line = lineItem(cells);
  return {
    columns: {
      ...copiedColumns(cells, line, details),
      ...costColumns(cells, line, facts),
      ...kindColumns(line, cells.text('pricingterm')),
      ...commitmentColumns(cells, line),
      ...quantityColumns(cells, line),
    },
    findings: [],
  };
}
