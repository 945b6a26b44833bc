/** Hourly usage CSV: columns, hours, pools, and what is refused by row and column. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NUMBER_COLUMNS, POOL_COLUMNS } from '../../src/portfolio/usage-columns.ts';
import { placesOf, readText, START_MS, usageOf } from './files.ts';

const HEAD = 'hour,service,type,region,quantity,on_demand_rate';
const EC2 = 'ec2,m5.large,us-east-1';

describe('a usage file', () => {
  test('has columns in any order and case, and one row for a pool and hour', async () => {
    const usage = await usageOf(
      'QUANTITY;Region;TYPE;hour;On_Demand_Rate;Service\n2;us-east-1;m5.large;2026-09-01T01:00:00Z;0.1;EC2\n3;us-east-1;m5.large;2026-09-01T00:00:00Z;0.1;EC2\n',
    );

    expect(usage.hours).toBe(2);
    expect(usage.period).toEqual({ startMs: Date.UTC(2026, 8, 1), endMs: Date.UTC(2026, 8, 1, 2) });
    expect(usage.pools.map(({ id, quantities }) => [id, [...quantities]])).toEqual([
      ['EC2/m5.large/us-east-1', [3, 2]],
    ]);
    expect(usage.pools[0]?.shape).toMatchObject({
      kind: 'aws-instance',
      operatingSystem: 'linux',
      tenancy: 'shared',
    });
  });

  test('counts hours from 0, and `hours` repeats a row', async () => {
    const usage = await usageOf(`hour,hours,service,type,region,quantity\n2,3,${EC2},5\n`);

    expect(usage.isIndexed).toBe(true);
    expect(usage.period.startMs).toBe(START_MS);
    expect([...(usage.pools[0]?.quantities ?? [])]).toEqual([0, 0, 5, 5, 5]);
  });

  test('offsets name the same hour in another zone', async () => {
    const usage = await usageOf(
      `${HEAD}\n2026-09-01T02:00:00+02:00,${EC2},1,0.1\n2026-09-01T01:00Z,${EC2},1,0.1\n`,
    );

    expect(usage.period.startMs).toBe(Date.UTC(2026, 8, 1));
    expect(usage.hours).toBe(2);
  });

  test('says which hours have no row, which pools have gaps, and what is given twice', async () => {
    const read = await readText(
      `hour,id,${HEAD.slice(5)}\n0,a,${EC2},1,0.1\n0,a,${EC2},2,0.1\n3,a,${EC2},1,0.1\n3,b,${EC2},1,0.1\n`,
    );

    expect(read.usage?.pools.map(({ id, quantities }) => [id, [...quantities]])).toEqual([
      ['a', [3, 0, 0, 1]],
      ['b', [0, 0, 0, 1]],
    ]);
    expect(read.findings.map(({ code, message }) => [code, message])).toEqual([
      ['usage-hours-missing', '2 hours of 4 have no row at all: they count as no usage'],
      ['usage-gaps', '1 pool of 2 has no row in some hours, which count as 0 (`b` has 1 of 4)'],
      ['usage-repeated', '1 hour of the pool `a` is given more than once: the quantities add up'],
    ]);
  });

  test('reads quotes with separators and line ends, a byte order mark and CRLF', async () => {
    const usage = await usageOf(
      `\ufeffhour,workload,service,type,region,quantity\r\n0,"shop, ""web""\nand more",${EC2},1\r\n`,
    );

    expect(usage.pools[0]?.workload).toBe('shop, "web"\nand more');
  });

  test('may give the price of a pool in any of its rows', async () => {
    const usage = await usageOf(`${HEAD}\n0,${EC2},1,\n1,${EC2},1,0.1\n2,${EC2},1,\n`);

    expect(usage.pools[0]?.numbers.on_demand_rate).toBe(0.1);
  });

  test('adds up to the same whatever the order of its rows', async () => {
    const row = fc.record({
      hour: fc.integer({ min: 0, max: 60 }),
      type: fc.constantFrom('m5.large', 'c5.large', 'r5.large'),
      quantity: fc.integer({ min: 0, max: 9 }),
    });
    const text = (rows: readonly { hour: number; type: string; quantity: number }[]) =>
      `hour,service,type,region,quantity\n${rows.map(({ hour, type, quantity }) => `${hour},ec2,${type},us-east-1,${quantity}`).join('\n')}\n`;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async rows => {
        const usage = await usageOf(text(rows));
        const turned = await usageOf(text([...rows].reverse()));
        const sums = (file: typeof usage) => file.pools.map(({ id, quantities }) => [id, [...quantities]]);
        expect(sums(turned)).toEqual(sums(usage));
        const total = usage.pools.reduce(
          (sum, { quantities }) => sum + quantities.reduce((a, b) => a + b, 0),
          0,
        );
        expect(total).toBe(rows.reduce((sum, { quantity }) => sum + quantity, 0));
      }),
      { numRuns: 40 },
    );
  });
});

describe('what a row means', () => {
  test.each([
    [
      'service,type,engine',
      'rds,db.r6g.large,postgresql',
      { kind: 'aws-node', service: 'rds', engine: 'postgresql', deployment: 'single-az' },
    ],
    ['service,type,engine', 'rds,db.r6g.large,aurora-mysql', { kind: 'aws-node', service: 'aurora' }],
    [
      'service,type',
      'elasticache,cache.r6g.large',
      { kind: 'aws-node', service: 'elasticache', engine: null },
    ],
    ['service,unit', 'fargate,vcpu-hour', { kind: 'aws-metered', service: 'AWSFargate' }],
    [
      'service,type',
      'sagemaker,ml.m5.large',
      { kind: 'aws-metered', service: 'AmazonSageMaker', item: 'ml.m5.large' },
    ],
    ['service,type,purchase', 'ec2,m5.large,spot', { kind: 'not-eligible', item: 'spot m5.large' }],
    ['service,type', 'ebs,gp3', { kind: 'not-eligible', item: 'ebs gp3' }],
    [
      'type,os,tenancy',
      'm5.large,Windows,dedicated',
      { kind: 'aws-instance', operatingSystem: 'windows', tenancy: 'dedicated' },
    ],
    [
      'provider,type,resource',
      'gcp,n2-standard-8,vcpu',
      { kind: 'gcp-resource', series: 'n2', product: 'compute', resource: 'vcpu' },
    ],
    [
      'provider,service,sku',
      'gcp,cloud-sql,postgres-core',
      { kind: 'gcp-metered', product: 'cloud-sql', sku: 'postgres-core' },
    ],
    ['provider,type', 'azure,Standard_D4s_v5', { kind: 'azure-vm', size: 'Standard_D4s_v5' }],
    [
      'provider,service,sku,units_per_quantity',
      'azure,databricks,jobs,0.15',
      { kind: 'azure-metered', product: 'databricks', unitsPerQuantity: 0.15 },
    ],
    [
      'provider,service,licence',
      'azure,licence,windows-server',
      { kind: 'licence', licence: 'windows-server' },
    ],
  ])('%s = %s', async (columns, cells, shape) => {
    const usage = await usageOf(`hour,quantity,region,${columns}\n0,1,us-east-1,${cells}\n`);

    expect(usage.pools[0]?.shape).toMatchObject(shape);
  });
});

describe('a row that is refused is named by row and column', () => {
  const cases: readonly [string, string, string][] = [
    ['NaN', `0,${EC2},NaN,0.1`, 'usage-not-a-number 2 quantity'],
    ['a negative quantity', `0,${EC2},-1,0.1`, 'usage-negative 2 quantity'],
    ['a huge quantity', `0,${EC2},1e308,0.1`, 'usage-out-of-range 2 quantity'],
    ['infinity', `0,${EC2},Infinity,0.1`, 'usage-not-a-number 2 quantity'],
    ['a hexadecimal number', `0,${EC2},0x10,0.1`, 'usage-not-a-number 2 quantity'],
    ['a formula', `0,${EC2},=1+1,0.1`, 'usage-not-a-number 2 quantity'],
    ['a decimal comma', `0,${EC2},"1,5",0.1`, 'usage-not-a-number 2 quantity'],
    ['no quantity', `0,${EC2},,0.1`, 'usage-no-quantity 2 quantity'],
    ['a price of 0', `0,${EC2},1,0`, 'usage-out-of-range 2 on_demand_rate'],
    ['a negative price', `0,${EC2},1,-0.1`, 'usage-negative 2 on_demand_rate'],
    ['no hour', `,${EC2},1,0.1`, 'usage-no-hour 2 hour'],
    ['a day that does not exist', `2026-02-30T00:00:00Z,${EC2},1,0.1`, 'usage-hour 2 hour'],
    ['half past', `2026-02-03T00:30:00Z,${EC2},1,0.1`, 'usage-hour 2 hour'],
    ['a time without a zone', `2026-02-03T00:00:00,${EC2},1,0.1`, 'usage-hour 2 hour'],
    ['a negative hour', `-1,${EC2},1,0.1`, 'usage-hour 2 hour'],
    ['an hour after three years', `26352,${EC2},1,0.1`, 'usage-hour 2 hour'],
    ['no type', '0,ec2,,us-east-1,1,0.1', 'usage-attribute 2 type'],
    ['a family as type', '0,ec2,m5,us-east-1,1,0.1', 'usage-attribute 2 type'],
    ['no Region', '0,ec2,m5.large,,1,0.1', 'usage-attribute 2 region'],
    ['more cells than columns', `0,${EC2},1,0.1,9`, 'csv-row-too-long 2 -'],
    [
      'another price in a later row',
      `0,${EC2},1,0.1\n1,${EC2},1,0.2`,
      'usage-rate-conflict 3 on_demand_rate',
    ],
    ['times and numbers', `0,${EC2},1,0.1\n2026-01-01T00:00:00Z,${EC2},1,0.1`, 'usage-hour 3 hour'],
    ['a quote that is never closed', `0,"${EC2},1,0.1\n`, 'csv-quote 2 -'],
  ];
  test.each(cases)('%s', async (_name, rows, place) => {
    const read = await readText(`${HEAD}\n${rows}\n`);

    expect(read.usage).toBeNull();
    expect(placesOf(read)).toContain(place);
  });

  test('an id whose rows differ', async () => {
    const read = await readText(`id,${HEAD}\na,0,${EC2},1,0.1\na,0,ec2,c5.large,us-east-1,1,0.1\n`);

    expect(placesOf(read)).toEqual(['usage-id-conflict 3 type']);
  });

  test('a word that is nearly known gets a guess', async () => {
    const read = await readText(
      `hour,quantity,provider,type,region,os\n0,1,aws,m5.large,us-east-1,windoze\n`,
    );

    expect(read.findings[0]).toMatchObject({ code: 'usage-attribute', hint: 'Did you mean `windows`?' });
  });

  test('usage over more than three years', async () => {
    const read = await readText(
      `${HEAD}\n2020-01-01T00:00:00Z,${EC2},1,0.1\n2024-01-01T00:00:00Z,${EC2},1,0.1\n`,
    );

    expect(placesOf(read)).toEqual(['usage-too-long 3 hour']);
  });
});

describe('a file that is no usage', () => {
  test.each([
    ['nothing', '', 'empty-file'],
    ['a header alone', `${HEAD}\n`, 'usage-empty'],
    ['other columns', 'date,cost\n1,2\n', 'csv-header'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x68, 0x00]), 'not-utf-8'],
    ['bytes', new Uint8Array([0x80, 0x81, 0x0a]), 'not-utf-8'],
  ])('%s', async (_name, text, code) => {
    const read = await readText(text);

    expect(read.usage).toBeNull();
    expect(read.findings.map(finding => finding.code)).toContain(code);
  });

  test('an unknown column is said, with a guess', async () => {
    const read = await readText(`hour,quantity,type,regoin,region\n0,1,m5.large,x,us-east-1\n`);

    expect(read.findings[0]).toMatchObject({
      code: 'csv-unknown-column',
      severity: 'warning',
      hint: 'Did you mean `region`?',
    });
  });

  test('hostile words stay words', async () => {
    const usage = await usageOf('hour,quantity,service,workload\n0,1,constructor,__proto__\n');

    expect(usage.pools[0]).toMatchObject({ workload: '__proto__', shape: { kind: 'not-eligible' } });
  });
});

test('the documentation names every column', () => {
  const text = readFileSync('docs/commitments.md', 'utf8');

  expect([...POOL_COLUMNS, ...NUMBER_COLUMNS].filter(column => !text.includes(`\`${column}\``))).toEqual([]);
});
