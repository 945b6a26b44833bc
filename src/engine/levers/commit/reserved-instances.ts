/**
 * Reserve EC2 instances in a Region for one or three years.
 *
 * Regional only: a zonal reservation holds capacity in one zone and gives up size flexibility, which is a decision about
 * capacity and not about price. It excludes no other purchase: with an EC2 Instance Savings Plan at the same rates it competes
 * for the same usage, but each is sized on what those before it leave. Reservations are drawn before any plan.
 */

import { isFlexible } from '../../commitments/aws/instance-reservations.ts';
import { familyOf, normalizationFactor } from '../../commitments/aws/normalization.ts';
import type { ReservedInstance } from '../../commitments/commitment.ts';
import { recurringShare } from '../../commitments/fees.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { choiceParam } from '../../lever-params.ts';
import { compareText } from '../../text-order.ts';
import { CONTRACT_REALIZATION } from '../realization.ts';
import { choosePurchases, commitmentsOf, whyOf } from './choose-purchases.ts';
import {
  BILLING_ONLY,
  COUNT_PARAM,
  evidenceOf,
  PLANNED,
  PURCHASES_PARAM,
  SHARE_PARAM,
  TERM_PARAMS,
  type Terms,
  termsOf,
  termWords,
} from './purchase-terms.ts';
import { type InstanceShape, instanceReservationRate, type ReservationRate } from './reservation-rates.ts';
import { isRunning } from './savings-plan-offers.ts';

const APPLYING = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html';

type OfferingClass = ReservedInstance['offeringClass'];

/** What one reservation serves: a family where sizes are flexible, else one type. */
function groupOf(shape: InstanceShape): string {
  const { instanceType, region, operatingSystem, tenancy } = shape;
  const isFamily = isFlexible({ instanceType, availabilityZone: null, operatingSystem, tenancy });
  return [region, operatingSystem, tenancy, isFamily ? familyOf(instanceType) : instanceType].join('|');
}

/** Usage that a regional reservation may cover, by what serves it, smallest size first. */
function groupsOf({ uncoveredUsage }: LeverContext): InstanceShape[][] {
  const shapes = new Map<string, InstanceShape>();
  for (const { shape, quantities } of uncoveredUsage()) {
    if (shape.kind !== 'aws-instance' || shape.tenancy === 'host' || !isRunning({ quantities })) continue;
    shapes.set(`${groupOf(shape)}|${shape.instanceType}`, shape);
  }
  const units = ({ instanceType }: InstanceShape) => normalizationFactor(instanceType) ?? 0;
  const sorted = [...shapes.values()].sort(
    (a, b) => units(a) - units(b) || compareText(a.instanceType, b.instanceType),
  );
  return [...Map.groupBy(sorted, groupOf).values()];
}

function templateOf(
  shape: InstanceShape,
  offeringClass: OfferingClass,
  terms: Terms,
  { effectivePerHour }: ReservationRate,
) {
  const { instanceType, region, operatingSystem, tenancy } = shape;
  const system = tenancy === 'shared' ? operatingSystem : `${operatingSystem} (${tenancy})`;
  return {
    scope: `${instanceType} ${system} in ${region}`,
    template: {
      ...PLANNED,
      ...terms,
      kind: 'reserved-instance',
      id: `reserved-instances ${region} ${instanceType} ${operatingSystem} ${tenancy}`,
      offeringClass,
      instanceType,
      region,
      availabilityZone: null,
      operatingSystem,
      tenancy,
      count: 1,
      effectivePerHour,
      recurringPerHour: effectivePerHour * recurringShare(terms),
    } as const,
  };
}

/** One offer for each group that has a size with a known price: the smallest, so that the optimum is met most closely. */
function offersOf(
  groups: readonly (readonly InstanceShape[])[],
  offeringClass: OfferingClass,
  terms: Terms,
  context: LeverContext,
) {
  return groups.flatMap(shapes => {
    for (const shape of shapes) {
      const rate = instanceReservationRate(shape, offeringClass, terms, context);
      if (rate) return [{ ...templateOf(shape, offeringClass, terms, rate), rateKind: rate.kind }];
    }
    return [];
  });
}

export const reservedInstances = defineLever({
  meta: {
    id: 'reserved-instances',
    title: 'EC2 Reserved Instances',
    summary:
      'Reserve instances in a Region, size-flexible for Linux; a zonal one is a capacity decision and is not offered.',
    capability: 'rate-optimization',
    stage: 'commit',
    effortDays: { low: 0.2, mode: 0.5, high: 2 },
    leadTimeMonths: 0,
    reversible: false,
    headline: {
      text: 'up to 72 %',
      source:
        'https://docs.aws.amazon.com/whitepapers/latest/cost-optimization-reservation-models/amazon-ec2-reserved-instances.html',
    },
    planning: {
      text: '32 to 37 % for one year standard without upfront payment, by family; 27 to 29 % convertible',
      source:
        'https://github.com/LeanerCloud/ec2-instances-info (price list of 2023-08-30; convertible 2017)',
    },
    realization: CONTRACT_REALIZATION,
    sources: [
      APPLYING,
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/concepts-reserved-instances-application.html',
    ],
    excludes: [],
  },
  target: 'estate',
  params: {
    count: COUNT_PARAM,
    shareOfOptimumPercent: SHARE_PARAM,
    purchasesMax: PURCHASES_PARAM,
    offeringClass: choiceParam({
      label: 'Class',
      unit: '',
      description: 'A convertible reservation may be exchanged for another family and saves less.',
      default: 'standard',
      choices: ['standard', 'convertible'],
    }),
    ...TERM_PARAMS,
  },
  eligible: (_estate, params, context) => {
    const { offeringClass } = params;
    const terms = termsOf(params);
    const groups = groupsOf(context);
    if (groups.length === 0) return no('no EC2 usage with a known price is left on demand');
    const offers = offersOf(groups, offeringClass, terms, context);
    if (offers.length === 0)
      return no(`no price of a ${offeringClass} reservation (${termWords(terms)}) is known for what is left`);
    const purchases = choosePurchases(offers, { ...params, given: params.count }, context);
    if (purchases.length === 0) return no('what is left on demand runs too seldom for a reservation to pay');
    const bought = new Set(purchases.map(({ scope }) => scope));
    const kinds = offers.filter(({ scope }) => bought.has(scope)).map(({ rateKind }) => rateKind);
    return yes(whyOf(purchases), evidenceOf(kinds), { purchases });
  },
  effect: (_estate, { purchases }) => ({ kind: 'commit', commitments: commitmentsOf(purchases) }),
  risk: () => BILLING_ONLY,
});
