/** Reads AWS's public Spot Instance Advisor: by Region, system and type the average saving of the last month, and interruptions. */

import { z } from 'zod';
import type { OperatingSystem } from '../engine/estate/estate.ts';
import type { PriceFact } from '../engine/price-book.ts';
import type { AwsRequest } from './aws-prices.ts';
import { isName, type PriceSheet, priceOf, priceSheet, type ReadOverlay } from './price-answer.ts';
import { answerRefused, apiError, readJson } from './requests.ts';

/** Where AWS publishes the advisor's data; no credentials are needed. */
export const AWS_SPOT_ADVISOR = 'https://spot-bid-advisor.s3.amazonaws.com';

const FILE = '/spot-advisor-data.json';
/** The file of all Regions has some 5 MB. */
const MAX_BYTES = 50e6;

const adviceSchema = z.object({ s: z.unknown().optional(), r: z.unknown().optional() });
const regionSchema = z.object({
  Linux: z.record(z.string(), adviceSchema).optional(),
  Windows: z.record(z.string(), adviceSchema).optional(),
});
const fileSchema = z.object({
  ranges: z.array(z.object({ index: z.number(), label: z.string() })).max(100),
  spot_advisor: z.record(z.string(), z.unknown()),
});

/** What is read. */
export type SpotRequest = Omit<AwsRequest, 'services'> & {
  /** Price on demand that a saving is taken off; asked when the advisor has been read. */
  readonly onDemand: (type: string, region: string, system: OperatingSystem) => PriceFact | null;
};

type Advice = z.output<typeof adviceSchema>;

/** Share of on-demand that is saved, 0..1; null for what is none. Everything saved would be a price of 0. */
function savingOf({ s }: Advice): number | null {
  return typeof s === 'number' && s >= 0 && s < 100 ? s / 100 : null;
}

function addAdvice(
  sheet: PriceSheet,
  named: { readonly type: string; readonly system: 'linux' | 'windows'; readonly band: string | null },
  advice: Advice,
  { onDemand, region, now }: SpotRequest,
): void {
  const { type, system, band } = named;
  if (!isName(type)) return;
  const saving = savingOf(advice);
  const base = onDemand(type, region, system);
  // A type without a price on demand: a saving of nothing known is no price.
  if (base === null) return;
  const price = saving === null ? null : priceOf((base.price * (1 - saving)).toFixed(9));
  if (saving === null || price === null) {
    sheet.refuse();
    return;
  }
  const interrupted = band === null ? '' : `; interrupted ${band} a month`;
  sheet.add({
    item: `${type} ${system} spot typical`,
    unit: 'hour',
    price,
    kind: 'derived',
    date: now.toISOString().slice(0, 10),
    note: `on-demand ${base.price} of ${base.date} less ${Math.round(saving * 100)} %, the average saving of the month before${interrupted}`,
  });
}

/**
 * Reads what spot machines of one Region cost on average in the last month.
 * @throws UserError when the advisor does not answer, or with something else
 */
export async function readSpotAdvisor(request: SpotRequest): Promise<readonly ReadOverlay[]> {
  const { endpoint, region, policy, now } = request;
  const url = new URL(FILE, endpoint);
  const file = fileSchema.safeParse(await readJson(url, policy, MAX_BYTES));
  if (!file.success) throw answerRefused(`${endpoint.origin} does not answer with spot advice`);
  const { ranges, spot_advisor: regions } = file.data;
  if (!Object.hasOwn(regions, region))
    throw apiError(`The Spot Instance Advisor has nothing on ${region}`, 'Check the name of the Region.');
  const advice = regionSchema.safeParse(regions[region]);
  if (!advice.success) throw answerRefused(`${endpoint.origin} does not answer with spot advice`);
  const bands = new Map(ranges.map(({ index, label }) => [index, label]));
  const sheet = priceSheet();
  for (const [name, system] of [
    ['Linux', 'linux'],
    ['Windows', 'windows'],
  ] as const) {
    for (const [type, each] of Object.entries(advice.data[name] ?? {})) {
      const label = typeof each.r === 'number' ? bands.get(each.r) : undefined;
      const band = label !== undefined && /^[<>]?\d{1,2}(-\d{1,2})?%$/.test(label) ? label : null;
      addAdvice(sheet, { type, system, band }, each, request);
    }
  }
  const head = { provider: 'aws', service: 'ec2-spot', region } as const;
  return [sheet.read({ ...head, readAt: now.toISOString(), source: url.href })];
}
