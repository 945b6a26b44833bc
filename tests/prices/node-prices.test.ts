/** What nodes cost on demand and reserved: the published prices, and the rule that extends the short list of RDS. */

import { describe, expect, test } from 'vitest';
import type { NodeReservationOffer } from '../../src/engine/price-book.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';

const book = openEmbeddedBook();

/** `elasticache cache.m6g.large redis 1 no-upfront` in a Region; `-` where the service has one engine. */
function offer(words: string, more: Partial<NodeReservationOffer> = {}): NodeReservationOffer {
  const [service, nodeClass, engine, years, payment] = words.split(' ');
  return {
    service,
    nodeClass,
    engine: engine === '-' ? null : engine,
    deployment: 'single-az',
    region: 'us-east-1',
    termYears: Number(years),
    payment,
    ...more,
  } as NodeReservationOffer;
}

const rate = (words: string, more: Partial<NodeReservationOffer> = {}) =>
  book.nodeReservationRate(offer(words, more));
const onDemand = (words: string, more: Partial<NodeReservationOffer> = {}) =>
  book.nodePrice(offer(`${words} 1 no-upfront`, more));

describe('on demand', () => {
  test.each([
    ['elasticache cache.m6g.large redis', 'us-east-1', 0.149],
    ['elasticache cache.m6g.large valkey', 'us-east-1', 0.1192],
    ['opensearch m6g.large.search -', 'us-east-1', 0.128],
    ['rds db.m6g.large mysql', 'us-east-1', 0.152],
    ['rds db.m6g.large postgresql', 'us-east-1', 0.159],
  ])('%s in %s costs %f', (words, region, price) => {
    expect(onDemand(words, { region })?.price).toBe(price);
  });

  test('a standby costs as much again', () => {
    const words = 'rds db.m6g.large mysql';
    expect(onDemand(words, { deployment: 'multi-az' })?.price).toBeCloseTo(0.304, 9);
  });

  test.each([
    ['an engine that the bill does not say', onDemand('elasticache cache.m6g.large -')],
    ['a Region without prices', onDemand('opensearch m6g.large.search -', { region: 'sa-east-1' })],
    ['a Multi-AZ cluster', onDemand('rds db.m6g.large mysql', { deployment: 'multi-az-cluster' })],
    ['Redshift', onDemand('redshift ra3.xlplus -')],
    ['a class that does not exist', onDemand('rds __proto__ mysql')],
  ])('%s is unknown', (_name, fact) => {
    expect(fact).toBeNull();
  });
});

describe('listed reservations', () => {
  test.each([
    ['elasticache cache.m6g.large redis 1 no-upfront', 0.102],
    ['elasticache cache.m6g.large redis 3 no-upfront', 0.077],
    ['elasticache cache.m6g.large valkey 1 no-upfront', 0.0816],
    ['elasticache cache.r7g.large redis 3 all-upfront', 0.09855],
    ['opensearch m6g.large.search - 1 no-upfront', 0.088],
    ['opensearch m6g.large.search - 1 all-upfront', 0.0832],
    ['opensearch m6g.large.search - 3 partial-upfront', 0.064],
    ['rds db.m6g.large mysql 1 no-upfront', 0.0973],
    ['rds db.m6g.large postgresql 1 partial-upfront', 0.097016],
    ['rds db.t3.large mysql 1 no-upfront', 0.0957],
  ])('%s costs %f', (words, price) => {
    expect(rate(words)).toMatchObject({ price, kind: 'measured', confidence: 'A', unit: 'hour' });
  });

  test('the discounts are those that the lists are known for', () => {
    const discount = (words: string, terms: string) =>
      1 - (rate(`${words} ${terms}`)?.price ?? Number.NaN) / (onDemand(words)?.price ?? Number.NaN);
    expect(discount('elasticache cache.m6g.large redis', '1 no-upfront')).toBeCloseTo(0.315, 3);
    expect(discount('elasticache cache.m6g.large redis', '3 no-upfront')).toBeCloseTo(0.483, 3);
    expect(discount('rds db.m6g.large mysql', '1 no-upfront')).toBeCloseTo(0.36, 3);
    expect(discount('rds db.m6g.large mysql', '3 partial-upfront')).toBeCloseTo(0.59, 3);
    expect(discount('rds db.t3.large mysql', '1 no-upfront')).toBeCloseTo(0.296, 3);
  });

  test('every node of the list is found under the name that the search gives it', () => {
    const facts = book
      .findPrices({ words: ['reserved'], region: 'eu-west-1' })
      .filter(({ service }) => service === 'elasticache' || service === 'opensearch');
    expect(facts.length).toBeGreaterThan(1000);
    for (const { service, item, price } of facts) {
      const [before = '', after = ''] = item.split(' reserved ');
      const [nodeClass, engine = '-'] = before.split(' ');
      const terms = after.replace('y ', ' ');
      expect(rate(`${service} ${nodeClass} ${engine} ${terms}`, { region: 'eu-west-1' })?.price, item).toBe(
        price,
      );
    }
  });
});

describe('RDS beyond the list', () => {
  test('another size costs its family’s share, and the listed xlarge agrees to 0.1 %', () => {
    const derived = (rate('rds db.m6g.large postgresql 1 no-upfront')?.price ?? 0) * 2;
    expect((rate('rds db.m6g.xlarge postgresql 1 no-upfront')?.price ?? 0) / derived).toBeCloseTo(1, 3);
    expect(rate('rds db.m6g.2xlarge postgresql 1 no-upfront')).toMatchObject({
      price: expect.closeTo((0.636 * 0.1018) / 0.159, 6),
      kind: 'derived',
      confidence: 'B',
    });
  });

  test.each([
    ['another engine without a licence', 'rds db.m6g.large mariadb 1 no-upfront', {}, 'B'],
    ['another Region', 'rds db.m6g.large mysql 1 no-upfront', { region: 'eu-west-1' }, 'C'],
  ])('%s is derived, and says from what', (_name, words, more, confidence) => {
    const fact = rate(words, more);
    expect(fact).toMatchObject({ kind: 'derived', confidence });
    expect(fact?.note).toMatch(/^on-demand price x 0\.64\d\d, as db\.m6g\.large \w+ in us-east-1$/);
  });

  test('a standby is reserved at twice the price (published for db.t3.large: 0.1914)', () => {
    const fact = rate('rds db.t3.large mysql 1 no-upfront', { deployment: 'multi-az' });
    expect(fact).toMatchObject({ price: expect.closeTo(0.1914, 6), kind: 'derived', confidence: 'A' });
  });

  test.each([
    [
      'three years without upfront payment, which RDS does not sell',
      'rds db.m6g.large mysql 3 no-upfront',
      {},
    ],
    ['a payment that the list does not have', 'rds db.t3.large mysql 1 all-upfront', {}],
    ['a family that the list does not have', 'rds db.r5.large mysql 1 no-upfront', {}],
    ['SQL Server, whose licence is in the price', 'rds db.m6g.large sqlserver-se 1 no-upfront', {}],
    ['Aurora', 'aurora db.r6g.large aurora-mysql 1 no-upfront', {}],
    ['a cluster', 'rds db.m6g.large mysql 1 no-upfront', { deployment: 'multi-az-cluster' }],
    ['one year all upfront of ElastiCache', 'elasticache cache.m6g.large redis 1 all-upfront', {}],
    ['a search node that is not reserved', 'opensearch t3.small.search - 1 no-upfront', {}],
    ['a Region without prices', 'rds db.m6g.large mysql 1 no-upfront', { region: 'xx-nowhere-9' }],
  ] as const)('%s is unknown', (_name, words, more) => {
    expect(rate(words, more)).toBeNull();
  });

  test('no reservation costs more than the hour on demand', () => {
    for (const size of ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge'])
      for (const engine of ['mysql', 'postgresql', 'mariadb']) {
        const words = `rds db.m6g.${size} ${engine}`;
        const price = onDemand(words)?.price ?? Number.NaN;
        expect(rate(`${words} 1 no-upfront`)?.price, words).toBeLessThan(price);
      }
  });
});
