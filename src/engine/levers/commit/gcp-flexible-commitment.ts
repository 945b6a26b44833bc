/** Google Cloud: commit to an hourly spend on compute, or on Cloud SQL in a Region. */

import type { FlexibleCommitment, TermYears } from '../../commitments/commitment.ts';
import { coversProduct } from '../../commitments/gcp/flexible-commitments.ts';
import { spendDiscount } from '../../commitments/gcp/index.ts';
import { COMMITMENT_STEP_PER_HOUR } from '../../commitments/sizing/optimum.ts';
import type { UsagePool } from '../../commitments/usage.ts';
import type { Estate } from '../../estate/estate.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { isUsed, type Purchase, shareOf, whyOf } from './cloud-purchases.ts';
import { BILLING_ONLY, PLANNED, SHARE_PARAM, TERM_PARAMS } from './purchase-terms.ts';
import { cheapestAfterSustainedUse } from './sustained-use.ts';

const FLEXIBLE = 'https://cloud.google.com/compute/docs/instances/committed-use-discounts-overview';

/** A list that commitments are sold for; Cloud SQL is sold by Region. */
type Product = { readonly product: string; readonly region: string | null };

/** Products of the usage whose discount is published. */
function productsOf(pools: readonly UsagePool[]): Product[] {
  const regions = pools.flatMap(({ shape }) =>
    shape.kind === 'gcp-metered' && shape.product === 'cloud-sql' ? [shape.region] : [],
  );
  return [
    { product: 'compute', region: null },
    ...[...new Set(regions)].sort().map(region => ({ product: 'cloud-sql', region })),
  ];
}

/**
 * An empty commitment. It is reckoned in the legacy model: the same cover costs the same in the consumption model (Google
 * Cloud, "Choose the correct amount of CUD to buy", 2025-2026), and its list is the one that the discount is published for.
 */
function templateOf({ product, region }: Product, termYears: TermYears): FlexibleCommitment | null {
  const discount = spendDiscount(product, termYears);
  if (discount === null) return null;
  return {
    ...PLANNED,
    kind: 'flexible-commitment',
    id: `gcp-flexible-commitment-${product}${region === null ? '' : `-${region}`}`,
    termYears,
    payment: 'no-upfront',
    model: 'legacy',
    product,
    ...(region === null ? {} : { region }),
    commitmentPerHour: 0,
    discount,
  };
}

/** The purchase for one product; null when none pays. */
function purchaseOf(
  template: FlexibleCommitment,
  sharePercent: number,
  estate: Estate,
  context: LeverContext,
): Purchase | null {
  const sized = context.sizePurchase(template);
  if (!sized || sized.amount <= 0) return null;
  const best = cheapestAfterSustainedUse(template, sized.amount, context.uncoveredUsage(), estate.period);
  const share = (best / sized.amount) * sharePercent;
  const { amount, marginalUtilization } = shareOf(sized, share, COMMITMENT_STEP_PER_HOUR);
  if (amount < COMMITMENT_STEP_PER_HOUR) return null;
  const fee = amount * (1 - template.discount);
  const place = template.region === undefined ? '' : ` in ${template.region}`;
  const what = `$${amount.toFixed(3)}/h of ${template.product} at on-demand prices${place} for $${fee.toFixed(3)}/h`;
  return { commitment: { ...template, commitmentPerHour: amount }, what, marginalUtilization };
}

export const gcpFlexibleCommitment = defineLever({
  meta: {
    id: 'gcp-flexible-commitment',
    title: 'Flexible (spend-based) commitments',
    summary:
      'Commit to dollars an hour of Google Cloud compute or Cloud SQL; what an hour does not use is lost.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 46 % on compute, 52 % on Cloud SQL', source: FLEXIBLE },
    planning: { text: '28 % of on-demand compute for one year, before sustained use', source: FLEXIBLE },
    realization: CONTRACT_REALIZATION,
    sources: [
      FLEXIBLE,
      'https://cloud.google.com/docs/cuds-choose-correctly',
      'https://cloud.google.com/sql/cud',
    ],
    excludes: [],
  },
  target: 'estate',
  params: { termYears: TERM_PARAMS.termYears, shareOfOptimumPercent: SHARE_PARAM },
  eligible: (estate, params, context) => {
    const uncovered = context.uncoveredUsage();
    const termYears = params.termYears === '3' ? 3 : 1;
    const templates = productsOf(uncovered).flatMap(product => templateOf(product, termYears) ?? []);
    const eligible = uncovered.filter(pool => templates.some(template => coversProduct(template, pool)));
    if (eligible.length === 0) return no('the bill has no usage on the lists of flexible commitments');
    if (!eligible.some(isUsed)) return no('commitments cover all usage on the lists already');
    const { shareOfOptimumPercent } = params;
    const purchases = templates.flatMap(
      template => purchaseOf(template, shareOfOptimumPercent, estate, context) ?? [],
    );
    if (purchases.length === 0)
      return no('no usage runs long enough to cost less under a commitment than after sustained use');
    // The price is a published percentage, not a list: private prices may differ.
    return yes(whyOf(purchases), 'inferred', { commitments: purchases.map(({ commitment }) => commitment) });
  },
  effect: (_estate, { commitments }) => ({ kind: 'commit', commitments }),
  risk: () => BILLING_ONLY,
});
