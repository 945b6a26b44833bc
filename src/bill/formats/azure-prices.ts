/** List and contracted cost of an Azure charge: from prices where there are prices, and never 0 because one is missing. */

import type { Cells } from '../read/cells.ts';
import { ZERO } from './aws-line.ts';
import type { AzureLine } from './azure-line.ts';
import { firstDecimal } from './azure-line.ts';
import type { Mapping } from './format.ts';

/**
 * Price times quantity, rounded to the decimals of the file's costs; null where it does not fit. Most numbers have up to 10
 * decimals. Decimals of 19 digits multiply into the 38 that there are, so a longer quantity is cut in two: up to 9
 * decimals, and the rest.
 */
function productSql(price: string, quantity: string, cost: string): string {
  const short = (number: string) => `TRY_CAST(${number} AS DECIMAL(18,10))`;
  const factor = `TRY_CAST(${price} AS DECIMAL(19,12))`;
  const most = `TRY_CAST(${quantity} AS DECIMAL(19,9))`;
  const rest = `TRY_CAST(${quantity} - ${most} AS DECIMAL(19,18))`;
  const long = `${factor} * ${most} + CAST(${factor} * ${rest} AS DECIMAL(38,21))`;
  const product = `${short(price)} * ${short(quantity)}`;
  // A cast that drops decimals takes three times as long as rounding before it.
  const rounded = `CASE WHEN typeof(${cost}) = 'DECIMAL(18,10)' THEN cast_to_type(round(${product}, 10), ${cost}) ELSE cast_to_type(${product}, ${cost}) END`;
  return `CASE WHEN ${short(price)} = ${price} AND ${short(quantity)} = ${quantity}
    THEN TRY(${rounded}) ELSE TRY(cast_to_type(${long}, ${cost})) END`;
}

/** Prices of a Microsoft Customer Agreement are in the pricing currency. */
function inBillingCurrency(cells: Cells, line: AzureLine, price: string): string {
  if (!cells.has('pricingcurrency') || !cells.has('exchangeratepricingtobilling')) return price;
  const differs = `${line.pricingCurrency} <> ${line.billingCurrency}`;
  const rate = cells.decimal('exchangeratepricingtobilling', 'price', { when: differs });
  const converted = `TRY(CAST(TRY_CAST(${price} AS DECIMAL(19,12)) * TRY_CAST(${rate} AS DECIMAL(19,9)) AS DECIMAL(19,12)))`;
  return `CASE WHEN ${differs} THEN ${converted} ELSE TRY_CAST(${price} AS DECIMAL(19,12)) END`;
}

/**
 * Columns of prices and of what the charge would have cost. PayGPrice and UnitPrice are 0 on real charges: a price of 0 is
 * no price. Then the contracted price stands in for the list price, and the cost for both, but never the cost of what a
 * benefit covers, since that is no price. What a benefit leaves unused was not used at any price.
 */
export function priceColumns(cells: Cells, line: AzureLine): Mapping['columns'] {
  const { cost, quantity, benefit, isPurchase, isUnused } = line;
  const list = firstDecimal(cells, ['paygprice'], 'price');
  const contracted = firstDecimal(cells, ['unitprice', 'resourcerate'], 'price');
  const listPrice = inBillingCurrency(cells, line, list);
  const contractedPrice = inBillingCurrency(cells, line, contracted);
  const product = (price: string, own: string) =>
    `CASE WHEN ${own} <> 0 THEN ${productSql(price, quantity, cost)} END`;
  const byContract = product(contractedPrice, contracted);
  const asBilled = `CASE WHEN ${benefit} IS NULL OR ${isPurchase} THEN ${cost} END`;
  const listed = `nullif(${cells.decimal('paygcostinbillingcurrency', 'cost')}, 0)`;
  const unlessUnused = (sql: string) => `CASE WHEN ${isUnused} THEN ${ZERO} ELSE ${sql} END`;
  return {
    ListUnitPrice: `nullif(${listPrice}, 0)`,
    ContractedUnitPrice: `nullif(${contractedPrice}, 0)`,
    ListCost: unlessUnused(`coalesce(${listed}, ${product(listPrice, list)}, ${byContract}, ${asBilled})`),
    ContractedCost: unlessUnused(`coalesce(${byContract}, ${asBilled})`),
    PricingCurrency: line.pricingCurrency,
    PricingCurrencyListUnitPrice: `CASE WHEN ${line.pricingCurrency} IS NOT NULL THEN nullif(${list}, 0) END`,
    PricingCurrencyContractedUnitPrice: `CASE WHEN ${line.pricingCurrency} IS NOT NULL THEN nullif(${contracted}, 0) END`,
    PricingCurrencyEffectiveCost: cells.decimal('costinpricingcurrency', 'cost'),
  };
}
