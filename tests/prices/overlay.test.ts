import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PriceFact } from '../../src/engine/price-book.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { displacedBy, isLayered, type LayerPrices, NO_PRICES } from '../../src/prices/overlay.ts';
import { openOverlays, type PriceOverlay, writeOverlay } from '../../src/prices/overlay-store.ts';
import { overrideLayer, type PriceOverride } from '../../src/prices/override.ts';

const book = openEmbeddedBook();
const TODAY = '2026-11-23';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-overlay-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function rate(
  service: string,
  item: string,
  price: number,
  changes: Partial<PriceOverride> = {},
): PriceOverride {
  const provider = 'aws';
  const [region, unit, from] = ['us-east-1', 'hour', '2026-01-01'];
  return {
    provider,
    service,
    item,
    region,
    unit,
    price,
    from,
    note: null,
    source: 'rates.csv row 2',
    ...changes,
  };
}

function overlay(
  service: string,
  prices: Readonly<Record<string, number>>,
  region = 'us-east-1',
): PriceOverlay {
  return {
    provider: 'aws',
    service,
    region,
    readAt: '2026-11-01T00:00:00.000Z',
    source: 'https://prices.example',
    prices: Object.entries(prices).map(([item, price]) => ({
      item,
      unit: 'hour',
      price,
      kind: 'measured',
      date: '2026-11-01',
      note: null,
    })),
  };
}

const layers = (override: readonly PriceOverride[], listed: LayerPrices = NO_PRICES) => ({
  override: overrideLayer(override, TODAY),
  overlay: listed,
});

function stored(...overlays: readonly PriceOverlay[]): LayerPrices {
  for (const each of overlays) writeOverlay(folder, each);
  return openOverlays(folder);
}

const chain = (fact: PriceFact | null) =>
  fact === null
    ? []
    : [fact, ...displacedBy(fact)].map(each => [isLayered(each) ? each.layer : 'book', each.price]);

describe('which price is in force', () => {
  test('a negotiated rate before a newer list price before the book, each named', () => {
    const own = book.instancePrice('m5.large', 'us-east-1', 'linux')?.price;
    const over = openEmbeddedBook(
      layers([rate('ec2', 'm5.large linux', 0.08)], stored(overlay('ec2', { 'm5.large linux': 0.099 }))),
    );

    expect(chain(over.instancePrice('m5.large', 'us-east-1', 'linux'))).toEqual([
      ['override', 0.08],
      ['overlay', 0.099],
      ['book', own],
    ]);
    expect(
      chain(over.findPrices({ words: ['m5.large', 'linux'], region: 'us-east-1', limit: 1 })[0] ?? null),
    ).toEqual([
      ['override', 0.08],
      ['overlay', 0.099],
      ['book', own],
    ]);
  });

  test('nothing over the book changes nothing of it', () => {
    const query = { words: ['m5.large'], region: 'us-east-1' };

    expect(openEmbeddedBook(layers([])).findPrices(query)).toEqual(book.findPrices(query));
    expect(openEmbeddedBook(layers([])).unitPrice('ebs', 'gp3', 'storage', 'us-east-1')).toEqual(
      book.unitPrice('ebs', 'gp3', 'storage', 'us-east-1'),
    );
  });

  test.each<[string, PriceOverride, (over: ReturnType<typeof openEmbeddedBook>) => PriceFact | null]>([
    [
      'a unit price',
      rate('ebs', 'gp3 storage', 0.06, { unit: 'GB-month' }),
      over => over.unitPrice('ebs', 'gp3', 'storage', 'us-east-1'),
    ],
    [
      'a database',
      rate('rds', 'db.m5.large mysql multi-az', 0.06),
      over => over.databasePrice('db.m5.large', 'mysql', 'us-east-1', true),
    ],
    [
      'a cache node',
      rate('elasticache', 'cache.m6g.large redis', 0.06),
      over =>
        over.nodePrice({
          service: 'elasticache',
          nodeClass: 'cache.m6g.large',
          engine: 'redis',
          deployment: 'single-az',
          region: 'us-east-1',
        }),
    ],
    [
      'a commitment',
      rate('ec2', 'm5.large linux standard-ri 1y no-upfront', 0.06),
      over =>
        over.commitmentRate({
          offering: 'standard-ri',
          instanceType: 'm5.large',
          region: 'us-east-1',
          operatingSystem: 'linux',
          termYears: 1,
          payment: 'no-upfront',
        }),
    ],
    [
      'an Azure reservation, in any case',
      rate('virtual-machines', 'standard_d4s_v5 linux reservation 1y', 0.06, {
        provider: 'azure',
        region: 'eastus',
      }),
      over => over.azureReservationRate({ size: 'Standard_D4s_v5', region: 'eastus', termYears: 1 }),
    ],
    [
      'a machine that the book does not know',
      rate('ec2', 'm99.large linux', 0.06),
      over => over.instancePrice('m99.large', 'us-east-1', 'linux'),
    ],
    [
      'a step of a volume price',
      rate('data_transfer_out', 'internet first_10tb', 0.06, { unit: 'GB' }),
      over => over.volumeTiers('data_transfer_out', 'internet', 'GB', 'us-east-1')?.[0]?.fact ?? null,
    ],
  ])('%s can be negotiated', (_what, override, find) => {
    expect(find(openEmbeddedBook(layers([override])))).toMatchObject({ price: 0.06, layer: 'override' });
    expect(find(book)?.price).not.toBe(0.06);
  });

  test('a rate of another Region, and one that begins later, do not count', () => {
    const over = openEmbeddedBook(
      layers([
        rate('ec2', 'm5.large linux', 0.01, { region: 'eu-west-1' }),
        rate('ec2', 'm5.large linux', 0.02, { from: '2026-11-24' }),
      ]),
    );

    expect(chain(over.instancePrice('m5.large', 'us-east-1', 'linux')).map(([layer]) => layer)).toEqual([
      'book',
    ]);
  });

  test('of two rates the one that began last counts', () => {
    const over = openEmbeddedBook(
      layers([
        rate('ec2', 'm5.large linux', 0.05, { from: '2026-06-01' }),
        rate('ec2', 'm5.large linux', 0.07, { from: '2025-06-01' }),
      ]),
    );

    expect(over.instancePrice('m5.large', 'us-east-1', 'linux')?.price).toBe(0.05);
  });

  test('a commitment follows a newer on-demand price and says so; a negotiated rate does not move it', () => {
    const offer = {
      offering: 'standard-ri',
      instanceType: 'm7g.large',
      region: 'eu-west-1',
      operatingSystem: 'linux',
      termYears: 1,
      payment: 'no-upfront',
    } as const;
    const before = book.commitmentRate(offer);
    const onDemand = book.instancePrice('m7g.large', 'eu-west-1', 'linux')?.price ?? 0;
    const newer = openEmbeddedBook(
      layers([], stored(overlay('ec2', { 'm7g.large linux': onDemand * 2 }, 'eu-west-1'))),
    ).commitmentRate(offer);

    expect((newer?.price ?? 0) / (before?.price ?? 1)).toBeCloseTo(2, 6);
    expect(newer?.note).toContain('read from https://prices.example');
    const agreed = rate('ec2', 'm7g.large linux', 0.01, { region: 'eu-west-1' });
    expect(openEmbeddedBook(layers([agreed])).commitmentRate(offer)).toEqual(before);
  });

  test('a search finds what only a layer knows, once, and keeps its limit', () => {
    const over = openEmbeddedBook(
      layers(
        [rate('ec2', 'm99.large linux', 0.06)],
        stored(overlay('ec2', { 'm99.large linux': 0.1, 'm99.xlarge linux': 0.2 })),
      ),
    );

    const found = over.findPrices({ words: ['m99'] });
    expect(found.map(({ item, price }) => [item, price])).toEqual([
      ['m99.large linux', 0.06],
      ['m99.xlarge linux', 0.2],
    ]);
    expect(over.findPrices({ words: ['m99'], limit: 1 })).toHaveLength(1);
    expect(over.findPrices({ words: ['m99'], region: 'eu-west-1' })).toEqual([]);
  });
});

describe('an overlay on disk', () => {
  test.each([
    ['a price of 0', { prices: [{ ...overlay('ec2', { x: 1 }).prices[0], price: 0 }] }],
    ['no price', { prices: [] }],
    [
      'a price that is not a number',
      { prices: [{ ...overlay('ec2', { x: 1 }).prices[0], price: Number.NaN }] },
    ],
    ['a service that leaves the folder', { service: '../../x' }],
    ['a Region that leaves the folder', { region: '..' }],
  ])('is refused with %s', (_what, changes) => {
    const wrong = { ...overlay('ec2', { 'm5.large linux': 0.1 }), ...changes } as PriceOverlay;

    expect(() => writeOverlay(folder, wrong)).toThrow(/nothing was changed/);
  });

  test.each([
    ['no JSON', '{'],
    ['another schema', '{"schema": "x"}'],
    ['a price as text', JSON.stringify({ schema: 'trimtab/price-overlay/1', rows: [['a', 'hour', '1']] })],
  ])('that is %s is an error, not an empty book', (_what, text) => {
    writeOverlay(folder, overlay('ec2', { 'm5.large linux': 0.1 }));
    writeFileSync(join(folder, 'prices/overlay.aws.ec2.us-east-1.json'), text);

    expect(() => openOverlays(folder).find('ec2', 'm5.large linux', 'us-east-1')).toThrow(
      expect.objectContaining({ exitCode: 3 }),
    );
  });

  test('finds every price by its name, however the file is ordered', () => {
    const items = [
      'Standard_D4s_v5 linux',
      'm5.large linux',
      'M5.2xlarge linux',
      'c5.large linux',
      'a linux',
    ];
    writeOverlay(folder, overlay('ec2', Object.fromEntries(items.map((item, index) => [item, index + 1]))));
    const path = join(folder, 'prices/overlay.aws.ec2.us-east-1.json');
    const written = JSON.parse(readFileSync(path, 'utf8'));
    const shuffled = JSON.stringify({ ...written, rows: written.rows.toReversed() });
    const prices = () => {
      const layer = openOverlays(folder);
      return [...items, 'zz', 'a', 'm5.large'].map(
        item => layer.find('ec2', item, 'us-east-1')?.price ?? null,
      );
    };

    expect(prices()).toEqual([1, 2, 3, 4, 5, null, null, null]);
    writeFileSync(path, shuffled);
    expect(prices()).toEqual([1, 2, 3, 4, 5, null, null, null]);
    expect(openOverlays(folder).all('us-east-1')).toHaveLength(5);
  });

  test('is not read before a price of its Region is asked for', () => {
    writeOverlay(folder, overlay('ec2', { 'm5.large linux': 0.1 }));
    writeFileSync(join(folder, 'prices/overlay.aws.ec2.eu-west-1.json'), 'damaged');

    expect(openOverlays(folder).find('ec2', 'M5.Large linux', 'us-east-1')?.price).toBe(0.1);
  });
});
