/** `trimtab bill drivers` over imported CUR 2.0 bills: two whole months, a month that is cut, two currencies. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeMetrics } from '../../src/metrics/metrics-store.ts';
import { type BillDriversReport, billDriversSchema } from '../../src/report/contract.ts';
import { runForCode } from '../bill/command-line.ts';
import { atDesk, curFile, type Desk } from '../bill/workspace.ts';
import { utilization } from '../engine/estates.ts';

type Cells = Readonly<Record<string, string>>;

/** A resource that runs every day of a month at a price an hour. */
type Machine = {
  readonly id: string;
  readonly hours: number;
  readonly price: number;
  readonly cells?: Cells;
};

const nextMonth = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString();

/** A CUR 2.0 bill of a month: one line a day and machine up to a day, and the lines given as they are. */
function monthBill(
  month: string,
  lastDay: number,
  machines: readonly Machine[],
  more: readonly Cells[] = [],
) {
  const period = {
    bill_billing_period_start_date: `${month}-01T00:00:00.000Z`,
    bill_billing_period_end_date: nextMonth(month),
  };
  const days = machines.flatMap(({ id, hours, price, cells }) =>
    Array.from({ length: lastDay }, (_, index) => {
      const start = Date.parse(period.bill_billing_period_start_date) + index * 86_400_000;
      return {
        ...period,
        line_item_usage_start_date: new Date(start).toISOString(),
        line_item_usage_end_date: new Date(start + 86_400_000).toISOString(),
        line_item_resource_id: id,
        line_item_usage_type: 'BoxUsage:m5.large',
        line_item_operation: 'RunInstances',
        line_item_usage_amount: String(hours),
        line_item_unblended_cost: String(Math.round(hours * price * 1000) / 1000),
        pricing_unit: 'Hrs',
        ...cells,
      };
    }),
  );
  const whole = {
    line_item_usage_start_date: period.bill_billing_period_start_date,
    line_item_usage_end_date: period.bill_billing_period_end_date,
  };
  return curFile([...days, ...more.map(cells => ({ ...period, ...whole, ...cells }))]);
}

const TAX = (cost: string): Cells => ({
  line_item_line_item_type: 'Tax',
  line_item_unblended_cost: cost,
  line_item_usage_amount: '1',
});

/** August to October: a machine that stays, one that goes, one that comes; October has ten days. */
async function withMonths<T>(run: (desk: Desk) => Promise<T>): Promise<T> {
  const web = { id: 'i-web', hours: 24, price: 0.1 };
  return atDesk(async desk => {
    await desk.import(
      desk.file(
        'august.csv',
        monthBill('2025-08', 31, [web, { id: 'i-old', hours: 10, price: 0.2 }], [TAX('9')]),
      ),
      desk.file(
        'september.csv',
        monthBill('2025-09', 30, [web, { id: 'i-new', hours: 24, price: 0.5 }], [TAX('10')]),
      ),
      desk.file('october.csv', monthBill('2025-10', 10, [web, { id: 'i-new', hours: 12, price: 0.5 }])),
    );
    return run(desk);
  });
}

async function run(desk: Desk, ...args: readonly string[]): Promise<string> {
  const { out, code } = await runForCode(
    desk.folder,
    'bill',
    'drivers',
    '--workspace',
    desk.workspace,
    ...args,
  );
  expect(code).toBe(0);
  return out;
}

async function json(desk: Desk, ...args: readonly string[]): Promise<BillDriversReport> {
  return billDriversSchema.parse(JSON.parse(await run(desk, ...args, '--json')));
}

describe('two whole months', () => {
  test('are the latest two, taken apart and adding up', async () => {
    await withMonths(async desk => {
      const report = await json(desk, '--by', 'service');

      expect([report.from, report.to, report.basis, report.currency]).toEqual([
        '2025-08',
        '2025-09',
        'month',
        'USD',
      ]);
      expect(report.groups).toHaveLength(1);
      expect(report.total).toEqual({
        from: '145.4',
        to: '442',
        change: '296.6',
        changePerDay: '10.043010753',
        parts: {
          newResources: '360',
          goneResources: '-62',
          usage: '0',
          price: '0',
          commitments: '0',
          calendar: '-2.4',
          other: '1',
        },
        increase: { total: '360', growth: '0', waste: '0', unknown: '360' },
        decrease: '-62',
        resources: { new: 1, gone: 1, continuing: 1 },
      });
      expect(report.months.map(({ month, state, coveredDays }) => [month, state, coveredDays])).toEqual([
        ['2025-08', 'whole', 31],
        ['2025-09', 'whole', 30],
        ['2025-10', 'partial', 10],
      ]);
      expect(report.findings).toEqual([]);
    });
  });

  test('say growth and waste by the metrics of the workspace', async () => {
    await withMonths(async desk => {
      const idle = utilization({ cpu: { p95: 0.01 }, observedDays: 30 });
      writeMetrics(desk.workspace, new Map([['i-new', idle]]));
      const report = await json(desk);

      expect(report.total.increase).toEqual({ total: '360', growth: '0', waste: '360', unknown: '0' });
      expect(report.wasteCandidates).toEqual([
        { resourceId: 'i-new', increase: '360', why: 'CPU p95 is 1.0 % over 30 days' },
      ]);
    });
  });

  test('are grouped by workload with the rules of a file', async () => {
    await withMonths(async desk => {
      const file = join(desk.folder, 'rules.yaml');
      writeFileSync(
        file,
        'schema: trimtab/workloads/1\nworkloads:\n  - name: shop\n    match: [{ resourceId: i-new }]\n',
      );
      const { groups } = await json(desk, '--by', 'workload', '--workloads', file);

      expect(groups.map(({ key, change }) => [key.workload, change])).toEqual([
        ['shop', '360'],
        ['unallocated', '-63.4'],
      ]);
    });
  });

  test('as text: a sentence, what rose, what fell, totals', async () => {
    await withMonths(async desk => {
      const text = await run(desk, '--by', 'service');
      const lines = text.split('\n').map(line => line.replaceAll(/ {2,}/g, '  '));

      expect(text.replaceAll('\n', ' ')).toContain(
        'The bill rose by $296.60 (+204.0 %) from 2025-08 to 2025-09, +$10.04 a day: new resources +$360.00 and other +$1.00, against gone resources -$62.00 and calendar -$2.40. Of $360.00 for more use, $0.00 is growth, $0.00 is waste and $360.00 is not known, as far as metrics tell.',
      );
      expect(lines).toContain('AmazonEC2  new resources  +$360.00');
      expect(lines).toContain('AmazonEC2  gone resources  -$62.00');
      expect(lines).toContain('  new resources  +$360.00  1 resource');
      expect(lines).toContain('Change  +$296.60  (+204.0 %)');
    });
  });
});

describe('a month that is not whole', () => {
  test('is refused by name, with what is known of it', async () => {
    await withMonths(async desk => {
      await expect(run(desk, '--to', '2025-10')).rejects.toMatchObject({
        code: 'partial-month',
        exitCode: 3,
        message:
          '2025-10 is not a whole month: usage on 10 of 31 days (the first is 2025-10-01, the last 2025-10-10).',
      });
    });
  });

  test('is compared by the day when that is allowed, without what is not billed by the day', async () => {
    await withMonths(async desk => {
      const report = await json(desk, '--allow-partial');

      expect([report.from, report.to, report.basis]).toEqual(['2025-09', '2025-10', 'day']);
      expect([report.total.from, report.total.to]).toEqual(['14.4', '8.4']);
      expect(report.total.parts).toMatchObject({ usage: '-6', calendar: '0', newResources: '0', other: '0' });
      expect(report.leftOut).toEqual([
        { month: '2025-09', currency: 'USD', what: 'Tax: not billed by the day', effectiveCost: '10' },
      ]);
      expect(report.findings.map(({ code }) => code)).toEqual(['partial-month']);
      const text = await run(desk, '--allow-partial');
      expect(text).toContain('A day of usage fell by $6.00 (-41.7 %) from 2025-09 to 2025-10');
      expect(text).toContain('Left out of 2025-09: $10.00, Tax: not billed by the day.');
    });
  });
});

test('one month alone cannot be compared', async () => {
  await atDesk(async desk => {
    await desk.import(desk.file('one.csv', monthBill('2025-09', 30, [{ id: 'i-1', hours: 1, price: 1 }])));

    await expect(run(desk)).rejects.toMatchObject({ code: 'too-few-months', exitCode: 3 });
  });
});

test('another currency is left out and said, and can be chosen', async () => {
  await atDesk(async desk => {
    const euro = { line_item_currency_code: 'EUR' };
    const machines = [
      { id: 'i-1', hours: 24, price: 0.1 },
      { id: 'i-2', hours: 24, price: 1 },
      { id: 'i-3', hours: 24, price: 2, cells: euro },
    ];
    await desk.import(
      desk.file('a.csv', monthBill('2025-08', 31, machines)),
      desk.file('b.csv', monthBill('2025-09', 30, machines)),
    );

    expect((await json(desk)).leftOut).toEqual([
      { month: '2025-08', currency: 'EUR', what: 'another currency', effectiveCost: '1488' },
      { month: '2025-09', currency: 'EUR', what: 'another currency', effectiveCost: '1440' },
    ]);
    expect((await json(desk, '--currency', 'EUR')).total.parts.calendar).toBe('-48');
  });
});

test('a billing account with a bill of one month only is warned about', async () => {
  await atDesk(async desk => {
    const machine = { id: 'i-1', hours: 24, price: 0.1 };
    const second = { ...machine, id: 'i-9', cells: { bill_payer_account_id: '99' } };
    await desk.import(
      desk.file('a.csv', monthBill('2025-08', 31, [machine, second])),
      desk.file('b.csv', monthBill('2025-09', 30, [machine])),
    );

    expect((await json(desk)).findings.map(({ code, message }) => [code, message])).toEqual([
      [
        'billing-account-in-one-month',
        'The billing account AWS 99 has charges in 2025-08 (74.4) and none in 2025-09.',
      ],
    ]);
  });
});

describe('wrong words', () => {
  test.each([
    [['--by', 'colour'], '"colour" is nothing that changes are grouped by.'],
    [['--by', ','], '--by needs at least one word.'],
    [['--from', 'August'], '--from must be a month such as 2025-09, not "August".'],
    [['--to', '2025-13'], '--to must be a month such as 2025-09, not "2025-13".'],
  ])('%j', async (args, message) => {
    await atDesk(async desk => {
      await expect(run(desk, ...args)).rejects.toMatchObject({ code: 'usage', message });
    });
  });
});
