/** Azure: reserve machines of a size in a Region. */

import type { AzureReservation } from '../../commitments/commitment.ts';
import { recurringShare } from '../../commitments/fees.ts';
import type { UsagePool, UsageShape } from '../../commitments/usage.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import type { PriceKind } from '../../price-book.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { averageRate, isUsed, PAYMENT, type Purchase, shareOf, whyOf } from './cloud-purchases.ts';
import {
  BILLING_ONLY,
  evidenceOf,
  PLANNED,
  SHARE_PARAM,
  TERM_PARAMS,
  type Terms,
  termsOf,
} from './purchase-terms.ts';

const RESERVATIONS =
  'https://learn.microsoft.com/azure/cost-management-billing/reservations/save-compute-costs-reservations';

/**
 * A price so far above the list price of the bare machine holds software, which a reservation does not discount. An
 * assumption between the contract prices above list that nobody pays and the 24 % that Windows adds at least (list prices).
 */
const SOFTWARE_ABOVE_LIST = 1.15;

type AzureMachine = Extract<UsageShape, { kind: 'azure-vm' }>;
type Wanted = Terms & { readonly sharePercent: number; readonly assumedDiscount: number };
type Found = Purchase & { readonly kind: PriceKind };

/** Whether the price of a size holds more than the machine: a reservation would leave that as it is. */
function holdsSoftware({ size, region }: AzureMachine, rate: number, { rates }: LeverContext): boolean {
  const listed = rates.book.instancePrice(size, region, 'linux');
  return listed !== null && rate > listed.price * SOFTWARE_ABOVE_LIST;
}

/** The purchase for one size in one Region; null when none pays. */
function purchaseOf(
  shape: AzureMachine,
  pools: readonly UsagePool[],
  terms: Wanted,
  context: LeverContext,
): Found | null {
  const { size, region } = shape;
  const { termYears, payment } = terms;
  const rate = averageRate(pools);
  if (holdsSoftware(shape, rate, context)) return null;
  const listed = context.rates.book.azureReservationRate({ size, region, termYears });
  const effectivePerHour = listed?.price ?? rate * (1 - terms.assumedDiscount);
  const template: AzureReservation = {
    ...PLANNED,
    kind: 'azure-reservation',
    id: `azure-reservation-${size}-${region}`,
    termYears,
    payment,
    product: 'virtual-machine',
    sku: size,
    region,
    scope: { level: 'shared', id: null },
    // Each size is bought for itself: a flexible one would be counted for the sizes of its neighbours too.
    flexibility: 'size',
    quantity: 0,
    effectivePerHour,
    recurringPerHour: effectivePerHour * recurringShare({ payment }),
  };
  const sized = context.sizePurchase(template);
  if (!sized) return null;
  const { amount: quantity, marginalUtilization } = shareOf(sized, terms.sharePercent, 1);
  if (quantity < 1) return null;
  const what = `${quantity} x ${size} in ${region}`;
  return {
    commitment: { ...template, quantity },
    what,
    marginalUtilization,
    kind: listed?.kind ?? 'assumed',
  };
}

export const azureReservation = defineLever({
  meta: {
    id: 'azure-reservation',
    title: 'Azure reservations',
    summary: 'Reserve virtual machines of a size in a Region; what an hour does not use is lost.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.1, mode: 0.5, high: 2 },
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: 'up to 72 % off pay as you go', source: RESERVATIONS },
    planning: {
      text: '41 % for one year and 62 % for three on D, E and F series in eastus',
      source: 'https://prices.azure.com/api/retail/prices',
    },
    realization: CONTRACT_REALIZATION,
    sources: [
      RESERVATIONS,
      'https://learn.microsoft.com/azure/cost-management-billing/reservations/benefit-application-order',
    ],
    excludes: [],
  },
  target: 'estate',
  params: {
    termYears: TERM_PARAMS.termYears,
    payment: PAYMENT,
    shareOfOptimumPercent: SHARE_PARAM,
    assumedDiscountPercent: numberParam({
      label: 'Assumed discount',
      unit: '%',
      description:
        'An assumption, for sizes without a listed price only: D, E and F series in eastus have 41 % (one year) and 62 % (three); 72 % is the advertised maximum.',
      default: 36,
      min: 0,
      max: 72,
      step: 1,
    }),
  },
  eligible: (_estate, params, context) => {
    const machines = context
      .uncoveredUsage()
      .flatMap(pool => (pool.shape.kind === 'azure-vm' ? [{ pool, shape: pool.shape }] : []));
    if (machines.length === 0) return no('the bill has no virtual machines of Azure');
    const left = machines.filter(({ pool }) => isUsed(pool));
    if (left.length === 0) return no('commitments cover all virtual machines already');
    const terms = {
      ...termsOf(params),
      sharePercent: params.shareOfOptimumPercent,
      assumedDiscount: params.assumedDiscountPercent / 100,
    };
    const groups = Map.groupBy(left, ({ shape }) => `${shape.size}|${shape.region}`.toLowerCase());
    const purchases = [...groups.values()].flatMap(([first, ...rest]) => {
      if (!first) return [];
      return (
        purchaseOf(
          first.shape,
          [first, ...rest].map(({ pool }) => pool),
          terms,
          context,
        ) ?? []
      );
    });
    if (purchases.length === 0)
      return no('no machine without software in its price runs long enough to cost less when it is reserved');
    return yes(whyOf(purchases), evidenceOf(purchases.map(({ kind }) => kind)), {
      commitments: purchases.map(({ commitment }) => commitment),
    });
  },
  effect: (_estate, { commitments }) => ({ kind: 'commit', commitments }),
  risk: () => BILLING_ONLY,
});
