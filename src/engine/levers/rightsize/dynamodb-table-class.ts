/** Keep a table that is large and seldom used in the class with cheap storage and dear requests. */

import type { MeterUse, OtherResource, UnitUsage } from '../../estate/estate.ts';
import { defineLever, type LeverContext, no, yes } from '../../lever.ts';
import { REALIZATION } from '../realization.ts';

const TABLE_CLASSES =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.TableClasses.html';

const GUIDELINE =
  'https://aws.amazon.com/blogs/database/optimize-the-storage-costs-of-your-workloads-with-amazon-dynamodb-standard-ia-table-class/';

/** Storage of the Standard class, after the Region's prefix; `IA-TimedStorage-ByteHrs` is the other class. */
const STANDARD_STORAGE = /^(?!IA-)(?:[A-Z]{2,4}\d?-)?TimedStorage-ByteHrs$/;
/** Requests of one kind by the price book's name for them; the book counts in millions. */
const REQUESTS = [
  { pattern: /^ReadRequestUnits/, component: 'on_demand_read' },
  { pattern: /^WriteRequestUnits/, component: 'on_demand_write' },
] as const;
const REQUESTS_PER_UNIT = 1_000_000;

const total = (hours: Float64Array) => hours.reduce((sum, units) => sum + units, 0);

function storageOf({ meters }: OtherResource): readonly MeterUse[] {
  return meters.filter(
    ({ serviceCode, usageType, quantity }) =>
      serviceCode === 'AmazonDynamoDB' && STANDARD_STORAGE.test(usageType) && quantity > 0,
  );
}

/**
 * What requests cost more in the other class, as units at that class's price: requests x (1 - price here / price there).
 * Null when a price is unknown.
 */
function dearerRequests({ metered, region }: OtherResource, { rates }: LeverContext): UnitUsage[] | null {
  const added: UnitUsage[] = [];
  const place = region ?? '';
  for (const { shape, hours } of metered) {
    if (total(hours) === 0) continue;
    const item = shape.kind === 'aws-metered' ? shape.item : '';
    const found = REQUESTS.find(({ pattern }) => pattern.test(item));
    if (!found) return null;
    const { component } = found;
    const here = rates.unitPrice('dynamodb', 'standard', component, place);
    const there = rates.unitPrice('dynamodb', 'standard_ia', component, place);
    if (here === null || there === null || there <= 0) return null;
    const quantity = (total(hours) / REQUESTS_PER_UNIT) * Math.max(0, 1 - here / there);
    added.push({ service: 'dynamodb', item: 'standard_ia', component, region: place, quantity });
  }
  return added;
}

export const dynamodbTableClass = defineLever({
  meta: {
    id: 'dynamodb-table-class',
    title: 'DynamoDB table class',
    summary:
      'Move tables whose storage costs more than their requests to Standard-IA: storage is cheaper there, requests dearer.',
    capability: 'rate-optimization',
    stage: 'rightsize',
    effortDays: { low: 0.1, mode: 0.25, high: 1 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: 'up to 60 % of the storage of a table', source: GUIDELINE },
    planning: {
      text: 'worth a look where storage is about half or more of what the table costs; the prices below decide',
      source: GUIDELINE,
    },
    realization: REALIZATION,
    sources: [TABLE_CLASSES, 'https://aws.amazon.com/dynamodb/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {},
  eligible: (table, _params, context) => {
    const storage = storageOf(table);
    const [first] = storage;
    if (!first) return no('holds no table storage of the Standard class');
    const isProvisioned = table.metered.some(
      ({ shape, hours }) =>
        shape.kind === 'aws-metered' && /CapacityUnit-Hrs/.test(shape.item) && total(hours) > 0,
    );
    if (isProvisioned) return no('the price book has no price for provisioned capacity of Standard-IA');
    const gib = storage.reduce((sum, { quantity }) => sum + quantity, 0);
    const requests = dearerRequests(table, context);
    if (requests === null) return no('no known price of its requests in Standard-IA');
    const effect = {
      kind: 'remeter',
      resourceId: table.id,
      change: 'retier',
      meters: storage.map(({ usageType, operation }) => ({ usageType, operation, factor: 0 })),
      added: [
        {
          service: 'dynamodb',
          item: 'standard_ia',
          component: 'storage',
          region: table.region ?? '',
          quantity: gib,
        },
        ...requests,
      ],
      once: [],
    } as const;
    const saved = context.saving(effect);
    if (saved === null) return no(`no price of Standard-IA in ${table.region ?? 'this region'}`);
    if (saved <= 0) return no(`dearer requests would cost $${(-saved).toFixed(2)} more than storage saves`);
    return yes(`${Math.round(gib).toLocaleString('en-US')} GiB-months, seldom read or written`, 'inferred', {
      effect,
    });
  },
  effect: (_table, { effect }) => effect,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 0.5,
      reason:
        'a setting, twice in 30 days at most; durability, availability and latency are the same in both classes',
    },
  ],
});
