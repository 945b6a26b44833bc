/** Worked examples of S3: byte-hours, requests, retrieval, directory buckets, calculator bills, early removal, lifecycle dates. */

import {
  billableObjectKib,
  earlyRemoval,
  objectsGib,
  requestCost,
} from '../../engine/pricing/object-charges.ts';
import {
  gibMonths,
  lifecycleDate,
  MINIMUM_OBJECT_KIB,
  minimumDays,
  type StorageClass,
  tieredCost,
} from '../../engine/pricing/object-storage.ts';
import { costByTier } from '../../engine/pricing/volume-tiers.ts';
import type { Answer, Inputs } from '../answer.ts';
import {
  has,
  isRecord,
  numberIn,
  numberOf,
  numberOr,
  positiveOr,
  recordsOf,
  textOf,
  tiersOf,
} from '../read-inputs.ts';
import { isPricedParts, pricedParts } from './priced-parts.ts';
import { addedCents } from './printed-cents.ts';
import { sameName } from './same-name.ts';

const BYTES_PER_GIB = 2 ** 30;
const DAY_HOURS = 24;

/** Storage at graduated prices, one key for each band that is reached. */
function tieredStorage(inputs: Inputs, gib: number) {
  const tiers = tiersOf(inputs, 'tiers');
  const costs = costByTier(gib, tiers);
  return {
    ...Object.fromEntries(costs.map((cost, index) => [`tier${index + 1}_cost`, cost])),
    cost_by_tier: costs,
    total: tieredCost(gib, tiers),
  };
}

function byteHours(inputs: Inputs) {
  const segments = recordsOf(inputs, 'segments').map(segment => {
    const bytesPerGb = positiveOr(inputs, 'bytes_per_gb', BYTES_PER_GIB);
    const bytes = numberIn(segment, 'bytes') ?? numberOf(segment, 'gb') * bytesPerGb;
    return { bytes, hours: numberIn(segment, 'hours') ?? numberOf(segment, 'days') * DAY_HOURS };
  });
  const held = segments.reduce((sum, { bytes, hours }) => sum + bytes * hours, 0);
  const hours = segments.reduce((sum, segment) => sum + segment.hours, 0);
  const inMonth = positiveOr(inputs, 'hours_in_month', hours);
  // The engine counts in GiB; a pack may state another size of its gigabyte.
  const gb = (gibMonths(held, inMonth) * BYTES_PER_GIB) / positiveOr(inputs, 'bytes_per_gb', BYTES_PER_GIB);
  const price = numberIn(inputs, 'price_gb');
  return {
    byte_hours: held,
    gb_months: gb,
    ...(has(inputs, 'tiers') ? tieredStorage(inputs, gb) : {}),
    ...(price === null ? {} : { total: gb * price }),
  };
}

/** `price_put_per_1000`: the price of a thousand of `puts`. */
const REQUEST_PRICE = /^price_([a-z_]+?)_per_(\d{1,9})$/;

function requestPrices(inputs: Inputs) {
  return Object.keys(inputs).flatMap(key => {
    const [, request, per] = REQUEST_PRICE.exec(key) ?? [];
    return request === undefined || !has(inputs, `${request}s`)
      ? []
      : [{ request, cost: requestCost(numberOf(inputs, `${request}s`), numberOf(inputs, key), Number(per)) }];
  });
}

function requests(inputs: Inputs) {
  const costs = requestPrices(inputs);
  return {
    ...Object.fromEntries(costs.map(({ request, cost }) => [`${request}_cost`, cost])),
    // Deletes and cancelled uploads are free in every class.
    ...(has(inputs, 'deletes') ? { delete_cost: requestCost(numberOf(inputs, 'deletes'), 0, 1000) } : {}),
    total: costs.reduce((sum, { cost }) => sum + cost, 0),
  };
}

/** A directory bucket: storage, requests, and the bytes that each request moves. */
function directoryBucket(inputs: Inputs) {
  const kibPerGib = positiveOr(inputs, 'kb_per_gb', 2 ** 20);
  const moved = (count: string, price: string) =>
    ((numberOr(inputs, count, 0) * numberOf(inputs, 'request_kb')) / kibPerGib) * numberOr(inputs, price, 0);
  const lines = {
    storage: numberOf(inputs, 'gb_month', 'gb_months', 'gb') * numberOf(inputs, 'price_gb'),
    ...Object.fromEntries(requestPrices(inputs).map(({ request, cost }) => [`${request}s`, cost])),
    upload: moved('puts', 'upload_price_gb'),
    retrieval: moved('gets', 'retrieval_price_gb'),
  };
  return { ...lines, total: addedCents(Object.values(lines)) };
}

function retrieval(inputs: Inputs) {
  const cost = numberOf(inputs, 'gb', 'retrieval_gb') * numberOf(inputs, 'price_gb', 'retrieval_price_gb');
  const asked = numberIn(inputs, 'requests');
  const price = numberIn(inputs, 'price_per_1000', 'price_request_per_1000');
  const requested = asked === null || price === null ? undefined : requestCost(asked, price, 1000);
  return { retrieval_cost: cost, request_cost: requested, total: cost + (requested ?? 0) };
}

function removedEarly(inputs: Inputs) {
  const least =
    numberIn(inputs, 'min_days', 'minimum_days') ??
    minimumDays((has(inputs, 'class') ? textOf(inputs, 'class') : '') as StorageClass);
  const age = numberOf(inputs, 'age_days', 'days_stored', 'days');
  const { fee, remainingDays } = earlyRemoval(
    numberOf(inputs, 'gb', 'gib'),
    numberOf(inputs, 'price_gb', 'rate', 'price'),
    least,
    age,
  );
  return { early_fee: fee, early_delete_fee: fee, fee, remaining_days: remainingDays };
}

function smallObjects(inputs: Inputs) {
  const size = numberOf(inputs, 'object_kb', 'size_kb');
  const billable = billableObjectKib(size, numberOr(inputs, 'min_object_kb', MINIMUM_OBJECT_KIB));
  const objects = numberOr(inputs, 'objects', 1);
  const price = numberIn(inputs, 'price_gb');
  const gib = objectsGib(objects, billable);
  return {
    billable_kb: billable,
    gb: objectsGib(objects, size),
    billable_gb: gib,
    storage: price === null ? undefined : gib * price,
  };
}

/** From what a lifecycle rule counts: a noncurrent version from the creation of its successor. */
const COUNTED_FROM = ['noncurrent_since', 'successor_created', 'created', 'modified'];

function lifecycleMs(inputs: Inputs): number {
  const key = COUNTED_FROM.find(name => has(inputs, name)) ?? 'created';
  const created = Date.parse(textOf(inputs, key));
  if (Number.isNaN(created)) throw new Error(`\`${key}\` must be a date and time in UTC`);
  const at = lifecycleDate(created, numberOf(inputs, 'days', 'noncurrent_days'));
  if (Number.isNaN(new Date(at).getTime())) throw new Error('the rule acts later than a date can say');
  return at;
}

const isoSeconds = (ms: number) => new Date(ms).toISOString().replace('.000', '');

const S3: readonly Answer[] = [
  { kind: 's3', accepts: inputs => Array.isArray(inputs.segments), compute: byteHours },
  {
    kind: 's3',
    accepts: inputs => COUNTED_FROM.some(key => has(inputs, key)),
    compute: inputs => {
      const at = isoSeconds(lifecycleMs(inputs));
      return { transition_at: at, expiration_at: at };
    },
    resolve: (key, inputs) => {
      if (/_at$/.test(key)) return isoSeconds(lifecycleMs(inputs));
      return /date/.test(key) ? isoSeconds(lifecycleMs(inputs)).slice(0, 10) : undefined;
    },
  },
  { kind: 's3', accepts: isPricedParts, compute: pricedParts },
  { kind: 's3', accepts: inputs => has(inputs, 'request_kb', 'price_gb'), compute: directoryBucket },
  {
    kind: 's3',
    accepts: inputs => ['age_days', 'days_stored'].some(key => has(inputs, key)),
    compute: removedEarly,
  },
  {
    kind: 's3',
    accepts: inputs => has(inputs, 'object_kb') || has(inputs, 'size_kb'),
    compute: smallObjects,
  },
  { kind: 's3', accepts: inputs => requestPrices(inputs).length > 0, compute: requests },
  {
    kind: 's3',
    accepts: inputs => has(inputs, 'tiers') && ['gb', 'gb_month', 'gb_months'].some(key => has(inputs, key)),
    compute: inputs => {
      const gib = numberOf(inputs, 'gb_months', 'gb_month', 'gb');
      return { gb_months: gib, ...tieredStorage(inputs, gib) };
    },
  },
  {
    kind: 's3',
    accepts: inputs =>
      !isRecord(inputs.gb) &&
      (has(inputs, 'gb') || has(inputs, 'retrieval_gb')) &&
      (has(inputs, 'price_gb') || has(inputs, 'retrieval_price_gb')),
    compute: inputs => {
      const result = retrieval(inputs);
      return has(inputs, 'destinations') || has(inputs, 'requests') || has(inputs, 'retrieval_gb')
        ? result
        : { ...result, storage: result.retrieval_cost };
    },
  },
];

export const S3_ANSWERS: readonly Answer[] = S3.map(answer => ({ resolve: sameName, ...answer }));
