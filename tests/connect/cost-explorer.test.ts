import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { askCostExplorer, type CostQuestion } from '../../src/connect/cost-explorer.ts';
import { billFetchSchema } from '../../src/report/contract.ts';
import { runForCode } from '../bill/command-line.ts';
import { answer, group, period } from '../bill/cost-explorer-answers.ts';
import { type Answer, type Asked, type Loopback, loopback } from './loopback.ts';

let folder = '';
let server: Loopback | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trimtab-fetch-'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAFORTHETEST00');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-secret-for-the-test');
  vi.stubEnv('AWS_SESSION_TOKEN', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

const GROUPS = ['SERVICE', 'RECORD_TYPE'];
const AMOUNT = { UnblendedCost: '1234.5678901234', AmortizedCost: '1234.5678901234' };
const january = period('2026-01-01', '2026-02-01', [
  group(['Amazon Elastic Compute Cloud - Compute', 'Usage'], AMOUNT),
]);
const february = period('2026-02-01', '2026-03-01', [
  group(['Amazon Simple Storage Service', 'Usage'], AMOUNT),
]);
const ok = (body: unknown): Answer => ({
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});
const refused = (type: string, message = 'no'): Answer => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, Message: message }),
});
const twoPages = ({ body }: Asked) =>
  JSON.parse(body).NextPageToken === 'two'
    ? ok(answer([february], { groups: GROUPS }))
    : ok(answer([january], { groups: GROUPS, token: 'two' }));

async function ask(reply: (asked: Asked, before: number) => Answer, changes: Partial<CostQuestion> = {}) {
  server = await loopback(reply);
  return askCostExplorer({
    from: '2026-01',
    to: '2026-02',
    groups: [{ type: 'DIMENSION', key: 'SERVICE' }],
    endpoint: server.url,
    maxRequests: 10,
    signal: new AbortController().signal,
    onRequest: () => undefined,
    timeoutMs: 2000,
    attempts: 2,
    ...changes,
  });
}

describe('Cost Explorer, through its own client', () => {
  test('is asked for whole months, the end excluded, page by page', async () => {
    const { document, requests } = await ask(twoPages);

    expect(requests).toBe(2);
    expect(document.ResultsByTime).toEqual([january, february]);
    expect(document).not.toHaveProperty('NextPageToken');
    expect(server?.asked[0]?.headers['x-amz-target']).toBe('AWSInsightsIndexService.GetCostAndUsage');
    expect(JSON.parse(server?.asked[0]?.body ?? '')).toEqual({
      TimePeriod: { Start: '2026-01-01', End: '2026-03-01' },
      Granularity: 'MONTHLY',
      Metrics: ['UnblendedCost', 'AmortizedCost'],
      GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
    });
  });

  test('the month after December is January of the next year', async () => {
    await ask(() => ok(answer([january])), { from: '2025-12', to: '2025-12' });

    expect(JSON.parse(server?.asked[0]?.body ?? '').TimePeriod).toEqual({
      Start: '2025-12-01',
      End: '2026-01-01',
    });
  });

  test('a throttled request is sent again, and counts: AWS may charge it', async () => {
    const { requests } = await ask((_asked, before) =>
      before === 0 ? refused('LimitExceededException') : ok(answer([january])),
    );

    expect(requests).toBe(2);
  });

  test.each([
    ['more pages than are paid for', twoPages, { maxRequests: 1 }, /more pages than 1 requests/],
    ['pages without an end', () => ok(answer([january], { token: 'again' })), {}, /never ends/],
    ['an answer without results', () => ok({}), {}, /without results/],
    [
      'a refused key',
      () => refused('UnrecognizedClientException', 'AKIAFORTHETEST00 is wrong'),
      {},
      /UnrecognizedClient/,
    ],
  ])('%s is an error with a reason, and names no key', async (_what, reply, changes, message) => {
    const error = await ask(reply, changes).catch((reason: unknown) => reason);

    expect(String(error)).toMatch(message);
    expect(String(error)).not.toMatch(/AKIAFORTHETEST00|a-secret-for-the-test/);
  });

  test('Ctrl+C ends the question', async () => {
    const stop = new AbortController();
    const asking = ask(
      () => {
        stop.abort(new Error('stopped'));
        return { body: '{', ending: 'hangs' };
      },
      { signal: stop.signal },
    );

    await expect(asking).rejects.toThrow('stopped');
  });
});

describe('bill fetch', () => {
  const fetch = (...args: string[]) =>
    runForCode(folder, 'bill', 'fetch', 'cost-explorer', '--from', '2026-01', '--to', '2026-02', ...args);

  test('imports the answer like a file of the command line tool, and says what it costs', async () => {
    server = await loopback(twoPages);
    const { out, code } = await fetch('--yes', '--endpoint', server.url.href, '--json');
    const report = billFetchSchema.parse(JSON.parse(out));

    expect(code).toBe(0);
    expect(report).toMatchObject({
      requests: 2,
      charged: '0.02',
      rows: 2,
      groupedBy: ['SERVICE', 'RECORD_TYPE'],
    });
    expect(report.findings.filter(({ code: name }) => name === 'missing-pages')).toEqual([]);
    const kept = readFileSync(report.file, 'utf8');
    expect(kept).toContain('1234.5678901234');
    expect(kept).not.toMatch(/AKIAFORTHETEST00|a-secret/);
    expect((await runForCode(folder, 'bill', 'summary')).out).toContain('Compute');
  });

  test('asks nothing without --yes', async () => {
    server = await loopback(twoPages);

    await expect(fetch('--endpoint', server.url.href)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('$0.01 for each request'),
    });
    expect(server.asked).toEqual([]);
  });

  test('leaves the workspace as it was when the API says no', async () => {
    server = await loopback(() => refused('AccessDeniedException'));

    await expect(fetch('--yes', '--endpoint', server.url.href)).rejects.toMatchObject({ exitCode: 4 });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [['--from', '2026-13'], /--from must be a month/],
    [['--to', '2025-12'], /--to is before --from/],
    [['--from', '2019-01'], /keeps 38 months/],
    [['--by', 'service,region,account'], /two things at most/],
    [['--by', 'mood'], /does not group by mood/],
    [['--endpoint', 'http://example.org'], /no address/],
  ])('%j is refused', async (args, message) => {
    await expect(fetch('--yes', ...args)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });
});
