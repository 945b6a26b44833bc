import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { atDesk, csv, type Desk } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/bills/oci');
const REPORT = 'cost-report-generated/generated-aster-retail-reports_cost-csv_0001.csv.gz';
const FOCUS_REPORT = 'focus-preview-generated/generated-aster-retail-0001.csv.gz';

/** Sums made by a program that shares no code with this one. */
type Expected = {
  readonly rows: number;
  readonly resources: number;
  readonly billedCost: string;
  readonly byIsCorrection: Readonly<Record<string, { readonly rows: number; readonly billedCost: string }>>;
  readonly billedCostByService: Readonly<Record<string, string>>;
};

const CELLS: Readonly<Record<string, string>> = {
  'lineItem/referenceNo': 'V2.1',
  'lineItem/tenantId': 'ocid1.tenancy.oc1..aaa',
  'lineItem/intervalUsageStart': '2025-09-01T10:00Z',
  'lineItem/intervalUsageEnd': '2025-09-01T11:00:00Z',
  'product/service': 'COMPUTE',
  'product/compartmentId': 'ocid1.compartment.oc1..bbb',
  'product/compartmentName': 'prod',
  'product/region': 'us-ashburn-1',
  'product/availabilityDomain': 'us-ashburn-1-AD-1',
  'product/resourceId': 'ocid1.instance.oc1.us-ashburn-1.ccc',
  'usage/billedQuantity': '4',
  'usage/billedQuantityOverage': '',
  'cost/subscriptionId': '54321987',
  'cost/productSku': 'B93113',
  'product/Description': 'Compute - Standard - E4 - OCPU',
  'cost/unitPrice': '0.025',
  'cost/myCost': '0.1',
  'cost/myCostOverage': '',
  'cost/currencyCode': 'USD',
  'cost/billingUnitReadable': 'ONE OCPU HOURS',
  'cost/skuUnitDescription': 'OCPU Hours',
  'cost/overageFlag': 'N',
  'lineItem/isCorrection': 'false',
  'lineItem/backreferenceNo': '',
};

/** A cost report from records that name only the cells they need. */
function report(...records: readonly Readonly<Record<string, string>>[]): string {
  const header = [...new Set([CELLS, ...records].flatMap(record => Object.keys(record)))];
  return csv(
    header,
    records.map(record => header.map(name => ({ ...CELLS, ...record })[name] ?? '')),
  );
}

/** Rows of a query over one report. */
async function readReport(desk: Desk, text: string, sql: string): Promise<readonly (readonly unknown[])[]> {
  await desk.import(desk.file('report.csv', text));
  return desk.query(sql);
}

describe('cost reports add up to their independent sums, to the last digit', () => {
  test.each([
    ['cost-report-tenancy', 'focus-converters-2023-11.csv.gz'],
    ['cost-report-generated', 'generated-aster-retail-reports_cost-csv_0001.csv.gz'],
  ])('%s', async (folder, file) => {
    await atDesk(async desk => {
      const expected = JSON.parse(readFileSync(join(ROOT, folder, 'expected.json'), 'utf8')) as Expected;

      const result = await desk.import(join(ROOT, folder, file));

      expect(result.findings).toEqual([]);
      expect(result.files).toMatchObject([{ format: 'oci-cost-report', version: null, rows: expected.rows }]);
      expect(result.totals).toEqual([
        {
          currency: 'USD',
          billedCost: expected.billedCost,
          effectiveCost: expected.billedCost,
          listCost: expected.billedCost,
          contractedCost: expected.billedCost,
        },
      ]);
      const services = await summarizeBill({ workspace: desk.workspace, by: ['service'] });
      expect(services.resources).toBe(expected.resources);
      expect(
        Object.fromEntries(services.groups.map(({ key, billedCost }) => [key.serviceName, billedCost])),
      ).toEqual(expected.billedCostByService);
      const classes = await summarizeBill({ workspace: desk.workspace, by: ['chargeClass'] });
      expect(
        Object.fromEntries(
          classes.groups.map(({ key, rows, billedCost }) => [
            String(key.chargeClass === 'Correction'),
            { rows, billedCost },
          ]),
        ),
      ).toEqual(expected.byIsCorrection);
    });
  });
});

describe('a line of the cost report', () => {
  test('has no part of its cost added twice: the overage is inside', async () => {
    await atDesk(async desk => {
      const text = report({
        'usage/billedQuantityOverage': '1',
        'cost/myCost': '0.1',
        'cost/myCostOverage': '0.04',
        'cost/overageFlag': 'Y',
      });

      const rows = await readReport(
        desk,
        text,
        'SELECT CAST(BilledCost AS VARCHAR), CAST(EffectiveCost AS VARCHAR) FROM charges',
      );

      expect(rows).toEqual([['0.1000000000', '0.1000000000']]);
    });
  });

  test.each([
    ['true', 'Correction'],
    ['TRUE', 'Correction'],
    ['false', null],
    ['', null],
  ])('with isCorrection "%s" has the charge class %s', async (isCorrection, chargeClass) => {
    await atDesk(async desk => {
      const text = report({ 'lineItem/isCorrection': isCorrection, 'lineItem/backreferenceNo': '17053' });

      const rows = await readReport(desk, text, 'SELECT ChargeClass, ChargeCategory FROM charges');

      expect(rows).toEqual([[chargeClass, 'Usage']]);
    });
  });

  test('that negates another one brings the total back', async () => {
    await atDesk(async desk => {
      const text = report(
        { 'cost/myCost': '0.1' },
        { 'cost/myCost': '-0.1', 'lineItem/isCorrection': 'true', 'lineItem/backreferenceNo': 'V2.1' },
        { 'cost/myCost': '2.320000000E-9', 'lineItem/isCorrection': 'true' },
      );

      const result = await desk.import(desk.file('report.csv', text));

      expect(result.totals[0]?.billedCost).toBe('0.00000000232');
    });
  });

  test('belongs to the month in which its interval starts, in either form of time', async () => {
    await atDesk(async desk => {
      const text = report(
        {
          'lineItem/intervalUsageStart': '2025-09-30T23:00Z',
          'lineItem/intervalUsageEnd': '2025-10-01T00:00:00Z',
        },
        {
          'lineItem/intervalUsageStart': '2025-10-01T00:00:00Z',
          'lineItem/intervalUsageEnd': '2025-10-01T01:00Z',
        },
      );

      const rows = await readReport(
        desk,
        text,
        `SELECT CAST(BillingPeriodStart AS VARCHAR), CAST(BillingPeriodEnd AS VARCHAR), CAST(ChargePeriodStart AS VARCHAR),
         CAST(ChargePeriodEnd AS VARCHAR) FROM charges ORDER BY row`,
      );

      expect(rows).toEqual([
        ['2025-09-01 00:00:00', '2025-10-01 00:00:00', '2025-09-30 23:00:00', '2025-10-01 00:00:00'],
        ['2025-10-01 00:00:00', '2025-11-01 00:00:00', '2025-10-01 00:00:00', '2025-10-01 01:00:00'],
      ]);
    });
  });

  test.each([
    ['ocid1.instance.oc1.us-ashburn-1.ccc', 'instance'],
    ['ocid1.tenancy.oc1..ccc', 'tenancy'],
    ['axi5rjbot4mp/MonitoringData', null],
    ['oci_compute_infrastructure_health', null],
  ])('for %s has the resource type %s', async (resourceId, type) => {
    await atDesk(async desk => {
      const text = report({ 'product/resourceId': resourceId });

      expect(await readReport(desk, text, 'SELECT ResourceType FROM charges')).toEqual([[type]]);
    });
  });

  test.each([
    ['COMPUTE', 'Compute'],
    ['BLOCK_STORAGE', 'Storage'],
    ['OBJECTSTORE', 'Storage'],
    ['DATABASE', 'Databases'],
    ['NETWORK', 'Networking'],
    ['SOMETHING_NEW', null],
  ])('of the service %s has the category %s', async (service, category) => {
    await atDesk(async desk => {
      const text = report({ 'product/service': service });

      expect(await readReport(desk, text, 'SELECT ServiceName, ServiceCategory FROM charges')).toEqual([
        [service, category],
      ]);
    });
  });

  test('keeps every tag under its own key, whatever the key holds', async () => {
    await atDesk(async desk => {
      const keys = ['Oracle-Tags.CreatedBy', 'team', 'DevRel\\redbull.release', `a"b'c,{d}`, 'größe', 'x/y'];
      const text = report(Object.fromEntries(keys.map((key, index) => [`tags/${key}`, `value "${index}"`])));

      const [row] = await readReport(desk, text, 'SELECT Tags FROM charges');

      expect(JSON.parse(String(row?.[0]))).toEqual(
        Object.fromEntries(keys.map((key, index) => [key, `value "${index}"`])),
      );
    });
  });

  test('without tags has no tags', async () => {
    await atDesk(async desk => {
      const text = report({ 'tags/team': '' });

      expect(await readReport(desk, text, 'SELECT Tags FROM charges')).toEqual([[null]]);
    });
  });

  test('names the compartment as cost centre and the tenancy by the root of the path', async () => {
    await atDesk(async desk => {
      const tenancy = CELLS['lineItem/tenantId'] ?? '';
      const text = report(
        { 'product/compartmentPath': 'aster / prod' },
        {
          'product/compartmentPath': '',
          'product/compartmentId': tenancy,
          'product/compartmentName': 'aster',
        },
        { 'product/compartmentPath': '' },
      );

      const rows = await readReport(
        desk,
        text,
        'SELECT SubAccountName, x_CostCategories FROM charges ORDER BY row',
      );

      expect(rows.map(([name]) => name)).toEqual(['aster', 'aster', null]);
      expect(JSON.parse(String(rows[0]?.[1]))).toEqual({
        CompartmentId: 'ocid1.compartment.oc1..bbb',
        CompartmentName: 'prod',
        CompartmentPath: 'aster / prod',
      });
    });
  });

  test('of the free tier has no unit price, and no finding', async () => {
    await atDesk(async desk => {
      const text = report({ 'cost/unitPrice': '', 'cost/myCost': '0' });

      const result = await desk.import(desk.file('report.csv', text));

      expect(result.findings).toEqual([]);
      const rows = await desk.query(
        'SELECT ListUnitPrice, CAST(ListCost AS DOUBLE), CAST(PricingQuantity AS DOUBLE), PricingUnit FROM charges',
      );
      expect(rows).toEqual([[null, 0, 4, 'OCPU Hours']]);
    });
  });

  test('with a quantity but no cost is told; a correction with neither is not', async () => {
    await atDesk(async desk => {
      const text = report(
        { 'cost/myCost': '' },
        {
          'cost/myCost': '',
          'usage/billedQuantity': '',
          'cost/currencyCode': '',
          'lineItem/isCorrection': 'true',
        },
      );

      const result = await desk.import(desk.file('report.csv', text));

      expect(result.findings).toMatchObject([
        { code: 'missing-amount', source: { row: 2, column: 'cost/myCost' } },
      ]);
    });
  });

  test('whose cost is no number is left out and told', async () => {
    await atDesk(async desk => {
      const text = report({ 'cost/myCost': 'NaN' }, {});

      const result = await desk.import(desk.file('report.csv', text));

      expect(result.totals[0]?.billedCost).toBe('0.1');
      expect(result.findings).toMatchObject([
        { severity: 'error', source: { row: 2, column: 'cost/myCost' } },
      ]);
    });
  });
});

test('a cost report without the column of corrections says so', async () => {
  await atDesk(async desk => {
    const header = Object.keys(CELLS).filter(name => name !== 'lineItem/isCorrection');
    const text = csv(header, [header.map(name => CELLS[name] ?? '')]);

    const result = await desk.import(desk.file('report.csv', text));

    expect(result.findings).toMatchObject([{ code: 'missing-column', severity: 'warning' }]);
    expect(result.findings[0]?.message).toContain('lineItem/isCorrection');
  });
});

test('the same charges as cost report and as FOCUS report are the same charges', async () => {
  const columns = [
    'AvailabilityZone',
    'BilledCost',
    'BillingAccountId',
    'BillingCurrency',
    'BillingPeriodEnd',
    'BillingPeriodStart',
    'ChargeCategory',
    'ChargeClass',
    'ChargeDescription',
    'ChargeFrequency',
    'ChargePeriodEnd',
    'ChargePeriodStart',
    'ConsumedQuantity',
    'ContractedCost',
    'ContractedUnitPrice',
    'EffectiveCost',
    'HostProviderName',
    'InvoiceIssuerName',
    'ListCost',
    'ListUnitPrice',
    'PricingCategory',
    'PricingQuantity',
    'PricingUnit',
    'ProviderName',
    'PublisherName',
    'RegionId',
    'ResourceId',
    'ResourceType',
    'ServiceCategory',
    'ServiceName',
    'SkuId',
    'SubAccountId',
    'SubAccountName',
    `json_extract_string(Tags, '$."Oracle-Tags.CreatedBy"')`,
    `json_extract_string(Tags, '$.team')`,
    `json_extract_string(x_CostCategories, '$.CompartmentId')`,
    `json_extract_string(x_CostCategories, '$.CompartmentName')`,
  ].map(column => `CAST(${column} AS VARCHAR)`);
  const [report, focusReport] = await Promise.all(
    [REPORT, FOCUS_REPORT].map(file =>
      atDesk(async desk => {
        await desk.import(join(ROOT, file));
        return desk.query(`SELECT ${columns.join(', ')} FROM charges ORDER BY row`);
      }),
    ),
  );

  expect(report).toHaveLength(1260);
  expect(report).toEqual(focusReport);
});
