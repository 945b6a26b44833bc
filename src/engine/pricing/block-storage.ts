/** EBS: what a volume can do and what it costs. Rules from the EC2 user guide, "General Purpose SSD volumes" (2023-06-15). */

/** IOPS that a gp3 volume has at no extra charge, at any size. */
export const GP3_INCLUDED_IOPS = 3000;
/** MiB/s that a gp3 volume has at no extra charge. */
export const GP3_INCLUDED_MIBPS = 125;
/** Most IOPS per GiB that gp3 accepts. */
const GP3_IOPS_PER_GIB = 500;
/** Most MiB/s per provisioned IOPS that gp3 accepts. */
export const GP3_MIBPS_PER_IOPS = 0.25;
/** gp3 limits of the 2023 edition; AWS has raised them since, so staying below them is safe. */
export const GP3_MAX_IOPS = 16000;
export const GP3_MAX_MIBPS = 1000;

/** Credits of a full gp2 bucket and the burst they pay for. */
export const GP2_BUCKET_CREDITS = 5_400_000;
export const GP2_BURST_IOPS = 3000;

/** IOPS a gp2 volume always has: 3 per GiB, at least 100, at most 16,000. */
export function gp2BaselineIops(sizeGib: number): number {
  return Math.min(16000, Math.max(100, 3 * sizeGib));
}

/** IOPS a gp2 volume can reach while its bucket has credits. */
export function gp2PeakIops(sizeGib: number): number {
  return Math.max(GP2_BURST_IOPS, gp2BaselineIops(sizeGib));
}

/** MiB/s a gp2 volume can reach: 128 up to 170 GiB, 250 above (between 170 and 334 GiB only with credits). */
export function gp2PeakMibps(sizeGib: number): number {
  return sizeGib <= 170 ? 128 : 250;
}

/** Seconds a full bucket lasts at 3,000 IOPS; Infinity where the baseline is as high. */
export function gp2BurstSeconds(sizeGib: number): number {
  const baseline = gp2BaselineIops(sizeGib);
  return baseline >= GP2_BURST_IOPS
    ? Number.POSITIVE_INFINITY
    : GP2_BUCKET_CREDITS / (GP2_BURST_IOPS - baseline);
}

/** Seconds an empty bucket takes to fill when the volume is idle. */
export function gp2RefillSeconds(sizeGib: number): number {
  return GP2_BUCKET_CREDITS / gp2BaselineIops(sizeGib);
}

/** Smallest gp3 setting that gives this performance, within gp3's own limits; null when gp3 cannot. */
export function gp3SettingFor(
  sizeGib: number,
  neededIops: number,
  neededMibps: number,
): { readonly iops: number; readonly throughputMibps: number } | null {
  const throughputMibps = Math.max(GP3_INCLUDED_MIBPS, Math.ceil(neededMibps));
  // Throughput above 750 MiB/s needs more than the included IOPS.
  const iops = Math.max(
    GP3_INCLUDED_IOPS,
    Math.ceil(neededIops),
    Math.ceil(throughputMibps / GP3_MIBPS_PER_IOPS),
  );
  const iopsLimit = Math.max(
    GP3_INCLUDED_IOPS,
    Math.min(GP3_MAX_IOPS, Math.floor(sizeGib * GP3_IOPS_PER_GIB)),
  );
  return iops <= iopsLimit && throughputMibps <= GP3_MAX_MIBPS ? { iops, throughputMibps } : null;
}

/** Prices of one volume type in one Region, USD a month. Null where the type has no such charge. */
export type VolumePrices = {
  readonly perGibMonth: number;
  readonly perIopsMonth: number | null;
  readonly perMibpsMonth: number | null;
};

/** A volume to price. */
export type VolumeShape = {
  readonly volumeType: string;
  readonly sizeGib: number;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
};

/** Charges of a volume for a share of a month, USD; null when a needed price is missing. */
export function volumeCost(
  volume: VolumeShape,
  prices: VolumePrices,
  monthShare: number,
): {
  readonly storage: number;
  readonly iops: number;
  readonly throughput: number;
  readonly total: number;
} | null {
  const isGp3 = volume.volumeType === 'gp3';
  const billedIops = Math.max(0, (volume.iops ?? 0) - (isGp3 ? GP3_INCLUDED_IOPS : 0));
  const billedMibps = isGp3 ? Math.max(0, (volume.throughputMibps ?? 0) - GP3_INCLUDED_MIBPS) : 0;
  if ((billedIops > 0 && prices.perIopsMonth === null) || (billedMibps > 0 && prices.perMibpsMonth === null))
    return null;
  const storage = volume.sizeGib * prices.perGibMonth * monthShare;
  const iops = billedIops * (prices.perIopsMonth ?? 0) * monthShare;
  const throughput = billedMibps * (prices.perMibpsMonth ?? 0) * monthShare;
  return { storage, iops, throughput, total: storage + iops + throughput };
}
