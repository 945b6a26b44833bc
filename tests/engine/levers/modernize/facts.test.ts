/** Published facts that break flat percentages: what moves between generations, processors, engines and types cost by the hour. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { database } from '../../estates.ts';
import { answerFor, BOOK, reasonOf } from './real-book.ts';

const REGION = 'us-east-1';
const linux = (name: string) => BOOK.instancePrice(name, REGION, 'linux')?.price ?? Number.NaN;
const change = (from: number, to: number) => (to / from - 1) * 100;

describe('instances: new over old price by the hour, %', () => {
  test.each([
    ['m5', 'm6g', -19.8],
    ['m5', 'm7g', -15],
    ['m5', 'm8g', -6.5],
    ['m7i', 'm8g', -10.95],
    ['c7i', 'c7g', -18.77],
    ['t3', 't4g', -19.2],
    ['m6g', 'm7g', 6],
    ['m7g', 'm8g', 10],
    ['m5', 'm6i', 0],
    ['m5', 'm6a', -10],
    ['m5', 'm7i', 5],
    ['m5', 'm7a', 20.75],
    ['g4dn', 'g5', 91.25],
    ['g5', 'g6', -20],
  ])('%s -> %s: %f', (from, to, percent) => {
    const size = 'xlarge';
    expect(change(linux(`${from}.${size}`), linux(`${to}.${size}`))).toBeCloseTo(percent, 0);
  });
});

test('the moves of the book agree with its prices: every instance move of us-east-1', () => {
  const file = new URL('../../../../src/prices/data/architecture-moves.json', import.meta.url);
  const { columns, rows } = JSON.parse(readFileSync(file, 'utf8')) as {
    columns: readonly string[];
    rows: readonly (readonly (string | number | null)[])[];
  };
  const at = (row: (typeof rows)[number], column: string) => row[columns.indexOf(column)];
  const moves = rows.filter(row => at(row, 'service') === 'ec2' && at(row, 'region') === REGION);
  expect(moves.length).toBeGreaterThan(50);
  for (const row of moves) {
    expect(linux(String(at(row, 'from'))), String(at(row, 'from'))).toBe(at(row, 'fromPrice'));
    expect(linux(String(at(row, 'to'))), String(at(row, 'to'))).toBe(at(row, 'toPrice'));
  }
});

describe('databases and nodes', () => {
  test('RDS gp2 and gp3 cost the same, and no lever moves a database from one to the other', () => {
    const price = (type: string, copies: string) =>
      BOOK.unitPrice('rds_storage', type, `storage_${copies}`, REGION)?.price;
    expect(price('gp2', 'single_az')).toBe(0.115);
    expect(price('gp3', 'single_az')).toBe(0.115);
    expect(price('gp3', 'multi_az')).toBe(price('gp2', 'multi_az'));
    const onGp2 = database('d', { storage: [{ type: 'gp2', gibMonths: 1000 }] });
    expect(reasonOf(answerFor('ebs-gp2-to-gp3', [onGp2]))).toBe('acts on a volume');
  });

  test.each([
    ['mysql', -11.1],
    ['postgresql', -10.7],
  ])('RDS m5 -> m6g of %s: %f %%', (engine, percent) => {
    const price = (name: string) => BOOK.databasePrice(name, engine, REGION, false)?.price ?? Number.NaN;
    expect(change(price('db.m5.large'), price('db.m6g.large'))).toBeCloseTo(percent, 1);
  });

  const cache = (nodeClass: string, engine: string) =>
    BOOK.nodePrice({ service: 'elasticache', nodeClass, engine, deployment: 'single-az', region: REGION })
      ?.price ?? Number.NaN;

  test('ElastiCache m5 -> m6g saves 4.5 %, r6g -> r7g costs 6.3 % more', () => {
    expect(change(cache('cache.m5.large', 'redis'), cache('cache.m6g.large', 'redis'))).toBeCloseTo(-4.5, 1);
    expect(change(cache('cache.r6g.large', 'redis'), cache('cache.r7g.large', 'redis'))).toBeCloseTo(6.3, 1);
  });

  test.each(['cache.m5.large', 'cache.r6g.2xlarge', 'cache.t4g.small', 'cache.r7g.16xlarge'])(
    'Valkey on %s costs 80 %% of Redis',
    name => {
      expect(cache(name, 'valkey') / cache(name, 'redis')).toBeCloseTo(0.8, 3);
    },
  );
});

test('Lambda on arm64 costs a fifth less for a GB-second and the same for a request; Fargate 20.0 and 19.9 % less', () => {
  const price = (service: string, item: string, component: string) =>
    BOOK.unitPrice(service, item, component, REGION)?.price ?? Number.NaN;
  expect(
    change(price('lambda', 'x86', 'duration_first_6b'), price('lambda', 'arm64', 'duration_first_7.5b')),
  ).toBeCloseTo(-20, 2);
  expect(price('lambda', 'arm64', 'requests')).toBe(price('lambda', 'x86', 'requests'));
  expect(change(price('fargate', 'x86_linux', 'vcpu'), price('fargate', 'arm64_linux', 'vcpu'))).toBeCloseTo(
    -20,
    1,
  );
  expect(
    change(price('fargate', 'x86_linux', 'memory'), price('fargate', 'arm64_linux', 'memory')),
  ).toBeCloseTo(-19.9, 1);
});
