import { describe, expect, test } from 'vitest';
import { atDesk, csv, type Desk } from './workspace.ts';

type Cells = Readonly<Record<string, string>>;

const COMMON: Cells = {
  AvailabilityZone: '',
  BilledCost: '10',
  BillingAccountId: '1',
  BillingAccountName: 'payer',
  BillingCurrency: 'USD',
  BillingPeriodStart: '2025-09-01T00:00:00Z',
  BillingPeriodEnd: '2025-10-01T00:00:00Z',
  ChargePeriodStart: '2025-09-02T00:00:00Z',
  ChargePeriodEnd: '2025-09-02T01:00:00Z',
  InvoiceIssuer: 'Reseller',
  Provider: 'Cloud',
  Publisher: 'Vendor',
  Region: 'eu-1',
  ResourceId: 'r-1',
  ResourceName: 'web',
  ServiceCategory: 'Compute',
  ServiceName: 'VM',
  SubAccountId: '2',
  SubAccountName: 'shop',
};

/** FOCUS 0.5. */
const V0_5: Cells = { ...COMMON, AmortizedCost: '8', ChargeType: 'Usage' };

/** FOCUS 1.0-preview. */
const PREVIEW: Cells = {
  ...COMMON,
  ChargeCategory: 'Usage',
  ChargeSubcategory: 'On-Demand',
  ChargeFrequency: 'Usage-Based',
  EffectiveCost: '8',
  ListCost: '12',
  ListUnitPrice: '3',
  PricingQuantity: '4',
  PricingUnit: 'Hours',
  UsageQuantity: '240',
  UsageUnit: 'Minutes',
};

/** Oracle's FOCUS report. */
const OCI: Cells = {
  ...PREVIEW,
  Provider: 'Oracle',
  ServiceCategory: '',
  ServiceName: 'COMPUTE',
  ResourceId: 'ocid1.instance.oc1.us-ashburn-1.abc',
  ResourceType: '',
  oci_ReferenceNumber: 'V2.1',
  oci_CompartmentId: 'ocid1.compartment.oc1..b',
  oci_CompartmentName: 'prod',
  oci_CostOverage: '4',
};

async function importCells(desk: Desk, ...records: readonly Cells[]) {
  const header = [...new Set(records.flatMap(record => Object.keys(record)))];
  return desk.import(
    desk.file(
      'focus.csv',
      csv(
        header,
        records.map(record => header.map(name => record[name] ?? '')),
      ),
    ),
  );
}

async function read(records: readonly Cells[], columns: string): Promise<readonly (readonly unknown[])[]> {
  return atDesk(async desk => {
    await importCells(desk, ...records);
    return desk.query(`SELECT ${columns} FROM charges ORDER BY row`);
  });
}

describe('older versions of FOCUS are told by their columns and read without a finding', () => {
  test.each([
    ['0.5', V0_5],
    ['1.0-preview', PREVIEW],
  ])('%s', async (version, cells) => {
    await atDesk(async desk => {
      const result = await importCells(desk, cells);

      expect(result.findings).toEqual([]);
      expect(result.files).toMatchObject([{ format: 'focus', version }]);
      expect(result.totals).toMatchObject([{ billedCost: '10', effectiveCost: '8', contractedCost: null }]);
      const names = [
        'ChargeCategory',
        'InvoiceIssuerName',
        'ProviderName',
        'PublisherName',
        'RegionId',
        'ServiceProviderName',
        'HostProviderName',
      ];
      expect(await desk.query(`SELECT ${names.join(', ')} FROM charges`)).toEqual([
        ['Usage', 'Reseller', 'Cloud', 'Vendor', 'eu-1', 'Cloud', 'Cloud'],
      ]);
    });
  });

  test('0.5 without an amortised cost in a cell has the billed cost in its place, and says so', async () => {
    await atDesk(async desk => {
      const result = await importCells(desk, { ...V0_5, AmortizedCost: '' }, V0_5);

      expect(result.totals).toMatchObject([{ billedCost: '20', effectiveCost: '18' }]);
      expect(result.findings).toMatchObject([
        { code: 'missing-amount', source: { row: 2, column: 'AmortizedCost' } },
      ]);
    });
  });

  test('1.0-preview has its usage as what is consumed', async () => {
    const rows = await read(
      [PREVIEW],
      'CAST(ConsumedQuantity AS DOUBLE), ConsumedUnit, CAST(PricingQuantity AS DOUBLE)',
    );

    expect(rows).toEqual([[240, 'Minutes', 4]]);
  });

  test('a column of the version that follows comes before the old name', async () => {
    const both = { ...PREVIEW, ProviderName: 'Newer', RegionId: 'eu-2', ConsumedQuantity: '1' };

    const rows = await read([both], 'ProviderName, RegionId, CAST(ConsumedQuantity AS DOUBLE)');

    expect(rows).toEqual([['Newer', 'eu-2', 1]]);
  });
});

describe('ChargeSubcategory of 1.0-preview is said by later columns', () => {
  test.each([
    ['Usage', 'On-Demand', ['Usage', null, null]],
    ['Usage', 'Used Commitment', ['Usage', null, 'Used']],
    ['Usage', 'Unused Commitment', ['Usage', null, 'Unused']],
    ['Adjustment', 'Credit', ['Credit', null, null]],
    ['Adjustment', 'Refund', ['Adjustment', 'Correction', null]],
    ['Adjustment', 'Rounding Error', ['Adjustment', null, null]],
    ['Adjustment', 'General Adjustment', ['Adjustment', null, null]],
    ['Purchase', '', ['Purchase', null, null]],
  ])('%s, %s', async (category, subcategory, expected) => {
    const cells = { ...PREVIEW, ChargeCategory: category, ChargeSubcategory: subcategory };

    const rows = await read([cells], 'ChargeCategory, ChargeClass, CommitmentDiscountStatus');

    expect(rows).toEqual([expected]);
  });

  test('and never against them', async () => {
    const cells = {
      ...PREVIEW,
      ChargeSubcategory: 'Used Commitment',
      CommitmentDiscountStatus: 'Unused',
      ChargeClass: 'Correction',
    };

    const rows = await read([cells], 'ChargeClass, CommitmentDiscountStatus');

    expect(rows).toEqual([['Correction', 'Unused']]);
  });
});

describe("Oracle's FOCUS report", () => {
  test('is billed at contracted prices, which it says in no column', async () => {
    await atDesk(async desk => {
      const result = await importCells(desk, OCI);

      expect(result.files).toMatchObject([{ format: 'focus', version: '1.0-preview' }]);
      // The overage is inside the billed cost.
      expect(result.totals).toMatchObject([{ billedCost: '10', effectiveCost: '8', contractedCost: '10' }]);
      expect(result.findings).toMatchObject([{ code: 'derived-cost', severity: 'info' }]);
    });
  });

  test('with contracted costs keeps them, and says where one is missing', async () => {
    await atDesk(async desk => {
      const result = await importCells(
        desk,
        { ...OCI, ContractedCost: '9' },
        { ...OCI, ContractedCost: 'NULL' },
      );

      expect(result.totals).toMatchObject([{ billedCost: '20', contractedCost: '19' }]);
      expect(result.findings).toMatchObject([
        { code: 'missing-amount', source: { row: 3, column: 'ContractedCost' } },
      ]);
    });
  });

  test('with an effective cost of 0 stays as it is and is told', async () => {
    await atDesk(async desk => {
      const result = await importCells(desk, { ...OCI, EffectiveCost: '0.00000000000' });

      expect(result.totals).toMatchObject([{ billedCost: '10', effectiveCost: '0' }]);
      expect(result.findings.map(({ code }) => code)).toContain('effective-cost-zero');
    });
  });

  test('has type, category and compartment from what it holds', async () => {
    const filled = { ...OCI, ResourceType: 'machine', ServiceCategory: 'Other' };

    const rows = await read([OCI, filled], 'ResourceType, ServiceCategory, x_CostCategories');

    const compartment = '{"CompartmentId":"ocid1.compartment.oc1..b","CompartmentName":"prod"}';
    expect(rows).toEqual([
      ['instance', 'Compute', compartment],
      ['machine', 'Other', compartment],
    ]);
  });

  test.each(['Usage-based', 'USAGE-BASED', 'Usage-Based'])('writes the frequency %s', async frequency => {
    const rows = await read([{ ...OCI, ChargeFrequency: frequency }], 'ChargeFrequency');

    expect(rows).toEqual([['Usage-Based']]);
  });
});
