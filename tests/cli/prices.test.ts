/** `trimtab prices`: which price is in force and why, negotiated rates, ages; exit codes and JSON. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeOverlay } from '../../src/prices/overlay-store.ts';
import {
  pricesAgeSchema,
  pricesExplainSchema,
  pricesImportSpotSchema,
  pricesOverrideSchema,
} from '../../src/report/contract.ts';
import { runCommand, runForCode } from '../bill/command-line.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-prices-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NAME = 'aws/ec2/m5.large linux/us-east-1';
const RATES = `provider,service,item,region,unit,price,currency,from,note
aws,ec2,m5.large linux,us-east-1,hour,0.0864,USD,2026-01-01,agreed
`;

function rates(text = RATES): string {
  writeFileSync(join(folder, 'rates.csv'), text);
  return 'rates.csv';
}

const get = (...args: string[]) => runForCode(folder, 'prices', 'get', ...args);
const explain = async (...args: string[]) =>
  pricesExplainSchema.parse(JSON.parse((await get(...args, '--json')).out));

describe('prices override', () => {
  test('stores, lists and removes rates', async () => {
    const added = pricesOverrideSchema.parse(
      JSON.parse(await runCommand(folder, 'prices', 'override', rates(), '--json')),
    );
    expect(added).toMatchObject({
      added: 1,
      replaced: 0,
      overrides: [{ name: NAME, price: '0.0864', inForce: true }],
    });
    expect(await runCommand(folder, 'prices', 'override', rates())).toContain('1 rate replaced.');
    expect(await runCommand(folder, 'prices', 'override', '--list')).toContain('0.0864');

    expect(await runCommand(folder, 'prices', 'override', '--remove', NAME)).toContain('1 rate removed.');
    expect(await runCommand(folder, 'prices', 'override', '--list')).toContain('no negotiated rates');
    await expect(runForCode(folder, 'prices', 'override', '--remove', NAME)).rejects.toMatchObject({
      exitCode: 3,
    });
  });

  test('a file with one wrong row changes nothing', async () => {
    const wrong = `${RATES}aws,ec2,c5.large linux,us-east-1,hour,free,USD,2026-01-01,\n`;

    await expect(runForCode(folder, 'prices', 'override', rates(wrong))).rejects.toMatchObject({
      exitCode: 3,
    });
    expect(await runCommand(folder, 'prices', 'override', '--list')).toContain('no negotiated rates');
  });

  test('a damaged store is an error, not an empty list', async () => {
    await runForCode(folder, 'prices', 'override', rates());
    writeFileSync(join(folder, '.trimtab/prices/overrides.json'), '{"schema":');

    await expect(get('m5.large')).rejects.toMatchObject({ exitCode: 3 });
  });

  test('needs one thing to do', async () => {
    await expect(runForCode(folder, 'prices', 'override')).rejects.toMatchObject({ exitCode: 2 });
    await expect(runForCode(folder, 'prices', 'override', 'x', '--list')).rejects.toMatchObject({
      exitCode: 2,
    });
  });
});

describe('prices get', () => {
  const ONE = ['m5.large', 'linux', '--service', 'ec2', '--region', 'us-east-1', '--limit', '1'];

  test('says which price is in force, and what it stands before', async () => {
    await runForCode(folder, 'prices', 'override', rates());
    writeOverlay(join(folder, '.trimtab'), {
      provider: 'aws',
      service: 'ec2',
      region: 'us-east-1',
      readAt: '2026-11-01T00:00:00.000Z',
      source: 'https://prices.example',
      prices: [
        {
          item: 'm5.large linux',
          unit: 'hour',
          price: 0.099,
          kind: 'measured',
          date: '2026-11-01',
          note: null,
        },
      ],
    });

    const { prices } = await explain(...ONE);
    expect(prices).toMatchObject([
      {
        layer: 'override',
        price: '0.0864',
        displaced: [
          { layer: 'overlay', price: '0.099' },
          { layer: 'book', price: '0.096' },
        ],
      },
    ]);
    const { out } = await get(...ONE);
    expect(out).toContain('In force: a negotiated rate of this workspace.');
    expect(out).toContain('It stands before 0.099 per hour');
  });

  test('shows how a derived price was made', async () => {
    const { out } = await get(
      'm7g.large',
      'linux',
      'standard-ri',
      '1y',
      'no-upfront',
      '--region',
      'eu-west-1',
    );

    expect(out).toContain('derived');
    expect(out).toContain('How it was made: 33.85 % below on-demand');
  });

  test.each([
    ['as an option', ['m5.large', 'linux', '--region', 'eu-north-1']],
    ['as a word', ['m5.large', 'linux', 'eu-north-1']],
  ])('a Region without the price, given %s, is told the Regions that have it', async (_what, args) => {
    const regions = ['ap-southeast-1', 'eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'];
    const { out, code } = await get(...args);

    expect(code).toBe(1);
    expect(out).toContain(`It has one in ${regions.join(', ')}.`);
    expect((await explain(...args)).otherRegions).toEqual(regions);
    expect((await explain('m5.large', '--region', 'us-east-1')).otherRegions).toEqual([]);
  });

  test('without a match it exits with 1 and names what is near', async () => {
    const { out, code } = await get('m5.lrage', 'linux');

    expect(code).toBe(1);
    expect(out).toContain('never taken for 0');
    expect(out).toContain('Nothing in the book holds "m5.lrage"; the nearest word is "m5.large".');
    expect((await explain('m5.lrage')).nearest?.alternatives[0]?.item).toContain('m5.large');
  });
});

describe('prices age', () => {
  const age = (...args: string[]) =>
    runForCode(folder, 'prices', 'age', '--service', 'rds', '--region', 'us-east-1', ...args);

  test('warns over the assumed limit and does not fail without one of the user’s', async () => {
    const { out, code } = await age();

    expect(code).toBe(0);
    expect(out).toContain('our assumption');
    expect(out).toMatch(/older than 365 days/);
  });

  test.each([
    ['0', 1],
    ['36500', 0],
  ])('--max-age %s exits with %i', async (days, code) => {
    const outcome = await age('--max-age', days, '--json');

    expect(outcome.code).toBe(code);
    expect(pricesAgeSchema.parse(JSON.parse(outcome.out))).toMatchObject({ isAssumedLimit: false });
  });

  test.each([['-1'], ['x'], ['1.5']])('--max-age %s is refused', async days => {
    await expect(age(`--max-age=${days}`)).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('prices import-spot', () => {
  const record = (zone: string, price: string, type = 'm5.large') => ({
    AvailabilityZone: zone,
    InstanceType: type,
    ProductDescription: 'Linux/UNIX',
    SpotPrice: price,
    Timestamp: '2026-11-20T10:11:12+00:00',
  });
  const history = (name: string, ...records: readonly unknown[]) => {
    writeFileSync(join(folder, name), JSON.stringify({ SpotPriceHistory: records }));
    return name;
  };
  const spotOf = async (type: string) =>
    (await explain(type, 'linux', 'spot', '--region', 'us-east-1', '--service', 'ec2')).prices.map(
      ({ item, price, layer, date }) => [item, price, layer, date],
    );

  test('takes over one price for a type and Region, dated, in place of the import before', async () => {
    const first = history('a.json', record('us-east-1a', '0.04'), record('us-east-1b', '0.05'));
    const second = history('b.json', record('us-east-1a', '0.03', 'c5.large'), record('eu-west-1a', '0.06'));
    const report = pricesImportSpotSchema.parse(
      JSON.parse(await runCommand(folder, 'prices', 'import-spot', first, second, '--json')),
    );

    expect(report).toMatchObject({
      records: 4,
      regions: [
        { region: 'eu-west-1', prices: 1, date: '2026-11-20' },
        { region: 'us-east-1', prices: 2, date: '2026-11-20' },
      ],
      findings: [],
    });
    expect(await spotOf('m5.large')).toContainEqual([
      'm5.large linux spot',
      '0.045',
      'overlay',
      '2026-11-20',
    ]);
    const { prices } = await explain(
      'c5.large',
      'linux',
      'spot',
      '--region',
      'us-east-1',
      '--service',
      'ec2',
    );
    expect(prices.find(({ item }) => item === 'c5.large linux spot')?.source).toBe(
      'aws ec2 describe-spot-price-history, a.json, b.json',
    );

    expect(await runCommand(folder, 'prices', 'import-spot', second)).toContain('us-east-1');
    expect((await spotOf('m5.large')).map(([item]) => item)).toEqual(['m5.large linux spot typical']);
  });

  test('a record that cannot be used is told of with its place; the others are taken over', async () => {
    const file = history('a.json', record('us-east-1a', '1e308'), record('us-east-1b', '0.05'));
    const { findings, records } = pricesImportSpotSchema.parse(
      JSON.parse(await runCommand(folder, 'prices', 'import-spot', file, '--json')),
    );

    expect(records).toBe(1);
    expect(findings).toMatchObject([
      {
        code: 'spot-record',
        severity: 'warning',
        message: expect.stringMatching(/^record 1 is left out: its price/),
        source: { row: null },
      },
    ]);
  });

  test.each([
    ['no JSON', '{"SpotPriceHistory": ['],
    ['no record that can be used', '{"SpotPriceHistory": [{"SpotPrice": "NaN"}]}'],
    ['an empty history', '{"SpotPriceHistory": []}'],
  ])('%s changes nothing and exits with 3', async (_what, text) => {
    await runCommand(folder, 'prices', 'import-spot', history('a.json', record('us-east-1a', '0.04')));
    writeFileSync(join(folder, 'b.json'), text);

    await expect(runForCode(folder, 'prices', 'import-spot', 'b.json')).rejects.toMatchObject({
      exitCode: 3,
    });
    expect(await spotOf('m5.large')).toContainEqual(['m5.large linux spot', '0.04', 'overlay', '2026-11-20']);
  });

  test('without a file it says how it is used', async () => {
    await expect(runForCode(folder, 'prices', 'import-spot')).rejects.toMatchObject({ exitCode: 2 });
  });
});
