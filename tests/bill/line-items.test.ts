import { describe, expect, test } from 'vitest';
import { plainDecimal } from '../../src/bill/query/charges.ts';
import { atDesk, csv, curFile } from './workspace.ts';

const RESERVATION = 'arn:aws:ec2:us-east-1:210000000011:reserved-instances/r-1';
const PLAN = 'arn:aws:savingsplans::210000000011:savingsplan/p-1';

type Record_ = Readonly<Record<string, string>>;

const reservation: Record_ = { reservation_reservation_a_r_n: RESERVATION };
const plan: Record_ = { savings_plan_savings_plan_a_r_n: PLAN };

function line(type: string, unblended: string, more: Record_ = {}): Record_ {
  return { line_item_line_item_type: type, line_item_unblended_cost: unblended, ...more };
}

/** Imports lines and gives one column of each. */
async function columns(
  lines: readonly Record_[],
  names: readonly string[],
): Promise<readonly (readonly unknown[])[]> {
  return atDesk(async desk => {
    await desk.import(desk.file('bill.csv', curFile(lines)));
    const rows = await desk.query(
      `SELECT ${names.map(name => `CAST(${name} AS VARCHAR)`).join(', ')} FROM charges ORDER BY row`,
    );
    return rows.map(row =>
      row.map(cell => (typeof cell === 'string' && /^-?\d+\.\d+$/.test(cell) ? plainDecimal(cell) : cell)),
    );
  });
}

const covered = line('SavingsPlanCoveredUsage', '3', {
  ...plan,
  savings_plan_savings_plan_effective_cost: '2',
  pricing_public_on_demand_cost: '3.5',
});
const negation = line('SavingsPlanNegation', '-3', plan);

describe('billed, effective, list and contracted cost by line item type', () => {
  test.each([
    ['Usage', line('Usage', '5', { pricing_public_on_demand_cost: '6' }), ['5', '5', '6', '5']],
    ['Usage without a public price (spot, marketplace)', line('Usage', '5'), ['5', '5', '5', '5']],
    [
      'Usage with a public price of 0 and a cost',
      line('Usage', '5', { pricing_public_on_demand_cost: '0.0' }),
      ['5', '5', '5', '5'],
    ],
    [
      'Usage in the free tier',
      line('Usage', '0', { pricing_public_on_demand_cost: '1.5' }),
      ['0', '0', '1.5', '0'],
    ],
    [
      'Usage with the zeros and ids that AWS writes on every line',
      line('Usage', '5', {
        reservation_effective_cost: '0.0',
        savings_plan_savings_plan_effective_cost: '0.0',
        reservation_subscription_id: '77',
      }),
      ['5', '5', '5', '5'],
    ],
    [
      'DiscountedUsage',
      line('DiscountedUsage', '0', {
        ...reservation,
        reservation_effective_cost: '0.7',
        pricing_public_on_demand_cost: '1',
      }),
      ['0', '0.7', '1', '1'],
    ],
    [
      'RIFee',
      line('RIFee', '50', {
        ...reservation,
        reservation_unused_amortized_upfront_fee_for_billing_period: '3',
        reservation_unused_recurring_fee: '4',
      }),
      ['50', '7', '50', '50'],
    ],
    ['Fee of a reservation', line('Fee', '900', reservation), ['900', '0', '900', '900']],
    ['Fee otherwise', line('Fee', '100'), ['100', '100', '100', '100']],
    [
      'SavingsPlanRecurringFee',
      line('SavingsPlanRecurringFee', '10', {
        ...plan,
        savings_plan_total_commitment_to_date: '10',
        savings_plan_used_commitment: '8.5',
      }),
      ['10', '1.5', '10', '10'],
    ],
    ['SavingsPlanUpfrontFee', line('SavingsPlanUpfrontFee', '1000', plan), ['1000', '0', '1000', '1000']],
    ['Tax', line('Tax', '2'), ['2', '2', '2', '2']],
    ['Credit', line('Credit', '-2'), ['-2', '-2', '-2', '-2']],
    ['Refund', line('Refund', '-2'), ['-2', '-2', '-2', '-2']],
    ['EdpDiscount', line('EdpDiscount', '-1'), ['-1', '-1', '0', '-1']],
    ['a type of tomorrow', line('QuantumUsage', '4'), ['4', '4', '4', '4']],
  ])('%s', async (_name, record, costs) => {
    expect(await columns([record], ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'])).toEqual([
      costs,
    ]);
  });

  test('covered usage and its negation cancel: nothing is billed, the effective cost stays with the usage', async () => {
    expect(
      await columns([covered, negation], ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost']),
    ).toEqual([
      ['0', '2', '3.5', '3'],
      ['0', '0', '0', '0'],
    ]);
  });
});

describe('category, class, frequency and pricing category by line item type', () => {
  test.each([
    [line('Usage', '1'), ['Usage', null, 'Usage-Based', 'Standard', null]],
    [
      line('Usage', '1', { line_item_usage_type: 'EUC1-SpotUsage:m5.large' }),
      ['Usage', null, 'Usage-Based', 'Dynamic', null],
    ],
    [line('Usage', '1', { pricing_term: 'Spot' }), ['Usage', null, 'Usage-Based', 'Dynamic', null]],
    [
      line('DiscountedUsage', '0', { ...reservation, reservation_effective_cost: '1' }),
      ['Usage', null, 'Usage-Based', 'Committed', 'Used'],
    ],
    [line('RIFee', '1', reservation), ['Purchase', null, 'Recurring', 'Standard', 'Unused']],
    [line('Fee', '1', reservation), ['Purchase', null, 'One-Time', 'Standard', null]],
    [line('SavingsPlanRecurringFee', '1', plan), ['Purchase', null, 'Recurring', 'Standard', 'Unused']],
    [line('SavingsPlanUpfrontFee', '1', plan), ['Purchase', null, 'One-Time', 'Standard', null]],
    [line('Tax', '1'), ['Tax', null, 'Recurring', null, null]],
    [line('Credit', '-1'), ['Credit', null, 'Usage-Based', null, null]],
    [
      line('Credit', '-1', {
        line_item_usage_start_date: '2025-08-01T00:00:00Z',
        line_item_usage_end_date: '2025-09-01T00:00:00Z',
      }),
      ['Credit', 'Correction', 'Usage-Based', null, null],
    ],
    [line('Refund', '-1'), ['Usage', 'Correction', 'Usage-Based', 'Standard', null]],
    [line('PrivateRateDiscount', '-1'), ['Usage', null, 'Usage-Based', 'Standard', null]],
  ])('%j', async (record, kinds) => {
    const names = [
      'ChargeCategory',
      'ChargeClass',
      'ChargeFrequency',
      'PricingCategory',
      'CommitmentDiscountStatus',
    ];

    expect(await columns([record], names)).toEqual([kinds]);
  });
});

describe('savings plans that do not cancel', () => {
  test('keep their unblended amounts, so that the sum stays the invoice, and are a finding', async () => {
    await atDesk(async desk => {
      const half = line('SavingsPlanNegation', '-2.5', plan);

      const result = await desk.import(desk.file('bill.csv', curFile([covered, half])));

      expect(result.totals).toMatchObject([{ billedCost: '0.5', effectiveCost: '2' }]);
      expect(result.findings).toMatchObject([{ code: 'savings-plan-unbalanced', severity: 'warning' }]);
      expect(result.findings[0]?.message).toContain('0.5 is left');
    });
  });

  test('spoil only their own bill: another month still cancels', async () => {
    await atDesk(async desk => {
      const august = { bill_billing_period_start_date: '2025-08-01T00:00:00.000Z' };
      const lines = [
        covered,
        { ...negation, line_item_unblended_cost: '-1' },
        { ...covered, ...august },
        { ...negation, ...august },
      ];

      await desk.import(desk.file('bill.csv', curFile(lines)));

      const billed = await desk.query(
        'SELECT CAST(CAST(BilledCost AS INTEGER) AS VARCHAR) FROM charges ORDER BY row',
      );
      expect(billed.flat()).toEqual(['3', '-1', '0', '0']);
    });
  });

  test('cancel over all files of an import', async () => {
    await atDesk(async desk => {
      const { totals, findings } = await desk.import(
        desk.file('part-1.csv', curFile([covered])),
        desk.file('part-2.csv', curFile([negation])),
      );

      expect(totals).toMatchObject([{ billedCost: '0', effectiveCost: '2' }]);
      expect(findings).toEqual([]);
    });
  });
});

describe('discounts in net columns', () => {
  const net = (value: string): Record_ => ({ line_item_net_unblended_cost: value });
  const usage = { ...line('Usage', '100'), ...net('90') };
  const discount = line('EdpDiscount', '-10');

  test('replace unblended cost, and discount lines cost nothing', async () => {
    expect(await columns([usage, discount, line('Tax', '5')], ['BilledCost', 'EffectiveCost'])).toEqual([
      ['90', '90'],
      ['0', '0'],
      ['5', '5'],
    ]);
  });

  test('that do not add up to the invoice are not used at all, never half', async () => {
    await atDesk(async desk => {
      const path = desk.file('bill.csv', curFile([usage, line('EdpDiscount', '-7')]));

      const { totals, findings } = await desk.import(path);

      expect(totals).toMatchObject([{ billedCost: '93' }]);
      expect(findings).toMatchObject([{ code: 'net-cost-differs' }]);
    });
  });

  test('that exist and are empty change nothing', async () => {
    expect(await columns([{ ...line('Usage', '100'), ...net('') }, discount], ['BilledCost'])).toEqual([
      ['100'],
      ['-10'],
    ]);
  });

  test('that are first filled far down the file are found all the same', async () => {
    await atDesk(async desk => {
      const many = Array.from({ length: 12_000 }, () => ({ ...line('Tax', '0'), ...net('') }));

      const { totals } = await desk.import(desk.file('bill.csv', curFile([...many, usage, discount])));

      expect(totals).toMatchObject([{ billedCost: '90' }]);
    });
  });

  test('use the net figures of commitments', async () => {
    const lines = [
      line('DiscountedUsage', '0', {
        ...reservation,
        ...net('0'),
        reservation_effective_cost: '10',
        reservation_net_effective_cost: '9',
      }),
      line('RIFee', '20', {
        ...reservation,
        ...net('18'),
        reservation_unused_recurring_fee: '2',
        reservation_net_unused_recurring_fee: '1.8',
        reservation_unused_amortized_upfront_fee_for_billing_period: '1',
        reservation_net_unused_amortized_upfront_fee_for_billing_period: '0.9',
      }),
      { ...covered, ...net('2.7'), savings_plan_net_savings_plan_effective_cost: '1.8' },
      { ...negation, ...net('-2.7') },
      line('EdpDiscount', '-2'),
    ];

    expect(await columns(lines, ['BilledCost', 'EffectiveCost'])).toEqual([
      ['0', '9'],
      ['18', '2.7'],
      ['0', '1.8'],
      ['0', '0'],
      ['0', '0'],
    ]);
  });
});

describe('quantities', () => {
  test.each([
    ['Usage', ['2', '2']],
    ['SavingsPlanNegation', [null, null]],
    ['RIFee', ['2', null]],
    ['Tax', ['2', null]],
  ])('of %s: priced and consumed', async (type, quantities) => {
    expect(
      await columns(
        [line(type, '0', { line_item_usage_amount: '2' })],
        ['PricingQuantity', 'ConsumedQuantity'],
      ),
    ).toEqual([quantities]);
  });

  test('under a commitment: normalised units of a reservation, currency of a savings plan', async () => {
    const lines = [
      line('DiscountedUsage', '0', {
        ...reservation,
        line_item_usage_amount: '1',
        line_item_normalized_usage_amount: '4',
        reservation_effective_cost: '1',
      }),
      covered,
      negation,
    ];

    expect(await columns(lines, ['CommitmentDiscountQuantity', 'CommitmentDiscountUnit'])).toEqual([
      ['4', 'Normalized Hours'],
      ['2', 'USD'],
      [null, null],
    ]);
  });
});

test('an amount that the report should hold and does not is a finding, and counts as 0', async () => {
  await atDesk(async desk => {
    const { findings, totals } = await desk.import(
      desk.file('bill.csv', curFile([line('DiscountedUsage', '0', reservation)])),
    );

    expect(totals).toMatchObject([{ effectiveCost: '0' }]);
    expect(findings).toMatchObject([{ code: 'missing-amount', source: { row: 2 } }]);
  });
});

describe('tags and names', () => {
  const tagged = {
    product: '{"product_name":"Amazon Elastic Compute Cloud","region":"eu-west-1"}',
    resource_tags: '{"user_team":"a \\"b\\", \\"user_x","user_name":"web-1","aws_created_by":"root"}',
    line_item_availability_zone: 'eu-west-1',
  };

  test('of CUR 2.0 come out of its maps; keys lose the mark of a person', async () => {
    const [row = []] = await columns(
      [tagged],
      ['ServiceName', 'RegionId', 'AvailabilityZone', 'ResourceName', 'Tags'],
    );

    expect(row.slice(0, 4)).toEqual(['Amazon Elastic Compute Cloud', 'eu-west-1', null, 'web-1']);
    expect(JSON.parse(String(row[4]))).toEqual({
      team: 'a "b", "user_x',
      name: 'web-1',
      aws_created_by: 'root',
    });
  });

  test('with spaces between them are read too', async () => {
    const [[tags] = []] = await columns([{ resource_tags: '{"user_a": "1", "user_b": "user_2"}' }], ['Tags']);

    expect(JSON.parse(String(tags))).toEqual({ a: '1', b: 'user_2' });
  });

  test('of CUR legacy are columns', async () => {
    await atDesk(async desk => {
      const header = [
        'identity/LineItemId',
        'lineItem/UnblendedCost',
        'lineItem/LineItemType',
        'lineItem/ProductCode',
        'resourceTags/user:Name',
        'resourceTags/user:team',
        'resourceTags/aws:createdBy',
        'costCategory/unit',
      ];
      const records = [
        ['1', '1', 'Usage', 'AmazonEC2', 'web-1', 'say "hi"', '', 'shop'],
        ['2', '1', 'Usage', 'AmazonEC2', '', '', '', ''],
      ];

      await desk.import(desk.file('bill.csv', csv(header, records)));

      const rows = await desk.query(
        'SELECT ServiceName, ResourceName, Tags, x_CostCategories FROM charges ORDER BY row',
      );
      expect(rows).toEqual([
        ['AmazonEC2', 'web-1', '{"Name":"web-1","team":"say \\"hi\\""}', '{"unit":"shop"}'],
        ['AmazonEC2', null, null, null],
      ]);
    });
  });
});
