/**
 * Reads AWS's public list of Savings Plans (Bulk API): the Regions of the list, and the rates of one Region as a stream.
 *
 * The list is published as JSON and, at the same address with another ending, as CSV. The CSV is read: each of its rows holds
 * the plan and the rate, so that a file of some hundred MB needs no memory of its own.
 */

import { z } from 'zod';
import { type OfferRow, termsOf } from './aws-offers.ts';
import type { AwsRequest } from './aws-prices.ts';
import { readRows } from './aws-rows.ts';
import { dayOf, isName, type PriceSheet, priceOf, priceSheet, type ReadOverlay } from './price-answer.ts';
import { answerRefused, apiError, readJson, withRetries } from './requests.ts';

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
  return new URL(path.replace(/\.json$/, '.csv'), endpoint);
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

const COLUMNS = ['DiscountedRate', 'DiscountedUsageType', 'DiscountedOperation', 'PurchaseOption'];

/**
 * Reads what machines of one Region cost under Compute and EC2 Instance Savings Plans.
 * @throws UserError when the API does not answer, or with something else
 */
export async function readSavingsPlans(request: SavingsPlanRequest): Promise<readonly ReadOverlay[]> {
  const { region, policy, now, onRead } = request;
  const url = await listOf(request);
  onRead({ text: 'the list arrives' });
  const sheet = await withRetries(policy, async () => {
    const fresh = priceSheet();
    await readRows(url, request, COLUMNS, row => addRate(fresh, row, region));
    return fresh;
  });
  const head = { provider: 'aws', service: 'ec2-savings-plans', region } as const;
  return [sheet.read({ ...head, readAt: now.toISOString(), source: url.href })];
}
