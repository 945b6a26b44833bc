import { expect, test } from 'vitest';
import { atDesk, csv } from './workspace.ts';

const VIEW: Readonly<Record<string, string>> = {
  BilledCost: '8',
  BillingAccountId: '01A2B3',
  BillingCurrency: 'USD',
  BillingPeriodStart: '2025-09-01 07:00:00 UTC',
  BillingPeriodEnd: '2025-09-30 07:00:00 UTC',
  ChargeCategory: 'adjustment',
  ChargeClass: 'correction',
  ChargePeriodStart: '2025-09-02 00:00:00 UTC',
  EffectiveCost: '8',
  PricingCategory: 'committed',
  ServiceCategory: '["GCP","Compute"]',
  ServiceName: 'Compute Engine',
  SubAccountId: '01A2B3',
  Tags: '[{"key":"team","value":"shop","x_type":"label","x_inherited":false,"x_namespace":"n/a"}]',
  x_CostType: 'adjustment',
  x_Credits: '[]',
  x_Project: '{"id":"aster-prod","number":"1","name":"Aster-Prod"}',
  x_ServiceId: '6F81-5844-456A',
};

const COLUMNS = `ChargeCategory, ChargeClass, PricingCategory, ServiceCategory, SubAccountId, SubAccountName, Tags,
  x_ServiceCode, x_LineItemType, CAST(BillingPeriodStart AS VARCHAR), CAST(BillingPeriodEnd AS VARCHAR)`;

async function read(record: Readonly<Record<string, string>>): Promise<readonly (readonly unknown[])[]> {
  return atDesk(async desk => {
    await desk.import(desk.file('focus.csv', csv(Object.keys(record), [Object.values(record)])));
    return desk.query(`SELECT ${COLUMNS} FROM charges`);
  });
}

const READ = [
  'Adjustment',
  'Correction',
  'Committed',
  'Compute',
  'aster-prod',
  'Aster-Prod',
  '{"team":"shop"}',
  '6F81-5844-456A',
  'adjustment',
  '2025-09-01 00:00:00',
  '2025-10-01 00:00:00',
];

test("Google's FOCUS view becomes what the specification says", async () => {
  expect(await read(VIEW)).toEqual([READ]);
});

test('a view that already does what the specification says stays as it is', async () => {
  const exact = {
    ...VIEW,
    BillingPeriodStart: '2025-09-01T00:00:00Z',
    BillingPeriodEnd: '2025-10-01T00:00:00Z',
    ChargeCategory: 'Adjustment',
    ChargeClass: 'Correction',
    PricingCategory: 'Committed',
    ServiceCategory: 'Compute',
    Tags: '{"team":"shop"}',
  };

  expect(await read(exact)).toEqual([READ]);
});

test('without a project the account of the view stays', async () => {
  const rows = await read({ ...VIEW, x_Project: '' });

  expect(rows[0]?.slice(4, 6)).toEqual(['01A2B3', null]);
});
