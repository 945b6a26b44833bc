/** The JSON list of Savings Plans as rows: a rate with what its plan says, by the names of the columns of the CSV. */

import { z } from 'zod';
import type { OfferRow } from './aws-offers.ts';
import type { FoundValue } from './json-values.ts';
import { answerRefused } from './requests.ts';

const PLAN_SKU = 'terms.savingsPlan.sku';
const PLAN_DATE = 'terms.savingsPlan.effectiveDate';
const RATES = 'terms.savingsPlan.rates';

/** What is taken out of the list. */
export const PLAN_PATHS: ReadonlySet<string> = new Set(['products', PLAN_SKU, PLAN_DATE, RATES]);

const text = z.string().max(400);
const productSchema = z.object({
  sku: text,
  productFamily: text,
  attributes: z.object({ purchaseOption: text, purchaseTerm: text }),
});
const rateSchema = z.object({
  /** SKU of the plan, a point, SKU of the usage. */
  rateCode: text,
  discountedUsageType: text,
  discountedOperation: text.optional(),
  discountedRegionCode: text.optional(),
  unit: text.optional(),
  discountedRate: z.object({ price: text, currency: text }),
});

type Product = z.output<typeof productSchema>;

/** Plans in the whole list; the real one has some thousand. */
const MAX_PRODUCTS = 100_000;

const notAList = () => answerRefused('The list of Savings Plans does not have the form that AWS publishes');

/** Puts what was found together. The products come before the terms, and the SKU of a plan before its rates. */
export function savingsPlanReader(): { read(found: FoundValue): OfferRow | null } {
  const products = new Map<string, Product>();
  let planSku = '';
  let date = '';
  const readProduct = (value: unknown) => {
    const product = productSchema.safeParse(value);
    // Plans of other services have other attributes.
    if (product.success) products.set(product.data.sku, product.data);
    if (products.size > MAX_PRODUCTS) throw notAList();
  };
  const readRate = (value: unknown): OfferRow | null => {
    const rate = rateSchema.safeParse(value);
    // A rate that stands before the SKU of its plan would be read with the plan before.
    if (!rate.success || rate.data.rateCode.split('.')[0] !== planSku) throw notAList();
    const { discountedRate, ...usage } = rate.data;
    const plan = products.get(planSku);
    if (plan === undefined) return null;
    const cells = new Map<string, string | undefined>([
      ['SKU', plan.sku],
      ['Product Family', plan.productFamily],
      ['PurchaseOption', plan.attributes.purchaseOption],
      ['LeaseContractLength', plan.attributes.purchaseTerm],
      ['EffectiveDate', date],
      ['DiscountedUsageType', usage.discountedUsageType],
      ['DiscountedOperation', usage.discountedOperation],
      ['DiscountedRegionCode', usage.discountedRegionCode],
      ['Unit', usage.unit],
      ['DiscountedRate', discountedRate.price],
      ['Currency', discountedRate.currency],
    ]);
    return column => cells.get(column) ?? '';
  };
  return {
    read: ({ path, value }) => {
      if (path === RATES) return readRate(value);
      if (path === 'products') readProduct(value);
      else if (path === PLAN_SKU) planSku = String(value);
      else if (path === PLAN_DATE) date = String(value);
      return null;
    },
  };
}
