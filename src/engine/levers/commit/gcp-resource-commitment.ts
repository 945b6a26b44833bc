/** Google Cloud: commit to vCPU and memory of a machine series in a Region. */

import type { TermYears } from '../../commitments/commitment.ts';
import { RESOURCE_DISCOUNT } from '../../commitments/gcp/index.ts';
import type { UsagePool, UsageShape } from '../../commitments/usage.ts';
import type { Estate } from '../../estate/estate.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import type { PriceKind } from '../../price-book.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { averageRate, isUsed, type Purchase, shareOf, whyOf } from './cloud-purchases.ts';
import { BILLING_ONLY, evidenceOf, PLANNED, SHARE_PARAM, TERM_PARAMS } from './purchase-terms.ts';
import { breakEvenShare } from './sustained-use.ts';

const DISCOUNTS = 'https://cloud.google.com/compute/docs/instances/committed-use-discounts-overview';

/** Series whose published discount is the general one (Compute Engine, "Committed use discounts", 2021-2022). */
const GENERAL_PURPOSE = /^(n1|n2|n2d|n4|n4d|e2|t2d|c2d|c3|c3d|c4|c4d)$/;

/** Shared cores: no commitment covers them. */
const NOT_COMMITTABLE = /^(f1|g1|shared-core)$/;

type GcpResource = Extract<UsageShape, { kind: 'gcp-resource' }>;
type Found = Purchase & { readonly kind: PriceKind };

const UNIT_NAMES: Readonly<Record<string, string>> = { vcpu: 'vCPU', 'memory-gib': 'GiB of memory' };

/** Fee over on-demand price of a series: of the price list, else the published one taken for this Region; null without both. */
function feeShareOf({ series, region }: GcpResource, termYears: TermYears, context: LeverContext) {
  const listed = context.rates.book.resourceCommitmentShare({ series, region, termYears });
  if (listed) return { share: listed.price, kind: listed.kind };
  if (!GENERAL_PURPOSE.test(series)) return null;
  return { share: 1 - RESOURCE_DISCOUNT[termYears], kind: 'assumed' as const };
}

/** The purchase for one resource of one series in one Region; null when none pays. */
function purchaseOf(
  shape: GcpResource,
  pools: readonly UsagePool[],
  terms: { readonly termYears: TermYears; readonly sharePercent: number },
  estate: Estate,
  context: LeverContext,
): Found | null {
  const { series, region, resource } = shape;
  const fee = feeShareOf(shape, terms.termYears, context);
  if (fee === null || (resource !== 'vcpu' && resource !== 'memory-gib')) return null;
  const offer = { series, resource, feeShare: fee.share };
  const breakEven = breakEvenShare(offer, estate.period, estate.hours);
  if (breakEven === null) return null;
  const rate = averageRate(pools);
  const commitment = {
    ...PLANNED,
    kind: 'resource-commitment',
    id: `gcp-resource-commitment-${series}-${region}-${resource}`,
    termYears: terms.termYears,
    // There is no other way to pay: a fee every month.
    payment: 'no-upfront',
    series,
    region,
    resource,
    amount: 0,
    feePerUnitHour: rate * fee.share,
    isShared: true,
  } as const;
  // What the fee has to beat is the price after sustained use: the search gets the fee at which a unit breaks even there.
  const sized = context.sizePurchase({ ...commitment, feePerUnitHour: rate * breakEven });
  if (!sized) return null;
  const { amount, marginalUtilization } = shareOf(sized, terms.sharePercent, 1);
  if (amount < 1) return null;
  const what = `${amount} ${UNIT_NAMES[resource] ?? resource} of ${series} in ${region}`;
  return { commitment: { ...commitment, amount }, what, marginalUtilization, kind: fee.kind };
}

export const gcpResourceCommitment = defineLever({
  meta: {
    id: 'gcp-resource-commitment',
    title: 'Resource-based commitments',
    summary:
      'Commit to vCPU and memory of a Google Cloud machine series; the fee is due whether they run or not.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.5, high: 2 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 57 %, memory-optimised up to 70 %', source: DISCOUNTS },
    planning: { text: '37 % for one year, 55 % for three, before sustained use', source: DISCOUNTS },
    realization: CONTRACT_REALIZATION,
    sources: [DISCOUNTS, 'https://cloud.google.com/compute/docs/sustained-use-discounts'],
    excludes: [],
  },
  target: 'estate',
  params: { termYears: TERM_PARAMS.termYears, shareOfOptimumPercent: SHARE_PARAM },
  eligible: (estate, params, context) => {
    const resources = context
      .uncoveredUsage()
      .flatMap(pool =>
        pool.shape.kind === 'gcp-resource' && !NOT_COMMITTABLE.test(pool.shape.series)
          ? [{ pool, shape: pool.shape }]
          : [],
      );
    if (resources.length === 0)
      return no('the bill has no vCPU or memory of Google Cloud that can be committed to');
    const left = resources.filter(({ pool }) => isUsed(pool));
    if (left.length === 0) return no('commitments cover all vCPU and memory already');
    const terms = {
      termYears: params.termYears === '3' ? 3 : 1,
      sharePercent: params.shareOfOptimumPercent,
    } as const;
    const groups = Map.groupBy(left, ({ shape }) => [shape.series, shape.region, shape.resource].join('|'));
    const purchases = [...groups.values()].flatMap(([first, ...rest]) => {
      if (!first) return [];
      const pools = [first, ...rest].map(({ pool }) => pool);
      return purchaseOf(first.shape, pools, terms, estate, context) ?? [];
    });
    if (purchases.length === 0)
      return no('no vCPU or memory runs long enough to cost less under a commitment with a known price');
    return yes(whyOf(purchases), evidenceOf(purchases.map(({ kind }) => kind)), {
      commitments: purchases.map(({ commitment }) => commitment),
    });
  },
  effect: (_estate, { commitments }) => ({ kind: 'commit', commitments }),
  risk: () => BILLING_ONLY,
});
