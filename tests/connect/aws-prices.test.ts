import { afterEach, describe, expect, test } from 'vitest';
import type { AwsService } from '../../src/connect/aws-offers.ts';
import { readAwsPrices } from '../../src/connect/aws-prices.ts';
import type { RequestPolicy } from '../../src/connect/requests.ts';
import { awsAnswers, database, machine, node, offerFile, reserved, terms, volume } from './aws-list.ts';
import { type Answer, type Loopback, loopback, NOW, quick } from './loopback.ts';

let server: Loopback | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function read(
  file: (path: string, before: number) => Answer,
  services: readonly AwsService[] = ['ec2'],
  policy: RequestPolicy = quick(),
) {
  let files = 0;
  server = await loopback(awsAnswers(path => file(path, files++)));
  return readAwsPrices({
    endpoint: server.url,
    region: 'eu-west-1',
    services,
    policy,
    now: NOW,
    onRead: () => undefined,
  });
}

async function prices(rows: Parameters<typeof offerFile>[0], services: readonly AwsService[] = ['ec2']) {
  const [first] = await read(() => ({ body: offerFile(rows) }), services);
  return {
    items: Object.fromEntries((first?.overlay.prices ?? []).map(({ item, price }) => [item, price])),
    refused: first?.refused,
  };
}

describe('AWS price lists', () => {
  test('the index leads to the Region’s offer file, and its plain prices come under the names of the book', async () => {
    const [ec2, ebs] = await read(
      () => ({
        body: offerFile([
          machine('m5.large', '0.1070000000'),
          machine('m5.large', '0.1990000000', {
            'Operating System': 'Windows',
            operation: 'RunInstances:0002',
          }),
          volume('gp3', '0.0880000000'),
        ]),
      }),
      ['ec2', 'ebs'],
    );

    expect(server?.asked.map(({ path }) => path)).toEqual([
      '/offers/v1.0/aws/index.json',
      '/offers/v1.0/aws/AmazonEC2/current/region_index.json',
      '/offers/v1.0/aws/AmazonEC2/20261101000000/eu-west-1/index.csv',
    ]);
    expect(ec2?.overlay).toMatchObject({ provider: 'aws', service: 'ec2', region: 'eu-west-1' });
    expect(ec2?.overlay.readAt).toBe('2026-11-23T12:00:00.000Z');
    expect(ec2?.overlay.prices).toEqual([
      {
        item: 'm5.large linux',
        unit: 'hour',
        price: 0.107,
        kind: 'measured',
        date: '2026-11-01',
        note: null,
      },
      {
        item: 'm5.large windows',
        unit: 'hour',
        price: 0.199,
        kind: 'measured',
        date: '2026-11-01',
        note: null,
      },
    ]);
    expect(ebs?.overlay.prices.map(({ item, unit, price }) => [item, unit, price])).toEqual([
      ['gp3 storage', 'GB-month', 0.088],
    ]);
  });

  test.each([
    ['dedicated hardware', { Tenancy: 'Dedicated' }],
    ['a reservation that stands empty', { CapacityStatus: 'UnusedCapacityReservation' }],
    ['SQL Server in it', { 'Pre Installed S/W': 'SQL Std' }],
    ['a licence of one’s own', { 'License Model': 'Bring your own license' }],
    ['a local zone', { 'Location Type': 'AWS Local Zone' }],
    ['another system', { 'Operating System': 'RHEL' }],
    ['another usage type', { usageType: 'EUW1-HostBoxUsage:m5.large' }],
  ])('a machine with %s is not the price of the machine', async (_what, changes) => {
    const { items } = await prices([machine('m5.large', '0.107'), machine('m5.large', '9', changes)]);

    expect(items).toEqual({ 'm5.large linux': 0.107 });
  });

  test('a reservation is amortised: upfront over the hours of the term, and the hourly fee', async () => {
    const { items } = await prices([
      reserved('m5.large', 'No Upfront', 'Hrs', '0.067'),
      reserved('m5.large', 'Partial Upfront', 'Hrs', '0.032'),
      reserved('m5.large', 'Partial Upfront', 'Quantity', '280'),
      reserved('m5.large', 'All Upfront', 'Quantity', '550'),
      reserved('m5.large', 'All Upfront', 'Hrs', '0.0000000000'),
    ]);

    expect(items['m5.large linux standard-ri 1y no-upfront']).toBe(0.067);
    expect(items['m5.large linux standard-ri 1y partial-upfront']).toBeCloseTo(0.032 + 280 / 8760, 8);
    expect(items['m5.large linux standard-ri 1y all-upfront']).toBeCloseTo(550 / 8760, 8);
  });

  test.each([
    ['upfront part', reserved('m5.large', 'Partial Upfront', 'Hrs', '0.032')],
    ['hourly part', reserved('m5.large', 'All Upfront', 'Quantity', '550')],
  ])('a reservation whose %s is missing is no price, and certainly no lower one', async (_what, part) => {
    const { items, refused } = await prices([machine('m5.large', '0.107'), part]);

    expect(items).toEqual({ 'm5.large linux': 0.107 });
    expect(refused).toBe(1);
  });

  test.each(['NaN', '-280', '1e308', ''])('an upfront part of %j is no price either', async upfront => {
    const { items, refused } = await prices([
      reserved('m5.large', 'Partial Upfront', 'Hrs', '0.032'),
      reserved('m5.large', 'Partial Upfront', 'Quantity', upfront),
    ]);

    expect(items).toEqual({});
    expect(refused).toBe(1);
  });

  test('machines have two classes of reservations, and terms that are sold no more are left out', async () => {
    const convertible = { ...reserved('m5.large', 'No Upfront', 'Hrs', '0.077'), OfferTermCode: 'CONV' };
    const { items } = await prices([
      reserved('m5.large', 'No Upfront', 'Hrs', '0.067'),
      { ...convertible, OfferingClass: 'convertible', LeaseContractLength: '3yr' },
      { ...convertible, OfferTermCode: 'HU', PurchaseOption: 'Heavy Utilization' },
      { ...convertible, OfferTermCode: '5Y', LeaseContractLength: '5yr' },
    ]);

    expect(items).toEqual({
      'm5.large linux convertible-ri 3y no-upfront': 0.077,
      'm5.large linux standard-ri 1y no-upfront': 0.067,
    });
  });

  test('reservations of databases, caches and search nodes come under the names of the book', async () => {
    const db = database('db.r6g.large', 'PostgreSQL', '0.25');
    const both = {
      ...db,
      SKU: 'multi',
      'Deployment Option': 'Multi-AZ',
      usageType: 'EUW1-Multi-AZUsage:db.r6g.large',
    };
    const rds = await prices(
      [
        db,
        terms(db, 'No Upfront', 'Hrs', '0.17'),
        terms(db, 'All Upfront', 'Quantity', '2628', '3yr'),
        terms(db, 'All Upfront', 'Hrs', '0.0000000000', '3yr'),
        terms(both, 'No Upfront', 'Hrs', '0.34'),
      ],
      ['rds'],
    );
    expect(rds.items).toEqual({
      'db.r6g.large postgresql multi-az reserved 1y no-upfront': 0.34,
      'db.r6g.large postgresql single-az': 0.25,
      'db.r6g.large postgresql single-az reserved 1y no-upfront': 0.17,
      'db.r6g.large postgresql single-az reserved 3y all-upfront': 0.1,
    });
    await server?.close();

    const cache = node('cache.r6g.large', '0.228', {
      'Product Family': 'Cache Instance',
      'Cache Engine': 'Valkey',
      usageType: 'EUW1-NodeUsage:cache.r6g.large',
    });
    const caches = await prices([cache, terms(cache, 'No Upfront', 'Hrs', '0.15')], ['elasticache']);
    expect(caches.items).toEqual({
      'cache.r6g.large valkey': 0.228,
      'cache.r6g.large valkey reserved 1y no-upfront': 0.15,
    });
    await server?.close();

    const search = node('r6g.large.search', '0.186', {
      'Product Family': 'Amazon OpenSearch Service Instance',
      usageType: 'EUW1-ESInstance:r6g.large',
    });
    const nodes = await prices(
      [
        search,
        terms(search, 'No Upfront', 'Hrs', '0.128'),
        node('r6g.large.search', '9', { 'Product Family': 'Amazon OpenSearch Service Volume' }),
      ],
      ['opensearch'],
    );
    expect(nodes.items).toEqual({
      'r6g.large.search': 0.186,
      'r6g.large.search reserved 1y no-upfront': 0.128,
    });
  });

  test('databases come by engine and deployment; I/O-optimised Aurora is another price', async () => {
    const { items } = await prices(
      [
        database('db.m5.large', 'PostgreSQL', '0.198'),
        database('db.m5.large', 'PostgreSQL', '0.396', {
          'Deployment Option': 'Multi-AZ',
          usageType: 'EUW1-Multi-AZUsage:db.m5.large',
        }),
        database('db.r6g.large', 'Aurora PostgreSQL', '0.29'),
        database('db.r6g.large', 'Aurora PostgreSQL', '0.377', {
          usageType: 'EUW1-InstanceUsageIOOptimized:db.r6g.large',
        }),
      ],
      ['rds'],
    );

    expect(items).toEqual({
      'db.m5.large postgresql multi-az': 0.396,
      'db.m5.large postgresql single-az': 0.198,
      'db.r6g.large aurora-postgresql single-az': 0.29,
    });
  });

  test.each([
    ['not a number', { PricePerUnit: 'NaN' }],
    ['an exponent', { PricePerUnit: '1e308' }],
    ['zero', { PricePerUnit: '0.0000000000' }],
    ['negative', { PricePerUnit: '-1' }],
    ['absurd', { PricePerUnit: '99999999' }],
    ['in another currency', { Currency: 'CNY' }],
    ['without a date', { EffectiveDate: 'soon' }],
  ])('a price that is %s is refused and counted', async (_what, changes) => {
    const { items, refused } = await prices([
      machine('m5.large', '0.1', changes),
      machine('c5.large', '0.09'),
    ]);

    expect(items).toEqual({ 'c5.large linux': 0.09 });
    expect(refused).toBe(1);
  });

  test('of two prices for one machine neither is used', async () => {
    const { items, refused } = await prices([
      machine('m5.large', '0.1'),
      machine('m5.large', '0.2'),
      machine('m5.large', '0.1'),
    ]);

    expect(items).toEqual({});
    expect(refused).toBe(3);
  });

  test('a name with control characters is no machine', async () => {
    const { items } = await prices([machine('m5.large\u001b[31m', '0.1'), machine('../../x', '0.1')]);

    expect(items).toEqual({});
  });

  test.each([
    ['throttled', { status: 429, headers: { 'retry-after': '0' } }],
    ['broken', { status: 503 }],
    [
      'cut off in the middle',
      { body: offerFile([machine('m5.large', '0.5')]), ending: 'breaksOff' as const },
    ],
  ])('a list that is %s is read again', async (_what, first) => {
    const [ec2] = await read((_path, before) =>
      before === 0 ? first : { body: offerFile([machine('m5.large', '0.107')]) },
    );

    expect(ec2?.overlay.prices.map(({ price }) => price)).toEqual([0.107]);
  });

  test.each([
    ['a server that never gets well', { status: 500 }, /status 500 \(tried 3 times\)/],
    ['a list that is not there', { status: 404 }, /status 404/],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, /cannot be read/],
    ['something else than a list', { body: '<html>\n'.repeat(40) }, /no price list/],
    ['nothing', { body: '' }, /no price list/],
    ['an open quote', { body: `${offerFile([])}"abc` }, /ends inside a quote/],
    ['a row of another length', { body: `${offerFile([])}"a","b"\n` }, /another length/],
    ['no text', { body: `${offerFile([])}${'x'.repeat(200_000)}` }, /record without an end|another length/],
  ])('%s is an error with a reason', async (_what, answer: Answer, message) => {
    await expect(read(() => answer)).rejects.toThrow(message);
  });

  test('silence is a timeout, tried again and then told', async () => {
    const policy = quick({ timeoutMs: 50, attempts: 2 });

    await expect(read(() => ({ body: 'x', ending: 'hangs' }), ['ec2'], policy)).rejects.toThrow(
      /sends nothing/,
    );
  });

  test('Ctrl+C ends the reading at once', async () => {
    const stop = new AbortController();
    const reading = read(
      () => {
        stop.abort(new Error('stopped'));
        return { body: 'x', ending: 'hangs' };
      },
      ['ec2'],
      quick({ signal: stop.signal }),
    );

    await expect(reading).rejects.toThrow('stopped');
  });

  test('a Region without a list is named', async () => {
    server = await loopback(awsAnswers(() => ({ status: 404 })));
    const request = { endpoint: server.url, region: 'mars-1', services: ['rds'] as const, policy: quick() };

    await expect(readAwsPrices({ ...request, now: NOW, onRead: () => undefined })).rejects.toThrow(
      'AWS publishes no price list AmazonRDS of mars-1',
    );
  });
});
