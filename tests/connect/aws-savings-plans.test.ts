/** AWS's public list of Savings Plans, through the real requests to a server that speaks like it. */

import { afterEach, describe, expect, test } from 'vitest';
import { readSavingsPlans } from '../../src/connect/aws-savings-plans.ts';
import { awsAnswers, planFile, planJson, planRate } from './aws-list.ts';
import { type Answer, type Loopback, loopback, NOW, quick } from './loopback.ts';

let server: Loopback | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function read(file: (before: number, path: string) => Answer, region = 'eu-west-1') {
  let files = 0;
  server = await loopback(awsAnswers(path => file(files++, path)));
  const [first] = await readSavingsPlans({
    endpoint: server.url,
    region,
    policy: quick(),
    now: NOW,
    onRead: () => undefined,
  });
  return {
    overlay: first?.overlay,
    items: Object.fromEntries((first?.overlay.prices ?? []).map(({ item, price }) => [item, price])),
    refused: first?.refused,
  };
}

const rates = (...rows: Parameters<typeof planFile>[0]) => read(() => ({ body: planFile(rows) }));

describe('Savings Plans', () => {
  test('the index leads to the Region’s list; rates come under the offers of the book, as they are', async () => {
    const { overlay, items } = await rates(
      planRate('m5.large', '0.0880000000'),
      planRate('m5.large', '0.0610000000', { PurchaseOption: 'All Upfront', LeaseContractLength: '3' }),
      planRate('m5.large', '0.0670000000', { 'Product Family': 'EC2InstanceSavingsPlans' }),
      planRate('m5.large', '0.1800000000', { DiscountedOperation: 'RunInstances:0002' }),
      planRate('c5.large', '0.07', { LeaseContractLength: '1yr', LeaseContractLengthUnit: '' }),
    );

    expect(server?.asked.map(({ path }) => path)).toEqual([
      '/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json',
      '/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/20261105000000/eu-west-1/index.csv',
    ]);
    expect(overlay).toMatchObject({ provider: 'aws', service: 'ec2-savings-plans', region: 'eu-west-1' });
    expect(overlay?.source).toContain('/eu-west-1/index.csv');
    expect(items).toEqual({
      'c5.large linux compute-savings-plan 1y no-upfront': 0.07,
      'm5.large linux compute-savings-plan 1y no-upfront': 0.088,
      'm5.large linux compute-savings-plan 3y all-upfront': 0.061,
      'm5.large linux ec2-instance-savings-plan 1y no-upfront': 0.067,
      'm5.large windows compute-savings-plan 1y no-upfront': 0.18,
    });
    expect(overlay?.prices.every(({ kind, date }) => kind === 'measured' && date === '2026-11-05')).toBe(
      true,
    );
  });

  test.each([
    ['Fargate', { DiscountedUsageType: 'EUW1-Fargate-vCPU-Hours:perCPU', DiscountedOperation: '' }],
    ['an empty slot', { DiscountedUsageType: 'EUW1-UnusedBox:m5.large' }],
    ['dedicated hardware', { DiscountedUsageType: 'EUW1-DedicatedUsage:m5.large' }],
    ['a host', { DiscountedUsageType: 'EUW1-HostBoxUsage:m5.large' }],
    ['SQL Server', { DiscountedOperation: 'RunInstances:0006' }],
    ['another Region', { DiscountedRegionCode: 'eu-west-1-lon-1' }],
    ['machine learning', { 'Product Family': 'MachineLearningSavingsPlans' }],
    ['a term of five years', { LeaseContractLength: '5' }],
    ['a name that is none', { DiscountedUsageType: 'EUW1-BoxUsage:../../x' }],
  ])('a rate of %s is not a rate of the machine', async (_what, changes) => {
    const { items, refused } = await rates(planRate('m5.large', '0.088'), planRate('m5.large', '9', changes));

    expect(items).toEqual({ 'm5.large linux compute-savings-plan 1y no-upfront': 0.088 });
    expect(refused).toBe(0);
  });

  test.each([
    ['not a number', { DiscountedRate: 'NaN' }],
    ['an exponent', { DiscountedRate: '1e308' }],
    ['zero', { DiscountedRate: '0.0000000000' }],
    ['negative', { DiscountedRate: '-0.1' }],
    ['in another currency', { Currency: 'CNY' }],
    ['without a date', { EffectiveDate: '' }],
    ['by another unit', { Unit: 'Quantity' }],
  ])('a rate that is %s is refused and counted', async (_what, changes) => {
    const { items, refused } = await rates(
      planRate('m5.large', '0.088', changes),
      planRate('c5.large', '0.07'),
    );

    expect(items).toEqual({ 'c5.large linux compute-savings-plan 1y no-upfront': 0.07 });
    expect(refused).toBe(1);
  });

  test('where there is no CSV the JSON says the same', async () => {
    const rows = [
      planRate('m5.large', '0.0880000000'),
      planRate('c5.large', '0.07', { Unit: 'Quantity' }),
      planRate('m5.large', '0.061', { PurchaseOption: 'All Upfront', LeaseContractLength: '3' }),
      planRate('m5.large', '0.067', { 'Product Family': 'EC2InstanceSavingsPlans' }),
      planRate('m5.large', '9', { DiscountedUsageType: 'EUW1-DedicatedUsage:m5.large' }),
    ];
    const csv = await rates(...rows);
    await server?.close();
    const json = await read((_before, path) =>
      path.endsWith('.csv') ? { status: 403 } : { body: planJson(rows) },
    );

    expect(json.items).toEqual(csv.items);
    expect(Object.keys(json.items)).toHaveLength(3);
    expect([json.refused, csv.refused]).toEqual([1, 1]);
    expect(json.overlay?.prices.map(({ date }) => date)).toEqual(csv.overlay?.prices.map(({ date }) => date));
    expect(json.overlay?.source).toContain('/eu-west-1/index.json');
  });

  test.each([
    [
      'a rate before its plan',
      '{"products": [], "terms": {"savingsPlan": [{"rates": [{"rateCode": "A.B"}]}]}}',
    ],
    [
      'a rate of another plan',
      planJson([planRate('m5.large', '0.1')]).replaceAll('"rateCode": "', '"rateCode": "X'),
    ],
    ['a rate that is no text', planJson([planRate('m5.large', '0.1')]).replace('"0.1"', 'NaN')],
    ['a cut-off list', planJson([planRate('m5.large', '0.1')]).slice(0, -30)],
  ])('JSON with %s is refused', async (_what, body) => {
    const answer = (_before: number, path: string) => (path.endsWith('.csv') ? { status: 404 } : { body });
    await expect(read(answer)).rejects.toMatchObject({ code: 'answer-refused' });
  });

  test('a list that is cut off is read again from its start: nothing is counted twice', async () => {
    const whole = planFile([planRate('m5.large', '0.088'), planRate('c5.large', '0.07')]);
    const { items, refused } = await read(before =>
      before === 0 ? { body: whole.slice(0, -40), ending: 'breaksOff' } : { body: whole },
    );

    expect(Object.values(items)).toEqual([0.07, 0.088]);
    expect(refused).toBe(0);
  });

  test.each([
    ['a list that is not there', { status: 404 }, /status 404/],
    ['something else', { body: '{"products": []}' }, /no price list/],
    ['an offer file', { body: '"SKU","PricePerUnit","Currency"\n'.repeat(30) }, /no price list/],
    ['a row of another length', { body: `${planFile([])}"a","b"\n` }, /another length/],
    [
      'a record without an end',
      { body: `${planFile([])}"${'x'.repeat(200_000)}` },
      /without an end|inside a quote/,
    ],
  ])('%s is an error with a reason', async (_what, answer: Answer, message) => {
    await expect(read(() => answer)).rejects.toThrow(message);
  });

  test('a Region without plans is named', async () => {
    await expect(read(() => ({ body: planFile([]) }), 'mars-1')).rejects.toThrow(
      'AWS publishes no Savings Plans of mars-1',
    );
  });

  test.each([
    ['no list', '{"regions": {"eu-west-1": {}}}'],
    [
      'an address elsewhere',
      '{"regions": [{"regionCode": "eu-west-1", "versionUrl": "https://example.org/x"}]}',
    ],
    ['no JSON', '<html>'],
  ])('an index with %s is refused', async (_what, body) => {
    server = await loopback(() => ({ body }));
    const request = { endpoint: server.url, region: 'eu-west-1', policy: quick(), now: NOW };

    await expect(readSavingsPlans({ ...request, onRead: () => undefined })).rejects.toMatchObject({
      code: 'answer-refused',
    });
  });
});
