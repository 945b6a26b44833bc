/** What reservations of each product cover. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { azureOrder } from '../../../../src/engine/commitments/azure/order.ts';
import { cosmosDbRatio, suseRatio } from '../../../../src/engine/commitments/azure/published-ratios.ts';
import { coveredRequestUnits } from '../../../../src/engine/commitments/azure/reservations.ts';
import type { AzureReservation } from '../../../../src/engine/commitments/commitment.ts';
import type { UsagePool } from '../../../../src/engine/commitments/usage.ts';
import { applyAzure, licences, metered, orderInput, reservation, runOrder, vms } from './orders.ts';

describe('a product is matched by its own attributes', () => {
  const sql = { product: 'sql-database', sku: 'gp-gen5' };
  test.each<[string, Partial<AzureReservation>, UsagePool, number]>([
    ['vCores of the same tier', sql, metered('u', 'sql-database', [16], { sku: 'GP-Gen5' }), 8],
    ['no vCores of another tier', sql, metered('u', 'sql-database', [16], { sku: 'bc-gen5' }), 0],
    [
      'nothing in another Region',
      sql,
      metered('u', 'sql-database', [16], { sku: 'gp-gen5', region: 'x' }),
      0,
    ],
    [
      'anywhere without a Region',
      { ...sql, region: null },
      metered('u', 'sql-database', [9], { sku: 'gp-gen5', region: 'x' }),
      8,
    ],
    ['no other product', sql, metered('u', 'synapse', [16], { sku: 'gp-gen5' }), 0],
    [
      'Synapse units of any warehouse',
      { product: 'synapse' },
      metered('u', 'synapse', [15], { sku: 'DW1500c' }),
      8,
    ],
    [
      'Synapse by 100 cDWU',
      { product: 'synapse' },
      metered('u', 'synapse', [1], { unitsPerQuantity: 15 }),
      8 / 15,
    ],
    [
      'RU of a Region at its ratio',
      { product: 'cosmos-db' },
      metered('u', 'cosmos-db', [9], { region: 'FR South', unitsPerQuantity: 1.6 }),
      5,
    ],
    [
      'disks of the same SKU',
      { product: 'managed-disk', sku: 'P30' },
      metered('u', 'managed-disk', [9], { sku: 'P30' }),
      8,
    ],
    [
      'no disks of another SKU',
      { product: 'managed-disk', sku: 'P30' },
      metered('u', 'managed-disk', [9], { sku: 'P20' }),
      0,
    ],
    [
      'TiB of the same tier',
      { product: 'storage-capacity', sku: 'hot-lrs' },
      metered('u', 'storage-capacity', [9], { sku: 'hot-lrs' }),
      8,
    ],
    [
      'no machines of another Region',
      { sku: 'Standard_DS1_v2' },
      vms('u', 'Standard_DS1_v2', [9], { region: 'x' }),
      0,
    ],
    ['no software of the machine', { product: 'virtual-machine' }, licences('u', 'windows-server', [8]), 0],
    [
      'nothing that takes no units',
      { product: 'synapse' },
      metered('u', 'synapse', [1], { unitsPerQuantity: 0 }),
      0,
    ],
  ])('%s', (_what, own, usage, expected) => {
    const run = applyAzure({ pools: [usage], commitments: [reservation({ id: 'r', quantity: 8, ...own })] });

    expect(run.coveredBy('r')).toBeCloseTo(expected, 12);
  });

  test('disks have no flexibility even where somebody hands in a ratio', () => {
    const run = applyAzure({
      pools: [metered('u', 'managed-disk', [9], { sku: 'P20' })],
      commitments: [reservation({ id: 'r', product: 'managed-disk', sku: 'P30' })],
      rates: { spendRate: () => null, azureSizeRatio: () => ({ group: 'disks', ratio: 1 }) },
    });

    expect(run.coveredBy('r')).toBe(0);
  });

  test('a SUSE plan covers other sizes of its group by the published ratio, and no other group', () => {
    const plan = reservation({
      id: 'r',
      product: 'suse-linux',
      sku: 'SUSE for SAP Linux Enterprise Server 3-4 vCPUs',
      region: null,
    });
    const covered = (sku: string) =>
      applyAzure({ pools: [metered('u', 'suse-linux', [9], { sku })], commitments: [plan] }).covered('u');

    expect(covered('SUSE for SAP Linux Enterprise Server 1-2 vCPUs')).toBe(2);
    expect(covered('SUSE for SAP Linux Enterprise Server 5+ vCPUs')).toBeCloseTo(2 / 2.41176, 12);
    expect(covered('SUSE Linux Enterprise Server 1-2 vCPUs')).toBe(0);
  });
});

describe('the hour', () => {
  test('parts of an hour share the reservation, and an hour gives nothing to the next', () => {
    const run = applyAzure({
      pools: [vms('1', 'Standard_DS4_v2', [0.75, 1, 0, 0.5]), vms('2', 'Standard_DS4_v2', [0.5, 1, 0, 1])],
      commitments: [reservation({ id: 'r' })],
    });
    const left = [0, 1, 2, 3].map(hour => run.remaining[0]![hour]! + run.remaining[1]![hour]!);

    expect(left).toEqual([0.25, 1, 0, 0.5]);
  });

  test('a reservation covers from its start to before its end', () => {
    const hour = 3_600_000;
    const startMs = Date.UTC(2026, 0, 1);
    const run = applyAzure({
      pools: [vms('1', 'Standard_DS4_v2', [1, 1, 1, 1])],
      commitments: [reservation({ id: 'r', startMs: startMs + hour, endMs: startMs + 3 * hour })],
    });

    expect(run.covers.map(each => each.hour)).toEqual([1, 2]);
  });

  test('the price of a reservation is spread over its units', () => {
    const { benefits } = azureOrder(
      orderInput({ commitments: [reservation({ id: 'r', quantity: 3, effectivePerHour: 0.8 })] }),
    );

    expect(benefits).toMatchObject([{ id: 'r', capacity: 24, costPerUnit: 0.1, renewal: 'hour' }]);
  });

  test('a quantity of 0 is a commitment that covers nothing', () => {
    const run = applyAzure({
      pools: [vms('1', 'Standard_DS4_v2', [1])],
      commitments: [reservation({ id: 'r', quantity: 0 })],
    });

    expect(run.covers).toEqual([]);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
    'a quantity of %s is a bug of the reader',
    quantity => {
      const commitments = [reservation({ id: 'r', quantity })];

      expect(() => azureOrder(orderInput({ commitments }))).toThrow(/quantity/);
    },
  );
});

describe('Cosmos DB', () => {
  test('two Regions of ratio 1.5 and 1.625 under 100,000 RU/s: the second is billed in whole RU/s', () => {
    const run = applyAzure({
      pools: [
        metered('1', 'cosmos-db', [50_000], { region: 'AU Central 2', unitsPerQuantity: 1.5 }),
        metered('2', 'cosmos-db', [50_000], { region: 'FR South', unitsPerQuantity: 1.625 }),
      ],
      commitments: [reservation({ id: 'r', product: 'cosmos-db', quantity: 100_000 })],
    });
    const covered = coveredRequestUnits(run.covered('2') * 1.625, 1.625);

    expect(run.covered('1')).toBe(50_000);
    expect(covered).toBe(15_384);
    expect(50_000 - covered).toBe(34_616);
  });

  test('a whole quotient is not lowered by float noise', () => {
    expect(coveredRequestUnits(3 * 1.1, 1.1)).toBe(3);
    expect(coveredRequestUnits(3 * 1.1375, 1.1375)).toBe(3);
  });

  test.each([
    ['US North Central', 1],
    ['us west 2', 1],
    ['AU Central 2', 1.5],
    ['FR South', 1.625],
    ['Atlantis', null],
  ])('the ratio of %s is %s', (region, ratio) => {
    expect(cosmosDbRatio(region)).toBe(ratio);
  });

  test('SUSE ratios are those of the published table', () => {
    expect(suseRatio('SUSE Linux Enterprise Server for HPC 5+ vCPUs')?.ratio).toBe(2.92308);
    expect(suseRatio('Standard_DS1_v2')).toBeNull();
  });
});

describe('laws', () => {
  const sizes = ['Standard_DS1_v2', 'Standard_DS2_v2', 'Standard_DS3_v2', 'Standard_DS5_v2'] as const;
  const ratio = { Standard_DS1_v2: 1, Standard_DS2_v2: 2, Standard_DS3_v2: 4, Standard_DS5_v2: 16 };
  const usage = fc.array(
    fc.record({
      size: fc.constantFrom(...sizes),
      hours: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 3 }),
      group: fc.constantFrom('web', 'api'),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const bought = fc.array(
    fc.record({
      quantity: fc.integer({ min: 0, max: 5 }),
      size: fc.constantFrom(...sizes),
      level: fc.constantFrom('resource-group', 'subscription', 'management-group', 'shared'),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const poolsOf = (rows: { size: string; hours: number[]; group: string }[]) =>
    rows.map(({ size, hours, group }, index) =>
      vms(`p${index}`, size, hours, { resourceGroup: group, managementGroup: 'all' }),
    );
  const SCOPE_IDS = {
    'resource-group': 'web',
    subscription: 'sub-1',
    'management-group': 'all',
    shared: null,
  } as const;
  type Bought = { quantity: number; size: string; level: keyof typeof SCOPE_IDS };
  const reservationsOf = (rows: Bought[]) =>
    rows.map(({ quantity, size, level }, index) =>
      reservation({ id: `r${index}`, sku: size, quantity, scope: { level, id: SCOPE_IDS[level] } }),
    );

  test('covered and left are the usage; no benefit gives more than it has', () => {
    fc.assert(
      fc.property(usage, bought, (rows, purchases) => {
        const input = orderInput({
          pools: poolsOf(rows),
          commitments: reservationsOf(purchases as Bought[]),
        });
        const order = azureOrder(input);
        const run = runOrder(order, input);
        input.pools.forEach(({ id, quantities }, index) => {
          quantities.forEach((quantity, hour) => {
            const covered = run.covers
              .filter(each => each.pool === id && each.hour === hour)
              .reduce((sum, each) => sum + each.quantity, 0);
            expect(covered + run.remaining[index]![hour]!).toBeCloseTo(quantity, 9);
          });
        });
        order.benefits.forEach((benefit, index) => {
          expect(run.usedUnits[index]).toBeLessThanOrEqual(benefit.capacity * input.hours + 1e-9);
        });
      }),
    );
  });

  test('where every scope contains all usage, scopes change who covers and not how much', () => {
    fc.assert(
      fc.property(usage, bought, (rows, purchases) => {
        const pools = poolsOf(rows.map(row => ({ ...row, group: 'web' })));
        const footprint = (commitments: AzureReservation[]) => {
          const run = applyAzure({ pools, commitments });
          return run.covers.reduce((sum, { pool, quantity }) => {
            const size = rows[Number(pool.slice(1))]!.size;
            return sum + quantity * ratio[size];
          }, 0);
        };
        const scoped = reservationsOf(purchases as Bought[]);
        const shared = reservationsOf(purchases.map(each => ({ ...each, level: 'shared' as const })));

        expect(footprint(scoped)).toBeCloseTo(footprint(shared), 9);
      }),
    );
  });

  test('the order of pools and commitments in the input changes nothing', () => {
    fc.assert(
      fc.property(usage, bought, (rows, purchases) => {
        const pools = poolsOf(rows);
        const commitments = reservationsOf(purchases as Bought[]);
        const list = (run: ReturnType<typeof applyAzure>) =>
          run.covers.map(each => `${each.hour} ${each.benefit} ${each.pool} ${each.quantity}`).sort();

        expect(
          list(applyAzure({ pools: [...pools].reverse(), commitments: [...commitments].reverse() })),
        ).toEqual(list(applyAzure({ pools, commitments })));
      }),
    );
  });
});
