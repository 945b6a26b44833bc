/** The import as one would write it without a database: csv-parse for the cells, decimal.js for the money. */

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { Decimal } from 'decimal.js';

/** What the pipeline made of a file. */
export type PipelineResult = {
  readonly rows: number;
  readonly billedCost: string;
  readonly effectiveCost: string;
};

/** A few FOCUS columns of a charge: far fewer than the import stores. */
type Charge = {
  readonly billedCost: Decimal;
  readonly effectiveCost: Decimal;
  readonly listCost: Decimal;
  readonly billingCurrency: string;
  readonly chargeCategory: string;
  readonly chargePeriodStart: Date;
  readonly serviceName: string;
  readonly resourceId: string | null;
  readonly subAccountId: string;
  readonly regionId: string | null;
  readonly tags: Readonly<Record<string, string>>;
};

type Row = Readonly<Record<string, string>>;

const CATEGORIES: Readonly<Record<string, string>> = {
  Tax: 'Tax',
  Credit: 'Credit',
  Refund: 'Credit',
  Fee: 'Purchase',
  RIFee: 'Purchase',
  SavingsPlanUpfrontFee: 'Purchase',
  SavingsPlanRecurringFee: 'Purchase',
};

const money = (text: string | undefined) => new Decimal(text === undefined || text === '' ? 0 : text);

/** Billed and effective cost by AWS's table of line item types; net columns and reservation fees are left out. */
function costsOf(row: Row): readonly [billed: Decimal, effective: Decimal] {
  const unblended = money(row.line_item_unblended_cost);
  switch (row.line_item_line_item_type) {
    case 'SavingsPlanCoveredUsage':
      return [money('0'), money(row.savings_plan_savings_plan_effective_cost)];
    case 'SavingsPlanNegation':
      return [money('0'), money('0')];
    case 'SavingsPlanRecurringFee':
      return [
        unblended,
        money(row.savings_plan_total_commitment_to_date).minus(money(row.savings_plan_used_commitment)),
      ];
    case 'SavingsPlanUpfrontFee':
      return [unblended, money('0')];
    case 'DiscountedUsage':
      return [unblended, money(row.reservation_effective_cost)];
    default:
      return [unblended, unblended];
  }
}

function toCharge(row: Row): Charge {
  const [billedCost, effectiveCost] = costsOf(row);
  const product: Record<string, string> = JSON.parse(row.product || '{}');
  return {
    billedCost,
    effectiveCost,
    listCost: money(row.pricing_public_on_demand_cost),
    billingCurrency: row.line_item_currency_code ?? '',
    chargeCategory: CATEGORIES[row.line_item_line_item_type ?? ''] ?? 'Usage',
    chargePeriodStart: new Date(row.line_item_usage_start_date ?? ''),
    serviceName: product.product_name ?? row.line_item_product_code ?? '',
    resourceId: row.line_item_resource_id || null,
    subAccountId: row.line_item_usage_account_id ?? '',
    regionId: row.product_region_code || null,
    tags: JSON.parse(row.resource_tags || '{}'),
  };
}

/** Reads the first records of a CUR 2.0 in CSV.gz and adds them up, exactly; nothing is stored. */
export async function runPipeline(path: string, rowsMax: number): Promise<PipelineResult> {
  const input = createReadStream(path);
  const parser = input.pipe(createGunzip()).pipe(parse({ columns: true, to: rowsMax }));
  const services = new Map<string, Decimal>();
  let rows = 0;
  let [billed, effective] = [new Decimal(0), new Decimal(0)];
  for await (const row of parser) {
    const charge = toCharge(row);
    rows++;
    billed = billed.plus(charge.billedCost);
    effective = effective.plus(charge.effectiveCost);
    const service = services.get(charge.serviceName) ?? new Decimal(0);
    services.set(charge.serviceName, service.plus(charge.effectiveCost));
  }
  input.destroy();
  return { rows, billedCost: billed.toFixed(), effectiveCost: effective.toFixed() };
}
