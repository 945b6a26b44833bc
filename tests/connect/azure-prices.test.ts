import { afterEach, describe, expect, test } from 'vitest';
import { readAzurePrices } from '../../src/connect/azure-prices.ts';
import { type Answer, type Asked, type Loopback, loopback, NOW, quick } from './loopback.ts';

let server: Loopback | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

const MACHINE = {
  currencyCode: 'USD',
  tierMinimumUnits: 0,
  retailPrice: 0.192,
  unitPrice: 0.192,
  armRegionName: 'eastus',
  location: 'US East',
  effectiveStartDate: '2026-06-01T00:00:00Z',
  meterName: 'D4s v5',
  productName: 'Virtual Machines Dsv5 Series',
  skuName: 'Standard_D4s_v5',
  serviceName: 'Virtual Machines',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  armSkuName: 'Standard_D4s_v5',
};

const page = (items: readonly unknown[], next: string | null = null): Answer => ({
  body: JSON.stringify({ BillingCurrency: 'USD', Items: items, NextPageLink: next, Count: items.length }),
});

const isReservation = ({ query }: Asked) => query.get('$filter')?.includes("'Reservation'") === true;

async function read(reply: (asked: Asked, before: number) => Answer, attempts = 3) {
  server = await loopback(reply);
  const [first] = await readAzurePrices({
    endpoint: server.url,
    region: 'eastus',
    policy: quick({ attempts }),
    now: NOW,
    onRead: () => undefined,
  });
  return {
    items: Object.fromEntries((first?.overlay.prices ?? []).map(({ item, price }) => [item, price])),
    refused: first?.refused,
  };
}

describe('Azure retail prices', () => {
  test('pages are followed by their links, with the filter of the Region', async () => {
    const { items } = await read(asked => {
      if (isReservation(asked)) return page([]);
      if (asked.query.has('$skip'))
        return page([{ ...MACHINE, armSkuName: 'Standard_D8s_v5', retailPrice: 0.384 }]);
      return page([MACHINE], `${server?.url.href}api/retail/prices?$filter=x&$skip=1000`);
    });

    expect(items).toEqual({ 'Standard_D4s_v5 linux': 0.192, 'Standard_D8s_v5 linux': 0.384 });
    expect(server?.asked[0]?.path).toBe('/api/retail/prices');
    expect(server?.asked[0]?.query.get('$filter')).toBe(
      "serviceName eq 'Virtual Machines' and armRegionName eq 'eastus' and priceType eq 'Consumption'",
    );
    expect(server?.asked.map(({ query }) => query.get('$skip'))).toEqual([null, '1000', null]);
  });

  test('a reservation’s price is that of the whole term, whatever its unit says', async () => {
    const reservation = { ...MACHINE, type: 'Reservation', retailPrice: 1168, reservationTerm: '1 Year' };
    const { items } = await read(asked =>
      page(
        isReservation(asked)
          ? [reservation, { ...reservation, retailPrice: 2257, reservationTerm: '3 Years' }]
          : [MACHINE],
      ),
    );

    expect(items['Standard_D4s_v5 linux reservation 1y']).toBeCloseTo(1168 / 8760, 8);
    expect(items['Standard_D4s_v5 linux reservation 3y']).toBeCloseTo(2257 / 26280, 8);
  });

  test.each([
    ['low priority', { meterName: 'D4s v5 Low Priority' }],
    ['a cloud service', { productName: 'Dsv5 Series Cloud Services' }],
    ['a dedicated host', { productName: 'Virtual Machines Dedicated Host Series Host' }],
    ['not begun yet', { effectiveStartDate: '2027-01-01T00:00:00Z' }],
  ])('what is %s is not the price of the machine', async (_what, changes) => {
    const other = { ...MACHINE, retailPrice: 9, ...changes };
    const { items, refused } = await read(asked => page(isReservation(asked) ? [] : [MACHINE, other]));

    expect(items).toEqual({ 'Standard_D4s_v5 linux': 0.192 });
    expect(refused).toBe(0);
  });

  test('spare capacity is a spot price of the machine, and never its price', async () => {
    const spot = { ...MACHINE, skuName: 'D4s v5 Spot', meterName: 'D4s v5 Spot', retailPrice: 0.0401 };
    const windows = { ...spot, productName: 'Virtual Machines Dsv5 Series Windows', retailPrice: 0.077 };
    const { items } = await read(asked => page(isReservation(asked) ? [] : [MACHINE, spot, windows]));

    expect(items).toEqual({
      'Standard_D4s_v5 linux': 0.192,
      'Standard_D4s_v5 linux spot': 0.0401,
      'Standard_D4s_v5 windows spot': 0.077,
    });
  });

  test('plan prices stand beside the price on demand, an hour for each term', async () => {
    const savingsPlan = [
      { unitPrice: 0.103, retailPrice: 0.0877, term: '3 Years' },
      { unitPrice: 0.154, retailPrice: 0.1312, term: '1 Year' },
      { unitPrice: 0.1, retailPrice: 0.1, term: '5 Years' },
    ];
    const windows = { ...MACHINE, productName: 'Virtual Machines Dsv5 Series Windows', retailPrice: 0.376 };
    const { items, refused } = await read(asked =>
      page(
        isReservation(asked)
          ? []
          : [
              { ...MACHINE, savingsPlan },
              { ...windows, savingsPlan },
            ],
      ),
    );

    expect(items).toEqual({
      'Standard_D4s_v5 linux': 0.192,
      'Standard_D4s_v5 linux savings-plan 1y': 0.1312,
      'Standard_D4s_v5 linux savings-plan 3y': 0.0877,
      'Standard_D4s_v5 windows': 0.376,
    });
    expect(refused).toBe(0);
  });

  test.each([
    ['text', 'free'],
    ['negative', -0.1],
    ['zero', 0],
    ['absurd', 1e308],
    ['dearer than on demand', 0.5],
    ['nothing', undefined],
  ])(
    'a plan price that is %s is refused and counted, and the machine keeps its price',
    async (_what, retailPrice) => {
      const { items, refused } = await read(asked =>
        page(isReservation(asked) ? [] : [{ ...MACHINE, savingsPlan: [{ term: '1 Year', retailPrice }] }]),
      );

      expect(items).toEqual({ 'Standard_D4s_v5 linux': 0.192 });
      expect(refused).toBe(1);
    },
  );

  test('Windows has a product of its own', async () => {
    const windows = { ...MACHINE, productName: 'Virtual Machines Dsv5 Series Windows', retailPrice: 0.376 };
    const { items } = await read(asked => page(isReservation(asked) ? [] : [MACHINE, windows]));

    expect(items).toEqual({ 'Standard_D4s_v5 linux': 0.192, 'Standard_D4s_v5 windows': 0.376 });
  });

  test.each([
    ['in another currency', { currencyCode: 'EUR' }],
    ['of another Region', { armRegionName: 'westus' }],
    ['text', { retailPrice: 'free' }],
    ['nothing', { retailPrice: null }],
    ['zero', { retailPrice: 0 }],
    ['absurd', { retailPrice: 1e308 }],
  ])('a price that is %s is refused and counted', async (_what, changes) => {
    const { items, refused } = await read(asked =>
      page(isReservation(asked) ? [] : [{ ...MACHINE, ...changes }]),
    );

    expect(items).toEqual({});
    expect(refused).toBe(1);
  });

  test('a throttled page is asked again', async () => {
    const { items } = await read((asked, before) =>
      before === 0
        ? { status: 429, headers: { 'retry-after': '0' } }
        : page(isReservation(asked) ? [] : [MACHINE]),
    );

    expect(items).toEqual({ 'Standard_D4s_v5 linux': 0.192 });
  });

  test.each([
    ['a next page elsewhere', () => page([MACHINE], 'https://example.org/next'), /at another address/],
    [
      'a next page that is itself',
      (asked: Asked) => page([], `${server?.url.href}${asked.path.slice(1)}?a=1`),
      /never ends/,
    ],
    ['something else than prices', () => ({ body: '{"Items": [{"retailPrice": 1}]}' }), /retail prices/],
    ['plans that are no list', () => page([{ ...MACHINE, savingsPlan: 'none' }]), /retail prices/],
    ['no JSON', () => ({ body: '<html>' }), /JSON/],
    ['a long pause', () => ({ status: 429, headers: { 'retry-after': '3600' } }), /status 429/],
  ])('%s is an error with a reason', async (_what, reply, message) => {
    await expect(read(reply)).rejects.toThrow(message);
  });
});
