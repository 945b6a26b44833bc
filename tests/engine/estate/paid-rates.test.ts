/** Prices that a bill really paid: uncovered usage first, what covered usage would have cost, never credits or spot. */

import { describe, expect, test } from 'vitest';
import type { BillLine } from '../../../src/engine/bill-extract.ts';
import { meteredLine } from '../../../src/engine/estate/build-resource.ts';
import { readPaidRates } from '../../../src/engine/estate/paid-rates.ts';
import { testBook } from '../../helpers/test-book.ts';
import { covered, line, PLAN_ID, RESERVATION_ID, storageLine } from '../extracts.ts';

const read = (lines: readonly BillLine[]) => readPaidRates(lines.map(meteredLine), testBook());
const POOL = 'us-east-1|m5.large|linux|shared';

describe('on demand', () => {
  test.each<readonly [string, readonly BillLine[], number | undefined]>([
    ['what an hour was billed at', [line({ billedCost: '67' })], 67 / 744],
    [
      'the average of dear and cheap hours',
      [line({ billedCost: '60' }), line({ billedCost: '80' })],
      140 / 1488,
    ],
    [
      'the list cost of covered hours where nothing ran uncovered',
      [covered(PLAN_ID, { contractedCost: '70' })],
      70 / 744,
    ],
    [
      'what uncovered hours were billed at, before what covered ones would have cost',
      [line(), covered(PLAN_ID, { contractedCost: '70' })],
      0.1,
    ],
    [
      'the list cost where the contracted one is missing',
      [covered(RESERVATION_ID, { contractedCost: null, listCost: '71' })],
      71 / 744,
    ],
    ['nothing from free hours', [line({ billedCost: '0' })], undefined],
    ['nothing without a quantity', [line({ pricingQuantity: null })], undefined],
    ['nothing from spot', [line({ usageType: 'SpotUsage:m5.large', pricingCategory: 'Dynamic' })], undefined],
    ['nothing from a credit', [line({ chargeCategory: 'Credit', billedCost: '50' })], undefined],
    ['nothing from a tax', [line({ chargeCategory: 'Tax', billedCost: '50' })], undefined],
  ])('%s', (_name, lines, expected) => {
    const rate = read(lines).onDemandPerHour.get(POOL);
    if (expected === undefined) expect(rate).toBeUndefined();
    else expect(rate).toBeCloseTo(expected, 12);
  });

  test('is told apart by Region, type, system and tenancy', () => {
    const rates = read([
      line(),
      line({ regionId: 'eu-west-1' }),
      line({ usageType: 'BoxUsage:m5.xlarge' }),
      line({ operation: 'RunInstances:0002' }),
      line({ usageType: 'DedicatedUsage:m5.large' }),
    ]);
    expect(rates.onDemandPerHour.size).toBe(5);
  });
});

describe('savings-plan rates', () => {
  test('are the effective cost of the hours that a plan covered', () => {
    const rates = read([covered(PLAN_ID)]).savingsPlanPerHour;
    expect([...rates.keys()]).toEqual([`${PLAN_ID}|${POOL}`]);
    expect(rates.get(`${PLAN_ID}|${POOL}`)).toBeCloseTo(0.07, 12);
  });

  test('are not read off reservations', () => {
    expect(read([covered(RESERVATION_ID)]).savingsPlanPerHour.size).toBe(0);
  });
});

describe('unit prices', () => {
  test.each([
    ['EBS:VolumeUsage.gp2', 'ebs|gp2|storage|us-east-1'],
    ['TimedStorage-SIA-ByteHrs', 's3|STANDARD_IA|storage|us-east-1'],
  ])('%s', (usageType, key) => {
    expect([...read([storageLine(usageType, 200)]).unitPrice]).toEqual([[key, 0.05]]);
  });

  test('of database storage by zone', () => {
    const rds = { serviceCode: 'AmazonRDS', operation: 'CreateDBInstance:0014' };
    const lines = ['RDS:GP3-Storage', 'RDS:Multi-AZ-GP3-Storage'].map(usageType =>
      storageLine(usageType, 100, rds),
    );
    expect([...read(lines).unitPrice.keys()]).toEqual([
      'rds_storage|gp3|storage_single_az|us-east-1',
      'rds_storage|gp3|storage_multi_az|us-east-1',
    ]);
  });

  test('are not read off S3 Standard: an average of graduated prices is no price of the next GiB', () => {
    expect(read([storageLine('TimedStorage-ByteHrs', 100_000)]).unitPrice.size).toBe(0);
  });
});

describe('the contract discount', () => {
  test('is what on-demand usage was billed at, over the list price', () => {
    // The list says $0.10 and $0.20 an hour.
    const lines = [
      line({ billedCost: '66.96' }),
      line({ usageType: 'BoxUsage:m5.xlarge', billedCost: '133.92' }),
    ];
    expect(read(lines).contractFactor.get('AmazonEC2')).toBeCloseTo(0.9, 12);
  });

  test('is not read off covered, spot, dedicated or unknown usage', () => {
    const lines = [
      covered(PLAN_ID),
      line({ usageType: 'SpotUsage:m5.large', pricingCategory: 'Dynamic', billedCost: '1' }),
      line({ usageType: 'DedicatedUsage:m5.large', billedCost: '1' }),
      line({ usageType: 'BoxUsage:x99.large', billedCost: '1' }),
      line({ operation: 'RunInstances:0006', billedCost: '1' }),
    ];
    expect(read(lines).contractFactor.size).toBe(0);
  });

  test('is read for databases too', () => {
    const rds = line({
      serviceCode: 'AmazonRDS',
      usageType: 'Multi-AZUsage:db.m5.large',
      operation: 'CreateDBInstance:0014',
      billedCost: '148.8',
    });
    // $0.40 an hour by the list, $0.20 paid.
    expect(read([rds]).contractFactor.get('AmazonRDS')).toBeCloseTo(0.5, 12);
  });
});
