/** What could be bought: one candidate for each thing that an instrument is bought for (a family in a Region, a node class, ...). */

import type { FlexibleCommitment, SavingsPlan } from '../engine/commitments/commitment.ts';
import { RESOURCE_DISCOUNT } from '../engine/commitments/gcp/discounts.ts';
import type { PortfolioPrices } from './book-prices.ts';
import type { PricedPool } from './price-usage.ts';
import {
  purchaseBase as base,
  type Candidate,
  type Candidates,
  type PurchaseTerms,
  type SizedInstrument,
} from './purchase.ts';
import { givenReservationRate, reservationCandidates } from './sizing-reservations.ts';
import { flexibleDiscount } from './spend-rates.ts';

const familyOf = (instanceType: string) => instanceType.slice(0, instanceType.indexOf('.'));

function planCandidate(
  offering: SavingsPlan['offering'],
  scope: { family: string; region: string } | null,
  terms: PurchaseTerms,
): Candidate {
  const words = scope === null ? '' : `${scope.family} ${scope.region}`;
  const id = `planned ${offering} savings plan ${terms.termYears}y ${terms.payment} ${words}`.trim();
  return {
    id,
    scope: words,
    measure: 'money',
    poolId: null,
    build: size => ({
      kind: 'savings-plan',
      ...base(id, terms),
      offering,
      family: scope?.family ?? null,
      region: scope?.region ?? null,
      commitmentPerHour: size,
    }),
  };
}

/** Values in the order of their text, each once. */
function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map(items.map(item => [keyOf(item), item]));
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function instancePlans(pools: readonly PricedPool[], terms: PurchaseTerms): Candidate[] {
  const scopes = pools.flatMap(({ pool: { shape } }) =>
    shape.kind === 'aws-instance' ? [{ family: familyOf(shape.instanceType), region: shape.region }] : [],
  );
  return distinct(scopes, ({ family, region }) => `${region} ${family}`).map(scope =>
    planCandidate('ec2-instance', scope, terms),
  );
}

/** Fee of a unit: the file's, else the published discount of general-purpose machines off what is paid on demand. */
function resourceCommitments(pools: readonly PricedPool[], terms: PurchaseTerms): Candidate[] {
  const found = pools.flatMap(priced => {
    const { shape, onDemandRate } = priced.pool;
    if (shape.kind !== 'gcp-resource') return [];
    const fee =
      givenReservationRate(priced, terms.termYears) ??
      onDemandRate * (1 - RESOURCE_DISCOUNT[terms.termYears]);
    return [{ ...shape, fee, poolId: priced.pool.id }];
  });
  return distinct(found, ({ series, region, resource }) => `${region} ${series} ${resource}`).map(
    ({ series, region, resource, fee, poolId }): Candidate => {
      const scope = `${series} ${resource} ${region}`;
      const id = `planned resource commitment ${terms.termYears}y ${scope}`;
      return {
        id,
        scope,
        measure: 'units',
        poolId,
        build: amount => ({
          kind: 'resource-commitment',
          ...base(id, terms),
          series,
          region,
          resource,
          amount,
          feePerUnitHour: fee,
          isShared: true,
        }),
      };
    },
  );
}

/** Compute serves every Region; other products are bought for one. Products without any rate are no candidates. */
function flexibleCommitments(pools: readonly PricedPool[], terms: PurchaseTerms): Candidate[] {
  const products = pools.flatMap(({ pool: { shape }, rows }) => {
    if (shape.kind !== 'gcp-resource' && shape.kind !== 'gcp-metered') return [];
    const isCompute = shape.product === 'compute';
    const published = flexibleDiscount(shape.product, terms.termYears);
    if (published === null && rows.numbers.cud_rate === null) return [];
    return [{ product: shape.product, region: isCompute ? null : shape.region, discount: published ?? 0 }];
  });
  return distinct(products, ({ product, region }) => `${product} ${region ?? ''}`).map(
    ({ product, region, discount }): Candidate => {
      const scope = region === null ? product : `${product} ${region}`;
      const id = `planned flexible commitment ${terms.termYears}y ${scope}`;
      const build = (size: number): FlexibleCommitment => ({
        kind: 'flexible-commitment',
        ...base(id, terms),
        model: 'consumption',
        product,
        ...(region === null ? {} : { region }),
        commitmentPerHour: size,
        discount,
      });
      return { id, scope, measure: 'money', poolId: null, build };
    },
  );
}

function azurePlan(terms: PurchaseTerms): Candidate {
  const id = `planned azure savings plan ${terms.termYears}y`;
  return {
    id,
    scope: '',
    measure: 'money',
    poolId: null,
    build: size => ({
      kind: 'azure-savings-plan',
      ...base(id, terms),
      scope: { level: 'shared', id: null },
      commitmentPerHour: size,
    }),
  };
}

/** Everything that an instrument could be bought for. */
export function candidatesOf(
  instrument: SizedInstrument,
  pools: readonly PricedPool[],
  terms: PurchaseTerms,
  prices: PortfolioPrices,
): Candidates {
  const all = (candidates: readonly Candidate[]): Candidates => ({ candidates, unpriced: [] });
  switch (instrument) {
    case 'compute-savings-plan':
      return all([planCandidate('compute', null, terms)]);
    case 'database-savings-plan':
      return all([planCandidate('database', null, terms)]);
    case 'sagemaker-savings-plan':
      return all([planCandidate('sagemaker', null, terms)]);
    case 'ec2-instance-savings-plan':
      return all(instancePlans(pools, terms));
    case 'resource-commitment':
      return all(resourceCommitments(pools, terms));
    case 'flexible-commitment':
      return all(flexibleCommitments(pools, terms));
    case 'azure-savings-plan':
      return all([azurePlan(terms)]);
    case 'reserved-instance':
    case 'reserved-node':
    case 'azure-reservation':
      return reservationCandidates(instrument, pools, terms, prices);
  }
}
