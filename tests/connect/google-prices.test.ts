import { afterEach, describe, expect, test } from 'vitest';
import { readGooglePrices } from '../../src/connect/google-prices.ts';
import type { PlainMachine } from '../../src/connect/google-skus.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { type Answer, type Asked, type Loopback, loopback, NOW, quick } from './loopback.ts';

let server: Loopback | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

const N2: PlainMachine = { name: 'n2-standard-4', series: 'n2', vcpus: 4, memoryGib: 16 };

function sku(description: string, nanos: number, changes: Readonly<Record<string, unknown>> = {}) {
  const unit = / Ram /.test(description) ? 'GiBy.h' : 'h';
  const {
    usageUnit = unit,
    currencyCode = 'USD',
    usageType = 'OnDemand',
    serviceRegions = ['us-central1'],
  } = changes;
  return {
    name: `services/6F81-5844-456A/skus/${description.length}-${nanos}`,
    skuId: 'X',
    description,
    category: {
      serviceDisplayName: 'Compute Engine',
      resourceFamily: 'Compute',
      resourceGroup: 'CPU',
      usageType,
    },
    serviceRegions,
    pricingInfo: [
      {
        effectiveTime: '2026-11-01T00:00:00Z',
        currencyConversionRate: 1,
        pricingExpression: {
          usageUnit,
          displayQuantity: 1,
          tieredRates: [{ startUsageAmount: 0, unitPrice: { currencyCode, units: '0', nanos } }],
        },
      },
    ],
  };
}

const CORE = sku('N2 Instance Core running in Americas', 31_611_000);
const RAM = sku('N2 Instance Ram running in Americas', 4_237_000);
const page = (skus: readonly unknown[], nextPageToken = ''): Answer => ({
  body: JSON.stringify({ skus, nextPageToken }),
});

async function read(
  reply: (asked: Asked, before: number) => Answer,
  machines: readonly PlainMachine[] = [N2],
) {
  server = await loopback(reply);
  const [first] = await readGooglePrices({
    endpoint: server.url,
    apiKey: 'a-key-for-the-test',
    machines: new Map([['us-central1', machines]]),
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

test('without a key and without credentials nothing is asked, and the error says what to set', async () => {
  const before = process.env.GOOGLE_APPLICATION_CREDENTIALS;
  process.env.GOOGLE_APPLICATION_CREDENTIALS = 'no-such-file.json';
  try {
    server = await loopback(() => page([CORE, RAM]));
    const asked = readGooglePrices({
      endpoint: server.url,
      apiKey: null,
      machines: new Map([['us-central1', [N2]]]),
      policy: quick(),
      now: NOW,
      onRead: () => {},
    });
    await expect(asked).rejects.toMatchObject({ hint: expect.stringContaining('GOOGLE_API_KEY') });
    expect(server.asked).toHaveLength(0);
  } finally {
    if (before === undefined) delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
    else process.env.GOOGLE_APPLICATION_CREDENTIALS = before;
  }
});

describe('Google’s catalog, through its own client', () => {
  test('pages are followed by their tokens, and the key travels in its header', async () => {
    const { items } = await read(({ query }) =>
      query.get('pageToken') === 'two' ? page([RAM]) : page([CORE], 'two'),
    );

    expect(items).toEqual({ 'n2-standard-4 linux': 0.194236 });
    expect(server?.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/services/6F81-5844-456A/skus',
      'GET /v1/services/6F81-5844-456A/skus',
    ]);
    expect(server?.asked[0]?.query.get('currencyCode')).toBe('USD');
    expect(server?.asked[0]?.headers['x-goog-api-key']).toBe('a-key-for-the-test');
    expect(server?.asked[0]?.query.has('key')).toBe(false);
  });

  test('a machine is its vCPUs and memory: the sum is the book’s own price, and says how it was made', async () => {
    const { overlay } = await read(() => page([CORE, RAM]));
    const [price] = overlay?.prices ?? [];

    expect(price?.price).toBeCloseTo(
      openEmbeddedBook().instancePrice('n2-standard-4', 'us-central1', 'linux')?.price ?? 0,
      5,
    );
    expect(price).toMatchObject({ kind: 'derived', unit: 'hour' });
    expect(price?.note).toContain('4 vCPU x 0.031611 + 16 GiB x 0.004237');
    expect(JSON.stringify(overlay)).not.toContain('a-key-for-the-test');
  });

  test('whole dollars that are 0 may be left out, as JSON of protocol buffers does', async () => {
    const bare = (full: ReturnType<typeof sku>) => {
      const copy = structuredClone(full);
      for (const { pricingExpression } of copy.pricingInfo)
        for (const { unitPrice } of pricingExpression.tieredRates) Reflect.deleteProperty(unitPrice, 'units');
      return copy;
    };
    const { items } = await read(() => page([bare(CORE), bare(RAM)]));

    expect(items).toEqual({ 'n2-standard-4 linux': 0.194236 });
  });

  test('commitments are fees of vCPUs and memory: a machine’s month has 730 hours of both', async () => {
    const fee = (description: string, nanos: number, usageType: string) =>
      sku(description, nanos, {
        usageType,
        usageUnit: / Ram /.test(description) ? 'GiBy.h' : 'h',
      });
    const { items, refused } = await read(
      () =>
        page([
          CORE,
          RAM,
          fee('Commitment v1: N2 Cpu in Americas for 1 Year', 19_915_000, 'Commit1Yr'),
          fee('Commitment v1: N2 Ram in Americas for 1 Year', 2_669_000, 'Commit1Yr'),
          fee('Commitment v1: N2 Cpu in Americas for 3 Years', 14_225_000, 'Commit3Yr'),
          fee('Commitment v1: N2 Ram in Americas for 3 Years', 1_907_000, 'Commit3Yr'),
          fee('Commitment v1: N2D AMD Cpu in Americas for 1 Year', 17_326_000, 'Commit1Yr'),
          fee('Commitment v1: N2D AMD Ram in Americas for 1 Year', 2_322_000, 'Commit1Yr'),
          fee('Commitment v1: Cpu in Americas for 1 Year', 19_915_000, 'Commit1Yr'),
          fee('Commitment v1: Ram in Americas for 1 Year', 2_669_000, 'Commit1Yr'),
          // A term that is not the one of its usage type, and what is no machine.
          fee('Commitment v1: N2 Cpu in Americas for 3 Years', 99_000_000, 'Commit1Yr'),
          fee('Commitment v1: Local SSD in Americas for 1 Year', 99_000_000, 'Commit1Yr'),
          fee('Commitment - dollar based v1: GCE for 1 year', 99_000_000, 'Commit1Yr'),
        ]),
      [N2, { ...N2, name: 'n2d-standard-4', series: 'n2d' }, { ...N2, name: 'n1-standard-4', series: 'n1' }],
    );

    expect(items).toEqual({
      'n1-standard-4 linux commitment 1y': 89.32572,
      'n2-standard-4 linux': 0.194236,
      'n2-standard-4 linux commitment 1y': 89.32572,
      'n2-standard-4 linux commitment 3y': 63.81076,
      'n2d-standard-4 linux commitment 1y': 77.71288,
    });
    expect(refused).toBe(0);
  });

  test.each([
    ['negative', -5],
    ['not a number', 'NaN'],
    ['over a billion', 1e308],
  ])('a fee with nanos that are %s is refused and counted, or the page is an error', async (_what, nanos) => {
    const bad = sku('Commitment v1: N2 Cpu in Americas for 1 Year', 0, { usageType: 'Commit1Yr' });
    const rate = bad.pricingInfo[0]?.pricingExpression.tieredRates[0]?.unitPrice;
    if (rate) Reflect.set(rate, 'nanos', nanos);
    const answer = await read(() => page([CORE, RAM, bad])).catch((error: unknown) => error);

    if (answer instanceof Error) expect(String(answer)).toMatch(/catalog answers/);
    else expect(answer).toMatchObject({ refused: 1, items: { 'n2-standard-4 linux': 0.194236 } });
  });

  test('spot, AMD, Arm and compute-optimised machines have descriptions of their own', async () => {
    const { items } = await read(
      () =>
        page([
          sku('Spot Preemptible N2 Instance Core running in Americas', 10_000_000, {
            usageType: 'Preemptible',
          }),
          sku('Spot Preemptible N2 Instance Ram running in Americas', 1_000_000, {
            usageType: 'Preemptible',
          }),
          sku('N2D AMD Instance Core running in Americas', 27_502_000),
          sku('N2D AMD Instance Ram running in Americas', 3_686_000),
          sku('Compute optimized Core running in Americas', 33_982_000),
          sku('Compute optimized Ram running in Americas', 4_554_000),
        ]),
      [N2, { ...N2, name: 'n2d-standard-4', series: 'n2d' }, { ...N2, name: 'c2-standard-4', series: 'c2' }],
    );

    expect(items).toEqual({
      'c2-standard-4 linux': 0.208792,
      'n2-standard-4 linux spot': 0.056,
      'n2d-standard-4 linux': 0.168984,
    });
  });

  test.each([
    'N2 Custom Instance Core running in Americas',
    'N2 Sole Tenancy Instance Core running in Americas',
    'Reserved N2 Instance Core in Americas',
    'Commitment v1: N2 Cpu in Americas for 1 Year',
  ])('%s is another price', async description => {
    const { items, refused } = await read(() => page([CORE, RAM, sku(description, 99_000_000)]));

    expect(items).toEqual({ 'n2-standard-4 linux': 0.194236 });
    expect(refused).toBe(0);
  });

  test.each([
    ['another currency', { currencyCode: 'EUR' }],
    ['another unit', { usageUnit: 'mo' }],
  ])('a rate of %s is refused and counted', async (_what, changes) => {
    const { items, refused } = await read(() =>
      page([sku('N2 Instance Core running in Americas', 31_611_000, changes), RAM]),
    );

    expect(items).toEqual({});
    expect(refused).toBe(1);
  });

  test('of two rates for one resource neither is used, and a free one is none', async () => {
    const twice = await read(() => page([CORE, sku('N2 Instance Core running in Americas', 1_000_000), RAM]));
    expect(twice.items).toEqual({});
    await server?.close();

    const free = await read(() => page([sku('N2 Instance Core running in Americas', 0), RAM]));
    expect(free.items).toEqual({});
    expect(free.refused).toBe(1);
  });

  test('a server that is not well is asked again', async () => {
    const { items } = await read((_asked, before) =>
      before === 0
        ? { status: 503, body: '{"error": {"code": 503, "message": "later", "status": "UNAVAILABLE"}}' }
        : page([CORE, RAM]),
    );

    expect(items).toEqual({ 'n2-standard-4 linux': 0.194236 });
  });

  test.each([
    [
      'a refused key',
      () => ({
        status: 403,
        body: '{"error": {"code": 403, "message": "no", "status": "PERMISSION_DENIED"}}',
      }),
      /catalog answers/,
    ],
    ['pages without an end', () => page([CORE], 'same'), /never ends/],
  ])('%s is an error with a reason that does not name the key', async (_what, reply, message) => {
    const error = await read(reply).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toMatch(message);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('a-key-for-the-test');
  });
});
