/**
 * The import as one would write it without a database: csv-parse for the cells, decimal.js for the money, the same FOCUS
 * columns for every charge (see `src/bill/formats/aws-line-items.ts`), written as CSV.
 */

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { Decimal } from 'decimal.js';

/** What the pipeline made of a file. */
export type PipelineResult = {
  readonly rows: number;
  readonly billedCost: string;
  readonly effectiveCost: string;
};

type Row = Readonly<Record<string, string>>;
type Cell = Decimal | Date | string | null;

const PURCHASES = ['Fee', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee'];
const PLAN = [
  'SavingsPlanCoveredUsage',
  'SavingsPlanRecurringFee',
  'SavingsPlanNegation',
  'SavingsPlanUpfrontFee',
];
const COMMITTED = ['DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation'];
const CONSUMES_NOTHING = ['SavingsPlanNegation', ...PURCHASES, 'Tax', 'Credit'];
const ZERO = new Decimal(0);

const text = (cell: string | undefined) => (cell === undefined || cell === '' ? null : cell);
const amount = (cell: string | undefined) => (cell === undefined || cell === '' ? null : new Decimal(cell));
const money = (cell: string | undefined) => amount(cell) ?? ZERO;
const time = (cell: string | undefined) => (cell === undefined || cell === '' ? null : new Date(cell));

/** Billed and effective cost by AWS's table of line item types. */
function costsOf(row: Row, type: string): readonly [billed: Decimal, effective: Decimal] {
  const unblended = money(row.line_item_unblended_cost);
  switch (type) {
    case 'SavingsPlanCoveredUsage':
      return [ZERO, money(row.savings_plan_savings_plan_effective_cost)];
    case 'SavingsPlanNegation':
      return [ZERO, ZERO];
    case 'SavingsPlanRecurringFee':
      return [
        unblended,
        money(row.savings_plan_total_commitment_to_date).minus(money(row.savings_plan_used_commitment)),
      ];
    case 'SavingsPlanUpfrontFee':
      return [unblended, ZERO];
    case 'DiscountedUsage':
      return [unblended, money(row.reservation_effective_cost)];
    case 'RIFee':
      return [
        unblended,
        money(row.reservation_unused_amortized_upfront_fee_for_billing_period).plus(
          money(row.reservation_unused_recurring_fee),
        ),
      ];
    case 'Fee':
      return [unblended, text(row.reservation_reservation_a_r_n) === null ? unblended : ZERO];
    default:
      return [unblended, unblended];
  }
}

function categoryOf(type: string): string {
  if (PURCHASES.includes(type)) return 'Purchase';
  return type === 'Tax' || type === 'Credit' ? type : 'Usage';
}

function frequencyOf(type: string): string {
  if (type === 'Fee' || type === 'SavingsPlanUpfrontFee') return 'One-Time';
  return PURCHASES.includes(type) || type === 'Tax' ? 'Recurring' : 'Usage-Based';
}

/** Tags under the keys that people gave them. */
function tagsOf(row: Row): string | null {
  const tags: Record<string, string> = JSON.parse(row.resource_tags || '{}');
  const named = Object.entries(tags).map(([key, value]) => [key.replace(/^user_/, ''), value]);
  return named.length === 0 ? null : JSON.stringify(Object.fromEntries(named));
}

/** Columns of a commitment, on the lines that are about one. */
function commitmentOf(row: Row, type: string): Readonly<Record<string, Cell>> {
  const isPlan = PLAN.includes(type);
  const arn = text(row.reservation_reservation_a_r_n);
  const isReservation = type === 'DiscountedUsage' || type === 'RIFee' || (type === 'Fee' && arn !== null);
  if (!isPlan && !isReservation) return {};
  const pick = (reservation: Cell, plan: Cell) => (isPlan ? plan : reservation);
  return {
    CommitmentDiscountId: pick(arn, text(row.savings_plan_savings_plan_a_r_n)),
    CommitmentDiscountType: pick('Reserved', 'Savings Plan'),
    CommitmentDiscountCategory: pick('Usage', 'Spend'),
    CommitmentDiscountStatus: COMMITTED.includes(type) ? 'Used' : 'Unused',
    CommitmentDiscountQuantity: pick(
      amount(row.line_item_normalized_usage_amount),
      amount(row.savings_plan_savings_plan_effective_cost),
    ),
    CommitmentDiscountUnit: pick('Normalized Hours', text(row.line_item_currency_code)),
    x_CommitmentOffering: pick(text(row.pricing_offering_class), text(row.savings_plan_offering_type)),
    x_CommitmentTerm: pick(text(row.pricing_lease_contract_length), text(row.savings_plan_purchase_term)),
    x_CommitmentPaymentOption: pick(text(row.pricing_purchase_option), text(row.savings_plan_payment_option)),
    x_CommitmentStart: pick(time(row.reservation_start_time), time(row.savings_plan_start_time)),
    x_CommitmentEnd: pick(time(row.reservation_end_time), time(row.savings_plan_end_time)),
  };
}

function chargeOf(row: Row): Readonly<Record<string, Cell>> {
  const type = row.line_item_line_item_type ?? '';
  const [billed, effective] = costsOf(row, type);
  const product: Record<string, string> = JSON.parse(row.product || '{}');
  const region = text(row.product_region_code) ?? text(product.region);
  const list = amount(row.pricing_public_on_demand_cost);
  const usage = amount(row.line_item_usage_amount);
  return {
    BilledCost: billed,
    EffectiveCost: effective,
    ListCost: list === null || list.isZero() ? billed : list,
    ContractedCost: billed,
    BillingCurrency: text(row.line_item_currency_code),
    BillingAccountId: text(row.bill_payer_account_id),
    BillingAccountName: text(row.bill_payer_account_name),
    SubAccountId: text(row.line_item_usage_account_id),
    SubAccountName: text(row.line_item_usage_account_name),
    InvoiceId: text(row.bill_invoice_id),
    InvoiceIssuerName: text(row.bill_invoicing_entity),
    PublisherName: text(row.line_item_legal_entity),
    ProviderName: 'AWS',
    ChargeCategory: categoryOf(type),
    ChargeClass: type === 'Refund' ? 'Correction' : null,
    ChargeFrequency: frequencyOf(type),
    ChargeDescription: text(row.line_item_line_item_description),
    ChargePeriodStart: time(row.line_item_usage_start_date),
    ChargePeriodEnd: time(row.line_item_usage_end_date),
    BillingPeriodStart: time(row.bill_billing_period_start_date),
    BillingPeriodEnd: time(row.bill_billing_period_end_date),
    PricingCategory: COMMITTED.includes(type) ? 'Committed' : 'Standard',
    PricingQuantity: type === 'SavingsPlanNegation' ? null : usage,
    PricingUnit: text(row.pricing_unit),
    ConsumedQuantity: CONSUMES_NOTHING.includes(type) ? null : usage,
    ConsumedUnit: CONSUMES_NOTHING.includes(type) ? null : text(row.pricing_unit),
    ListUnitPrice: amount(row.pricing_public_on_demand_rate),
    ContractedUnitPrice: type === 'Usage' ? amount(row.line_item_unblended_rate) : null,
    PricingCurrency: text(row.pricing_currency),
    RegionId: region,
    RegionName: text(row.product_location),
    AvailabilityZone:
      row.line_item_availability_zone === region ? null : text(row.line_item_availability_zone),
    ResourceId: text(row.line_item_resource_id),
    ResourceName: text(product.user_name),
    ResourceType: text(row.product_product_family),
    ServiceName: text(product.product_name) ?? text(row.line_item_product_code),
    SkuId: text(row.product_sku),
    SkuPriceId: text(row.pricing_rate_code),
    SkuMeter: text(row.line_item_usage_type),
    Tags: tagsOf(row),
    x_ServiceCode: text(row.line_item_product_code),
    x_UsageType: text(row.line_item_usage_type),
    x_Operation: text(row.line_item_operation),
    x_LineItemType: type,
    x_InstanceType: text(row.product_instance_type),
    x_CostCategories: text(row.cost_category),
    x_UnblendedCost: amount(row.line_item_unblended_cost),
    x_NetUnblendedCost: amount(row.line_item_net_unblended_cost),
    ...commitmentOf(row, type),
  };
}

function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Decimal) return cell.toFixed();
  if (cell instanceof Date) return cell.toISOString();
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Normalises the first records of a CUR 2.0 in CSV.gz into `target`, and adds them up, exactly. */
export async function runPipeline(path: string, rowsMax: number, target: string): Promise<PipelineResult> {
  const input = createReadStream(path);
  const parser = input.pipe(createGunzip()).pipe(parse({ columns: true, to: rowsMax }));
  const output = createWriteStream(target);
  let rows = 0;
  let [billed, effective] = [ZERO, ZERO];
  for await (const row of parser) {
    const charge = chargeOf(row);
    rows++;
    if (charge.BilledCost instanceof Decimal) billed = billed.plus(charge.BilledCost);
    if (charge.EffectiveCost instanceof Decimal) effective = effective.plus(charge.EffectiveCost);
    const line = `${Object.values(charge).map(cellText).join(',')}\n`;
    if (!output.write(line)) await once(output, 'drain');
  }
  input.destroy();
  output.end();
  await finished(output);
  return { rows, billedCost: billed.toFixed(), effectiveCost: effective.toFixed() };
}
