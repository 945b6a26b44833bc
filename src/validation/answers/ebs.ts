/** Worked examples of EBS: volumes for part of a month, gp2 credits, snapshots, the archive, fast restores, limits of gp2 and gp3. */

import {
  GP2_BUCKET_CREDITS,
  GP2_BURST_IOPS,
  GP3_INCLUDED_IOPS,
  GP3_INCLUDED_MIBPS,
  GP3_MAX_IOPS,
  GP3_MAX_MIBPS,
  gp2BaselineIops,
  gp2BurstSeconds,
  gp2PeakIops,
  gp2PeakMibps,
  gp2RefillSeconds,
  volumeCost,
} from '../../engine/pricing/block-storage.ts';
import { tieredCost } from '../../engine/pricing/object-storage.ts';
import {
  ARCHIVE_MINIMUM_MONTHS,
  archiveEarlyFee,
  fastRestoreCost,
  incrementalSnapshotGib,
} from '../../engine/pricing/snapshots.ts';
import type { Answer, Facts, Inputs } from '../answer.ts';
import {
  has,
  numberIn,
  numberOf,
  numberOr,
  numbersOf,
  positiveOr,
  recordOf,
  recordsOf,
  textOf,
  tiersOf,
} from '../read-inputs.ts';
import { isPricedParts, pricedParts } from './priced-parts.ts';
import { sameName } from './same-name.ts';

/** Days of the month by which AWS prorates volumes on its price page. */
const MONTH_DAYS = 30;
const DAY_SECONDS = 86_400;
/** Seconds for which a volume is charged at least. */
const MINIMUM_SECONDS = 60;
const REGION = 'us-east-1';

/** Share of a month that the inputs speak of; a whole month when they name no time. */
function monthShare(inputs: Inputs): number {
  const months = numberIn(inputs, 'months', 'month_share');
  if (months !== null) return months;
  const [days, hours] = [numberIn(inputs, 'days'), numberIn(inputs, 'hours')];
  const seconds =
    numberIn(inputs, 'seconds') ??
    (hours === null ? null : hours * 3600) ??
    (days ?? Number.NaN) * DAY_SECONDS;
  if (Number.isNaN(seconds)) return 1;
  const billed = seconds === 0 ? 0 : Math.max(MINIMUM_SECONDS, seconds);
  return billed / (positiveOr(inputs, 'month_days', MONTH_DAYS) * DAY_SECONDS);
}

/** A price of the inputs, else the list price of the book. @throws Error when neither has it */
function priceOf(inputs: Inputs, key: string, { book }: Facts, component: string): number {
  const stated = numberIn(inputs, key);
  if (stated !== null) return stated;
  const type = textOf(inputs, 'type');
  const region = has(inputs, 'region') ? textOf(inputs, 'region') : REGION;
  const found = book.unitPrice('ebs', type, component, region);
  if (found) return found.price;
  throw new Error(`\`${key}\` is missing, and the book has no such price of ${type} in ${region}`);
}

/** Types whose IOPS are bought; those of gp2, st1 and sc1 come with their size. */
const hasProvisionedIops = (volumeType: string) => ['gp3', 'io1', 'io2'].includes(volumeType);

function costOfVolume(inputs: Inputs, facts: Facts) {
  const volumeType = textOf(inputs, 'type');
  const isGp3 = volumeType === 'gp3';
  const share = monthShare(inputs);
  const [iops, mbps] = [numberIn(inputs, 'iops'), numberIn(inputs, 'mbps', 'throughput')];
  // What is included may be stated; the engine's own allowance is then put back, so that it takes off what was stated.
  const beyond = (amount: number | null, key: string, included: number) =>
    amount === null ? 0 : Math.max(0, amount - numberOr(inputs, key, isGp3 ? included : 0));
  const billedIops = hasProvisionedIops(volumeType) ? beyond(iops, 'free_iops', GP3_INCLUDED_IOPS) : 0;
  const billedMibps = isGp3 ? beyond(mbps, 'free_mbps', GP3_INCLUDED_MIBPS) : 0;
  const isTiered = has(inputs, 'price_iops_tiers');
  const iopsPrice = isGp3 ? 'iops_above_3000' : 'iops';
  const cost = volumeCost(
    {
      volumeType,
      sizeGib: numberOf(inputs, 'gb', 'gib'),
      iops: isTiered ? null : billedIops + (isGp3 ? GP3_INCLUDED_IOPS : 0),
      throughputMibps: billedMibps + GP3_INCLUDED_MIBPS,
    },
    {
      perGibMonth: priceOf(inputs, 'price_gb', facts, 'storage'),
      perIopsMonth: isTiered || billedIops === 0 ? null : priceOf(inputs, 'price_iops', facts, iopsPrice),
      perMibpsMonth: billedMibps === 0 ? null : priceOf(inputs, 'price_mbps', facts, 'throughput_above_125'),
    },
    share,
  );
  if (cost === null) throw new Error('a price of the volume is missing');
  // io2 is priced in bands of each volume's own IOPS.
  const tieredIops = isTiered ? tieredCost(billedIops, tiersOf(inputs, 'price_iops_tiers')) * share : 0;
  const requests =
    (numberIn(inputs, 'million_requests', 'million_io') ?? 0) *
    (numberIn(inputs, 'price_million_requests', 'price_million_io') ?? 0);
  return {
    ...cost,
    iops: cost.iops + tieredIops,
    requests,
    total: cost.total + tieredIops + requests,
    month_share: share,
    billable_iops: billedIops,
    billable_mbps: billedMibps,
  };
}

/** A volume for a month with prices by part; `extra_` is what goes beyond what gp3 includes. */
function calculatorVolume(inputs: Inputs) {
  const prices = recordOf(inputs, 'prices');
  const isGp3 = ['extra_iops', 'extra_mbps'].some(key => has(inputs, key)) || inputs.type === 'gp3';
  const iops =
    numberIn(inputs, 'iops') ?? (isGp3 ? GP3_INCLUDED_IOPS : 0) + numberOr(inputs, 'extra_iops', 0);
  const mbps = numberIn(inputs, 'mbps') ?? GP3_INCLUDED_MIBPS + numberOr(inputs, 'extra_mbps', 0);
  const cost = volumeCost(
    {
      volumeType: isGp3 ? 'gp3' : String(inputs.type ?? 'io1'),
      sizeGib: numberOr(inputs, 'gb', 0),
      iops,
      throughputMibps: mbps,
    },
    {
      perGibMonth: numberOr(prices, 'gb', numberOr(prices, 'storage', 0)),
      perIopsMonth: numberIn(prices, 'iops'),
      perMibpsMonth: numberIn(prices, 'mbps', 'throughput'),
    },
    monthShare(inputs),
  );
  if (cost === null) throw new Error('a price of the volume is missing');
  const { total: _total, ...others } = pricedParts({ ...inputs, prices: otherPrices(prices) });
  const more = Object.values(others).reduce((sum, each) => sum + each, 0);
  return { ...cost, ...others, total: cost.total + more };
}

/** Prices that are no part of the volume itself: requests of a magnetic volume, its snapshots. */
function otherPrices(prices: Inputs): Inputs {
  const own = ['gb', 'storage', 'iops', 'mbps', 'throughput'];
  return Object.fromEntries(Object.entries(prices).filter(([part]) => !own.includes(part)));
}

function archive(inputs: Inputs) {
  const gib = numberOf(inputs, 'snapshot_gb', 'snapshot_gib');
  const price = numberOf(inputs, 'archive_price', 'archive_price_gb');
  const minimum = numberOr(inputs, 'min_months', ARCHIVE_MINIMUM_MONTHS);
  const restore = numberIn(inputs, 'restore_price_gb', 'restore_price');
  const partly = numberIn(inputs, 'archived_before_delete_gb');
  const months = numberIn(inputs, 'months', 'months_archived');
  const standard = numberIn(inputs, 'standard_price', 'standard_price_gb');
  return {
    archive_month: gib * price,
    restore_fee: restore === null ? undefined : gib * restore,
    delete_during_archiving_fee: partly === null ? undefined : archiveEarlyFee(partly, price, 0, minimum),
    archive_total: months === null ? undefined : gib * price * months,
    early_delete_fee: months === null ? undefined : archiveEarlyFee(gib, price, months, minimum),
    minimum_charge: gib * price * minimum,
    standard_month: standard === null ? undefined : gib * standard,
  };
}

function fastRestores(inputs: Inputs) {
  const price = numberOf(inputs, 'price_dsu_hour');
  const cases = has(inputs, 'cases') ? recordsOf(inputs, 'cases') : [inputs];
  const costs = cases.map(each => {
    const minutes = numberIn(each, 'minutes') ?? numberOf(each, 'hours') * 60;
    return fastRestoreCost(numberOr(each, 'snapshots', 1), numberOr(each, 'zones', 1), minutes, price);
  });
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  return { costs, cost: total, total };
}

function snapshots(inputs: Inputs) {
  const stored = incrementalSnapshotGib(
    recordsOf(inputs, 'states').map(state => ({
      dataGib: numberOf(state, 'data_gib', 'changed_or_added_gib'),
      changedGib: numberIn(state, 'changed_or_added_gib'),
    })),
  );
  const total = stored.reduce((sum, gib) => sum + gib, 0);
  const price = numberIn(inputs, 'price_gb', 'price_gb_month');
  return {
    snapshot_gib: stored,
    total_gib: total,
    monthly_cost: price === null ? undefined : total * price,
  };
}

/** @throws Error when the inputs state another bucket than AWS gives */
function gp2Credits(inputs: Inputs) {
  const bucket = numberOr(inputs, 'bucket_credits', GP2_BUCKET_CREDITS);
  const burst = numberOr(inputs, 'burst_iops', GP2_BURST_IOPS);
  if (bucket !== GP2_BUCKET_CREDITS || burst !== GP2_BURST_IOPS)
    throw new Error(`gp2 has ${GP2_BUCKET_CREDITS} credits and bursts to ${GP2_BURST_IOPS} IOPS`);
  const sizes = numbersOf(inputs, 'sizes_gib');
  // From 1,000 GiB the baseline is the burst: the bucket is never used.
  const usesBucket = (gib: number) => gp2BaselineIops(gib) < GP2_BURST_IOPS;
  return {
    baseline_iops: sizes.map(gp2BaselineIops),
    burst_seconds: sizes.map(gib => (usesBucket(gib) ? gp2BurstSeconds(gib) : null)),
    refill_seconds: sizes.map(gib => (usesBucket(gib) ? gp2RefillSeconds(gib) : null)),
    peak_iops: sizes.map(gp2PeakIops),
    peak_mibps: sizes.map(gp2PeakMibps),
  };
}

/** Questions about limits: `gp2_gib_for_16000_iops`, `gp3_iops_for_1000_mibps`. */
function limit(key: string, inputs: Inputs): number | undefined {
  const [, type, asked, amount, given] = /^(gp[23])_(gib|iops)_for_(\d{1,9})_(iops|mibps)$/.exec(key) ?? [];
  if (type === undefined || amount === undefined) return undefined;
  if (asked === 'iops' && given === 'mibps' && type === 'gp3')
    return Math.ceil(Number(amount) / positiveOr(inputs, 'gp3_mibps_per_iops', 0.25));
  if (asked !== 'gib' || given !== 'iops') return undefined;
  const perGib =
    type === 'gp2' ? positiveOr(inputs, 'gp2_iops_per_gib', 3) : positiveOr(inputs, 'gp3_iops_per_gib', 500);
  return Math.ceil(Number(amount) / perGib);
}

function limits(inputs: Inputs, { book }: Facts) {
  const [gp2, gp3] = ['gp2', 'gp3'].map(type => book.unitPrice('ebs', type, 'storage', REGION)?.price);
  const asked = [
    `gp2_gib_for_${GP3_MAX_IOPS}_iops`,
    `gp3_gib_for_${GP3_MAX_IOPS}_iops`,
    `gp3_iops_for_${GP3_MAX_MIBPS}_mibps`,
  ];
  return {
    ...Object.fromEntries(asked.map(key => [key, limit(key, inputs)])),
    gp3_saving_per_gib_vs_gp2: gp2 === undefined || gp3 === undefined ? undefined : 1 - gp3 / gp2,
  };
}

const EBS: readonly Answer[] = [
  { kind: 'ebs', accepts: isPricedParts, compute: calculatorVolume },
  {
    kind: 'ebs',
    accepts: inputs => has(inputs, 'type') && (has(inputs, 'gb') || has(inputs, 'gib')),
    compute: costOfVolume,
  },
  {
    kind: 'ebs',
    accepts: inputs => has(inputs, 'snapshot_gb') || has(inputs, 'snapshot_gib'),
    compute: archive,
  },
  { kind: 'ebs', accepts: inputs => has(inputs, 'price_dsu_hour'), compute: fastRestores },
  { kind: 'ebs', accepts: inputs => Array.isArray(inputs.states), compute: snapshots },
  { kind: 'ebs', accepts: inputs => Array.isArray(inputs.sizes_gib), compute: gp2Credits },
  {
    kind: 'ebs',
    accepts: inputs =>
      ['gp2_iops_per_gib', 'gp3_iops_per_gib', 'gp3_mibps_per_iops'].some(key => has(inputs, key)),
    compute: limits,
    resolve: limit,
  },
];

export const EBS_ANSWERS: readonly Answer[] = EBS.map(answer => ({ resolve: sameName, ...answer }));
