/**
 * Reads AWS's public list of Savings Plans (Bulk API): the Regions of the list, and the rates of one Region as a stream.
 *
 * The list is published as JSON and, at the same address with another ending, as CSV. The CSV is read first, because each of its
 * rows holds the plan and the rate; where there is none, the JSON. Both arrive in memory that does not grow with them.
 */

import { z } from 'zod';
import { type OfferRow, termsOf } from './aws-offers.ts';
import type { AwsRequest } from './aws-prices.ts';
import { MAX_LIST_BYTES, readRows } from './aws-rows.ts';
import { jsonValues } from './json-values.ts';
import { dayOf, isName, type PriceSheet, priceOf, priceSheet, type ReadOverlay } from './price-answer.ts';
import { answerRefused, apiError, isNotThere, readJson, readParts, withRetries } from './requests.ts';
import { PLAN_PATHS, savingsPlanReader } from './savings-plan-json.ts';

const REGIONS = '/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json';
const MAX_INDEX_BYTES = 20e6;

const indexSchema = z.object({
  regions: z
    .array(z.object({ regionCode: z.string(), versionUrl: z.string().regex(/^\/[\w./-]{1,300}$/) }))
    .max(1000),
});

const OFFERINGS: Readonly<Record<string, string>> = {
  ComputeSavingsPlans: 'compute-savings-plan',
  EC2InstanceSavingsPlans: 'ec2-instance-savings-plan',
};
/** Operations of machines that run the system with the licence in the price, and no software of others. */
const SYSTEMS: Readonly<Record<string, string>> = { RunInstances: 'linux', 'RunInstances:0002': 'windows' };

/** What is read; the services are those of this list. */
export type SavingsPlanRequest = Omit<AwsRequest, 'services'>;

async function listOf({ endpoint, region, policy }: SavingsPlanRequest): Promise<URL> {
  const parsed = indexSchema.safeParse(await readJson(new URL(REGIONS, endpoint), policy, MAX_INDEX_BYTES));
  if (!parsed.success)
    throw answerRefused(`${endpoint.origin} does not answer with an index of Savings Plans`);
  const path = parsed.data.regions.find(({ regionCode }) => regionCode === region)?.versionUrl;
  if (path === undefined)
    throw apiError(`AWS publishes no Savings Plans of ${region}`, 'Check the name of the Region.');
  return new URL(path, endpoint);
}

/** The book's name of a rate; null for what it does not have: Fargate, Lambda, dedicated hosts, other systems. */
function itemOf(row: OfferRow): string | null {
  const offering = OFFERINGS[row('Product Family')];
  const system = SYSTEMS[row('DiscountedOperation')];
  const type = /(?:^|-)BoxUsage:(.+)$/.exec(row('DiscountedUsageType'))?.[1] ?? '';
  const terms = termsOf(row);
  return offering && system && terms && isName(type) ? `${type} ${system} ${offering} ${terms.words}` : null;
}

/** The rate is what an hour takes of the commitment, whenever the plan is paid: nothing is amortised. */
function addRate(sheet: PriceSheet, row: OfferRow, region: string): void {
  // The list of a Region holds the Region; where a row says another one, it is another price.
  if (!['', region].includes(row('DiscountedRegionCode'))) return;
  const item = itemOf(row);
  if (item === null) return;
  const price = priceOf(row('DiscountedRate'));
  const date = dayOf(row('EffectiveDate'));
  const isHourly = ['', 'Hrs'].includes(row('Unit'));
  if (price === null || date === null || !isHourly || row('Currency') !== 'USD') sheet.refuse();
  else sheet.add({ item, unit: 'hour', price, kind: 'measured', date, note: null });
}

/** Rates between two words of progress. */
const RATES_PER_PROGRESS = 50_000;

const COLUMNS = ['DiscountedRate', 'DiscountedUsageType', 'DiscountedOperation', 'PurchaseOption'];

async function readCsv(request: SavingsPlanRequest, url: URL): Promise<PriceSheet> {
  const sheet = priceSheet();
  await readRows(url, request, COLUMNS, row => addRate(sheet, row, request.region));
  return sheet;
}

async function readJsonList({ policy, region, onRead }: SavingsPlanRequest, url: URL): Promise<PriceSheet> {
  const sheet = priceSheet();
  const reader = savingsPlanReader();
  let rates = 0;
  for await (const found of jsonValues(readParts(url, policy, MAX_LIST_BYTES), PLAN_PATHS)) {
    const row = reader.read(found);
    if (row === null) continue;
    addRate(sheet, row, region);
    rates += 1;
    if (rates % RATES_PER_PROGRESS === 0) onRead({ text: `${rates} rates read` });
  }
  return sheet;
}

/**
 * Reads what machines of one Region cost under Compute and EC2 Instance Savings Plans.
 * @throws UserError when the API does not answer, or with something else
 */
export async function readSavingsPlans(request: SavingsPlanRequest): Promise<readonly ReadOverlay[]> {
  const { region, policy, now, onRead } = request;
  const listed = await listOf(request);
  const csv = new URL(listed);
  csv.pathname = csv.pathname.replace(/\.json$/, '.csv');
  onRead({ text: 'the list arrives' });
  let url = csv;
  const sheet = await withRetries(policy, () => readCsv(request, csv)).catch((error: unknown) => {
    if (!isNotThere(error) || csv.href === listed.href) throw error;
    url = listed;
    return withRetries(policy, () => readJsonList(request, listed));
  });
  const head = { provider: 'aws', service: 'ec2-savings-plans', region } as const;
  return [sheet.read({ ...head, readAt: now.toISOString(), source: url.href })];
}
