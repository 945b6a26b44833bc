import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';

const book = openEmbeddedBook();

describe('findPrices', () => {
  test('every word must occur, anywhere in the provider, service, item or Region', () => {
    const found = book.findPrices({ words: ['gp3', 'storage'] }).map(fact => `${fact.service} ${fact.item}`);
    expect(found[0]).toBe('ebs gp3 storage');
    expect(found).toContain('rds_storage gp3 base_iops');
    expect(found).not.toContain('ebs gp3 iops_above_3000');
    expect(found.every(text => text.includes('gp3') && text.includes('storage'))).toBe(true);
  });

  test('exact matches come first, and the plainest price of a thing before the others', () => {
    const found = book.findPrices({ words: ['m5.large'], region: 'us-east-1' });
    expect(found.slice(0, 3).map(fact => fact.item)).toEqual([
      'm5.large linux',
      'm5.large windows',
      'm5.large linux spot typical',
    ]);
    // `db.m5.large` and `m5.large.search` hold the word without being it.
    const services = found.map(fact => fact.service);
    expect(services.indexOf('rds')).toBeGreaterThan(services.lastIndexOf('ec2'));
    expect(services).toContain('opensearch');
  });

  test('one word may hold several', () => {
    expect(book.findPrices({ words: ['gp3 storage'] })).toEqual(
      book.findPrices({ words: ['gp3', 'storage'] }),
    );
  });

  test('upper and lower case are the same', () => {
    expect(book.findPrices({ words: ['GP3', 'Storage'] })).toEqual(
      book.findPrices({ words: ['gp3', 'storage'] }),
    );
    expect(book.findPrices({ words: ['standard_d4s_v5'], region: 'EASTUS' })[0]?.item).toBe(
      'Standard_D4s_v5 linux',
    );
  });

  test.each([
    ['aws', 'ec2'],
    ['gcp', 'compute-engine'],
    ['azure', 'virtual-machines'],
  ])('words match the provider and the service too: %s %s', (provider, service) => {
    const found = book.findPrices({ words: [provider, service, 'linux'], limit: 10 });
    expect(found).toHaveLength(10);
    expect(found.every(fact => fact.provider === provider && fact.service === service)).toBe(true);
  });

  test.each([
    [{ provider: 'gcp' }, 'provider'],
    [{ service: 'ebs' }, 'service'],
    [{ region: 'eu-west-1' }, 'region'],
  ] as const)('%o leaves only facts of that %s', (filter, field) => {
    const found = book.findPrices({ words: ['storage'], ...filter });
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(fact => fact[field]))).toEqual(new Set(Object.values(filter)));
  });

  test('a limit takes the best ones', () => {
    const all = book.findPrices({ words: ['n2-standard'] });
    expect(book.findPrices({ words: ['n2-standard'], limit: 7 })).toEqual(all.slice(0, 7));
  });

  test('a commitment is found by its words, and is what the lookup answers', () => {
    const [fact] = book.findPrices({
      words: ['r5.xlarge', 'standard-ri', '3y', 'all-upfront', 'linux'],
      region: 'us-east-1',
    });
    const offer = {
      instanceType: 'r5.xlarge',
      region: 'us-east-1',
      operatingSystem: 'linux',
      offering: 'standard-ri',
      termYears: 3,
      payment: 'all-upfront',
    } as const;
    expect(fact).toEqual(book.commitmentRate(offer));
  });

  test('a listed rate of a Region without on-demand prices is found', () => {
    const found = book.findPrices({ words: ['c5.xlarge', 'compute-savings-plan'], region: 'ap-northeast-1' });
    expect(found).toHaveLength(12);
  });

  test('no match is an empty list', () => {
    expect(book.findPrices({ words: ['m5.large', 'unicorn'] })).toEqual([]);
    expect(book.findPrices({ words: ['m5.large'], region: 'mars-north-1' })).toEqual([]);
  });

  test('a fresh book answers in the same order', () => {
    const query = { words: ['standard', '4'], limit: 200 };
    expect(openEmbeddedBook().findPrices(query)).toEqual(book.findPrices(query));
  });
});
