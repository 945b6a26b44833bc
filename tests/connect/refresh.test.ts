import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RefreshPart, refreshPrices } from '../../src/connect/refresh.ts';
import { refreshParts } from '../../src/connect/refresh-parts.ts';
import { endpointOf } from '../../src/connect/requests.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { openPriceLayers } from '../../src/prices/override-store.ts';
import { pricesRefreshSchema } from '../../src/report/contract.ts';
import { runForCode } from '../bill/command-line.ts';
import {
  advisorFile,
  awsAnswers,
  database,
  machine,
  offerFile,
  planFile,
  planRate,
  terms,
} from './aws-list.ts';
import { type Answer, type Loopback, loopback, NOW, quick } from './loopback.ts';

let folder = '';
let server: Loopback | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-refresh-'));
});

afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

async function refreshAws(
  file: (path: string) => Answer,
  services = ['ec2', 'rds'],
  signal = new AbortController().signal,
) {
  await server?.close();
  server = await loopback(awsAnswers(file));
  const parts: readonly RefreshPart[] = refreshParts({
    provider: 'aws',
    regions: ['eu-west-1'],
    services,
    endpoint: server.url.href,
    apiKey: null,
    book: openEmbeddedBook(),
    current: () => openEmbeddedBook(openPriceLayers(folder, '2026-11-23')),
    policy: quick({ signal }),
    now: NOW,
  });
  return refreshPrices(folder, parts, { signal, onProgress: () => undefined });
}

function priceOf(type: string) {
  return openEmbeddedBook(openPriceLayers(folder, '2026-11-23')).instancePrice(type, 'eu-west-1', 'linux');
}

const GOOD: Answer = {
  body: offerFile([machine('m5.large', '0.111'), database('db.m5.large', 'MySQL', '0.2')]),
};

describe('a refresh', () => {
  test('puts what it read before the book, with its date and address', async () => {
    const { outcomes } = await refreshAws(() => GOOD);

    expect(outcomes.map(({ service, state, prices }) => [service, state, prices])).toEqual([
      ['ec2', 'refreshed', 1],
      ['rds', 'refreshed', 1],
    ]);
    expect(priceOf('m5.large')).toMatchObject({ price: 0.111, date: '2026-11-01', layer: 'overlay' });
    expect(priceOf('m5.large')?.source).toContain('/eu-west-1/index.csv');
    expect(readdirSync(join(folder, 'prices'))).toEqual([
      'overlay.aws.ec2.eu-west-1.json',
      'overlay.aws.rds.eu-west-1.json',
    ]);
  });

  test('that fails for one service keeps its older overlay, byte for byte, and replaces the other', async () => {
    await refreshAws(() => GOOD);
    const before = readFileSync(join(folder, 'prices/overlay.aws.rds.eu-west-1.json'));
    const newer = { body: offerFile([machine('m5.large', '0.222')]) };
    const { outcomes, findings } = await refreshAws(path =>
      path.includes('AmazonRDS') ? { status: 500 } : newer,
    );

    expect(outcomes.map(({ service, state }) => [service, state])).toEqual([
      ['ec2', 'refreshed'],
      ['rds', 'failed'],
    ]);
    expect(outcomes[1]?.readAt).toBe(NOW.toISOString());
    expect(findings).toMatchObject([{ severity: 'error', code: 'api-failed' }]);
    expect(priceOf('m5.large')?.price).toBe(0.222);
    expect(readFileSync(join(folder, 'prices/overlay.aws.rds.eu-west-1.json'))).toEqual(before);
  });

  test.each([
    ['no price that is understood', { body: offerFile([]) }],
    [
      'a list cut off in the middle',
      { body: `${offerFile([machine('m5.large', '9')])}"SKU`, ending: 'breaksOff' as const },
    ],
    ['something else', { body: '{}' }],
  ])('that answers with %s changes nothing', async (_what, answer: Answer) => {
    await refreshAws(() => GOOD, ['ec2']);
    const { outcomes } = await refreshAws(() => answer, ['ec2']);

    expect(outcomes).toMatchObject([{ state: 'failed', prices: 0 }]);
    expect(priceOf('m5.large')?.price).toBe(0.111);
    expect(readdirSync(join(folder, 'prices'))).toEqual(['overlay.aws.ec2.eu-west-1.json']);
  });

  test('that is stopped keeps what was complete and nothing else', async () => {
    await refreshAws(() => GOOD, ['rds']);
    const stop = new AbortController();
    const stopped = refreshAws(
      () => {
        stop.abort(new Error('stopped'));
        return { body: 'x', ending: 'hangs' };
      },
      ['ec2'],
      stop.signal,
    );

    await expect(stopped).rejects.toThrow('stopped');
    expect(readdirSync(join(folder, 'prices'))).toEqual(['overlay.aws.rds.eu-west-1.json']);
  });

  test('replaces a damaged overlay', async () => {
    await refreshAws(() => GOOD, ['ec2']);
    writeFileSync(join(folder, 'prices/overlay.aws.ec2.eu-west-1.json'), '{"rows": [');
    expect(() => priceOf('m5.large')).toThrow(/is not JSON/);

    await refreshAws(() => GOOD, ['ec2']);
    expect(priceOf('m5.large')?.price).toBe(0.111);
  });
});

test('a refresh of everything reads offers, plans and spot, each list in a file of its own', async () => {
  const m5 = machine('m5.large', '0.2');
  const bodies: Readonly<Record<string, string>> = {
    AmazonEC2: offerFile([m5, terms(m5, 'No Upfront', 'Hrs', '0.12')]),
    AWSComputeSavingsPlan: planFile([planRate('m5.large', '0.15')]),
    'spot-advisor': advisorFile('eu-west-1', { Linux: { 'm5.large': { s: 60, r: 0 } } }),
  };
  const { outcomes } = await refreshAws(
    path => ({ body: Object.entries(bodies).find(([name]) => path.includes(name))?.[1] ?? '' }),
    ['ec2', 'ec2-savings-plans', 'ec2-spot'],
  );
  const book = openEmbeddedBook(openPriceLayers(folder, '2026-11-23'));
  const offer = {
    instanceType: 'm5.large',
    region: 'eu-west-1',
    operatingSystem: 'linux',
    termYears: 1,
    payment: 'no-upfront',
  } as const;

  expect(outcomes.map(({ service, state, prices }) => [service, state, prices])).toEqual([
    ['ec2', 'refreshed', 2],
    ['ec2-savings-plans', 'refreshed', 1],
    ['ec2-spot', 'refreshed', 1],
  ]);
  expect(book.commitmentRate({ ...offer, offering: 'compute-savings-plan' })).toMatchObject({
    price: 0.15,
    date: '2026-11-05',
    layer: 'overlay',
  });
  expect(book.commitmentRate({ ...offer, offering: 'standard-ri' })?.price).toBe(0.12);
  // 60 % off the price on demand that the same refresh has read, not off the older one of the book.
  expect(book.spotPrice('m5.large', 'eu-west-1', 'linux')).toMatchObject({ price: 0.08, layer: 'overlay' });
});

test('plans that cannot be read leave the machines of the same refresh in force', async () => {
  const { outcomes } = await refreshAws(
    path => (path.includes('SavingsPlan') ? { body: '{}' } : GOOD),
    ['ec2', 'ec2-savings-plans'],
  );

  expect(outcomes.map(({ service, state }) => `${service} ${state}`)).toEqual([
    'ec2 refreshed',
    'ec2-savings-plans failed',
  ]);
  expect(priceOf('m5.large')?.price).toBe(0.111);
});

describe('the command', () => {
  test('refreshes from an address, says what it did, and fails with 4 when a part fails', async () => {
    server = await loopback(awsAnswers(path => (path.includes('AmazonRDS') ? { status: 404 } : GOOD)));
    const args = [
      'prices',
      'refresh',
      '--aws',
      '--region',
      'eu-west-1',
      '--endpoint',
      server.url.href,
      '--json',
    ];
    const { out, code } = await runForCode(folder, ...args, '--service', 'ec2,rds');
    const report = pricesRefreshSchema.parse(JSON.parse(out));

    expect(code).toBe(4);
    expect(report.outcomes.map(({ service, state }) => `${service} ${state}`)).toEqual([
      'ec2 refreshed',
      'rds failed',
    ]);
    expect((await runForCode(folder, ...args.slice(0, -1), '--service', 'ec2')).code).toBe(0);
  });

  test('takes spot savings off the price on demand that it has just read', async () => {
    const advice = advisorFile('eu-west-1', { Linux: { 'm5.large': { s: 50, r: 1 } } });
    server = await loopback(awsAnswers(path => (path.includes('spot-advisor') ? { body: advice } : GOOD)));
    const place = ['--region', 'eu-west-1', '--endpoint', server.url.href, '--service', 'ec2-spot,ec2'];
    const { code } = await runForCode(folder, 'prices', 'refresh', '--aws', ...place);
    const layers = openPriceLayers(join(folder, '.trimtab'), '2026-11-23');

    expect(code).toBe(0);
    expect(openEmbeddedBook(layers).spotPrice('m5.large', 'eu-west-1', 'linux')).toMatchObject({
      price: 0.0555,
      note: expect.stringContaining('on-demand 0.111 of 2026-11-01 less 50 %'),
    });
  });

  test.each([
    [['prices', 'refresh'], /Nothing to read/],
    [['prices', 'refresh', '--aws', '--gcp', '--endpoint', 'https://example.org'], /one provider/],
    [['prices', 'refresh', '--aws', '--region', "x' or 1 eq 1"], /is no Region/],
    [['prices', 'refresh', '--aws', '--region', '../..'], /is no Region/],
    [['prices', 'refresh', '--azure', '--service', 'ec2'], /cannot be read from azure/],
    [['prices', 'refresh', '--gcp', '--region', 'mars-1'], /no machines of mars-1/],
  ])('%j is refused before anything is asked', async (args, message) => {
    await expect(runForCode(folder, ...args)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });
});

describe('an address', () => {
  test.each(['https://prices.azure.com', 'http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:9'])(
    '%s is asked',
    text => {
      expect(endpointOf(text).href).toContain(text);
    },
  );

  test.each([
    'http://prices.azure.com',
    'ftp://x',
    'https://user:secret@example.org',
    'file:///etc/passwd',
    'x',
    '',
  ])('%j is refused: what is sent may carry a key', text => {
    expect(() => endpointOf(text)).toThrow(/no address/);
  });
});
