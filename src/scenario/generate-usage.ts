/** The whole month of a company, before commitments: fleets, databases, buckets, everything else with a meter. */

import { hoursIn, monthPeriod, type ObjectAgeGroup, type PriceBook } from '../engine/index.ts';
import type { Company } from './company.ts';
import { generateDatabases } from './generate-databases.ts';
import { generateFleet, type Month, NOTHING_OBSERVED } from './generate-fleets.ts';
import { generateNetwork } from './generate-network.ts';
import { generateServices } from './generate-services.ts';
import { priceOrThrow } from './meter-line.ts';
import type { GeneratedMetrics, GeneratedUsage, UsageLine } from './usage-line.ts';

/** The month of a company. */
export function monthOfCompany(company: Company): Month {
  const period = monthPeriod(company.month);
  const hours = hoursIn(period);
  return { startMs: period.startMs, hours, days: hours / 24 };
}

type Bucket = Company['buckets'][number];

function ageGroups(bucket: Bucket): ObjectAgeGroup[] {
  const objects = (bucket.gib * 2 ** 20) / bucket.objectKib;
  const small = bucket.smallObjectPercent / 100;
  // Small objects are taken as 32 KiB on average.
  return (bucket.ages ?? []).map(({ fromDays, percent, readPercent }) => {
    const storageGib = (bucket.gib * percent) / 100;
    const objectCount = Math.round((objects * percent) / 100);
    const smallObjectCount = Math.round(objectCount * small);
    return {
      fromDays,
      objectCount,
      storageGib,
      smallObjectCount,
      smallObjectGib: Math.min(storageGib, (smallObjectCount * 32) / 2 ** 20),
      retrievedGibPerMonth: (storageGib * readPercent) / 100,
    };
  });
}

/** Requests of uploads in parts; a broken one has sent half of its parts. */
function uploadRequests({ uploads }: Bucket): { operation: string; millions: number }[] {
  if (!uploads) return [];
  const { completedThousands, brokenThousands, parts } = uploads;
  return [
    { operation: 'InitiateMultipartUpload', millions: (completedThousands + brokenThousands) / 1000 },
    { operation: 'UploadPart', millions: ((completedThousands + brokenThousands / 2) * parts) / 1000 },
    { operation: 'CompleteMultipartUpload', millions: completedThousands / 1000 },
  ];
}

/** Splits a bucket's storage over the graduated prices that the whole company climbs. */
function storageByTier(
  gib: number,
  from: number,
  book: PriceBook,
  region: string,
): { gib: number; rate: number }[] {
  const tiers = [
    { upTo: 51_200, component: 'storage' },
    { upTo: 512_000, component: 'storage_next_450tb' },
    { upTo: Number.POSITIVE_INFINITY, component: 'storage_over_500tb' },
  ];
  const parts: { gib: number; rate: number }[] = [];
  let at = from;
  let left = gib;
  for (const { upTo, component } of tiers) {
    const part = Math.min(left, Math.max(0, upTo - at));
    if (part > 0)
      parts.push({
        gib: part,
        rate: priceOrThrow(book.unitPrice('s3', 'STANDARD', component, region), 'S3 Standard'),
      });
    at += part;
    left -= part;
  }
  return parts;
}

function bucketLines(
  company: Company,
  month: Month,
  book: PriceBook,
): { lines: UsageLine[]; metrics: GeneratedMetrics[] } {
  const lines: UsageLine[] = [];
  const metrics: GeneratedMetrics[] = [];
  let stored = 0;
  for (const bucket of company.buckets) {
    const shared = {
      account: company.accounts[bucket.account] ?? company.payer,
      resourceId: bucket.name,
      service: 'AmazonS3',
      product: 'Amazon Simple Storage Service',
      zone: null,
      instanceType: null,
      tags: bucket.tags,
      pricing: 'on-demand' as const,
      rowHours: 24,
    };
    const daily = (perMonth: number) => new Float64Array(month.days).fill(perMonth / month.days);
    const charged = bucket.gib + bucket.unlistedGib;
    for (const { gib, rate } of storageByTier(charged, stored, book, company.region)) {
      lines.push({
        ...shared,
        usageType: 'TimedStorage-ByteHrs',
        operation: 'StandardStorage',
        unit: 'GB-Mo',
        rate,
        quantities: daily(gib),
      });
    }
    stored += charged;
    const requests = (tier: 1 | 2, operation: string, millions: number, component: string) => {
      if (millions === 0) return;
      const perThousand = priceOrThrow(
        book.unitPrice('s3', 'STANDARD', component, company.region),
        'S3 requests',
      );
      lines.push({
        ...shared,
        usageType: `Requests-Tier${tier}`,
        operation,
        unit: 'Requests',
        // The book lists a thousand requests; a division of binary fractions leaves a tail of digits.
        rate: Math.round(perThousand * 1e7) / 1e10,
        quantities: daily(millions * 1e6),
      });
    };
    requests(1, 'PutObject', bucket.putMillions, 'put_copy_post_list');
    requests(2, 'GetObject', bucket.getMillions, 'get');
    for (const { operation, millions } of uploadRequests(bucket))
      requests(1, operation, millions, 'put_copy_post_list');
    if (bucket.ages)
      metrics.push({
        resourceId: bucket.name,
        utilization: {
          ...NOTHING_OBSERVED,
          observedDays: company.observedDays,
          objectAges: ageGroups(bucket),
        },
      });
  }
  return { lines, metrics };
}

function meterLines(company: Company, month: Month): UsageLine[] {
  return company.meters.flatMap(meter => {
    const account = company.accounts[meter.account] ?? company.payer;
    const rowHours = meter.every === 'hour' ? 1 : meter.every === 'day' ? 24 : month.hours;
    const rows = month.hours / rowHours;
    const copies = meter.resource === undefined ? 1 : meter.copies;
    return Array.from({ length: copies }, (_, index) => ({
      account,
      resourceId: meter.resource?.replace('{account}', account).replace('{n}', String(index + 1)) ?? null,
      service: meter.service,
      product: meter.product,
      usageType: meter.usageType,
      operation: meter.operation,
      zone: null,
      unit: meter.unit,
      instanceType: null,
      tags: meter.tags,
      rate: meter.price,
      pricing: 'on-demand' as const,
      rowHours,
      quantities: new Float64Array(rows).fill(meter.perMonth / copies / rows),
    }));
  });
}

/** Generates a month. Pure: the same company, seed and book give the same lines. */
export function generateUsage(company: Company, seed: string, book: PriceBook): GeneratedUsage {
  const month = monthOfCompany(company);
  const context = { company, month, seed, book };
  const fleets = company.fleets.map(fleet => generateFleet(fleet, company, month, seed, book));
  const parts = [
    ...fleets,
    generateDatabases(company, month, seed, book),
    bucketLines(company, month, book),
    { lines: meterLines(company, month), metrics: [] },
    generateNetwork(context),
    generateServices(context),
  ];
  return {
    lines: parts.flatMap(({ lines }) => lines),
    metrics: parts.flatMap(({ metrics }) => metrics),
  };
}
