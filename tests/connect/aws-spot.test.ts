/** AWS's spot advisor, through the real requests to a server that speaks like it. */

import { afterEach, expect, test } from 'vitest';
import { readSpotAdvisor } from '../../src/connect/aws-spot.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { advisorFile } from './aws-list.ts';
import { type Loopback, loopback, NOW, quick } from './loopback.ts';

let server: Loopback | null = null;
const book = openEmbeddedBook();

afterEach(async () => {
  await server?.close();
  server = null;
});

async function read(body: string, region = 'eu-west-1') {
  server = await loopback(() => ({ body }));
  const [first] = await readSpotAdvisor({
    endpoint: server.url,
    region,
    onDemand: book.instancePrice,
    policy: quick(),
    now: NOW,
    onRead: () => undefined,
  });
  return {
    overlay: first?.overlay,
    items: Object.fromEntries((first?.overlay.prices ?? []).map(({ item, price }) => [item, price])),
    refused: first?.refused,
  };
}

test('a saving comes off the on-demand price of the Region, and the note says of which', async () => {
  const advice = { Linux: { 'm5.large': { s: 60, r: 0 } }, Windows: { 'm5.large': { s: 50, r: 1 } } };
  const { overlay, items } = await read(advisorFile('eu-west-1', advice));
  const linux = book.instancePrice('m5.large', 'eu-west-1', 'linux');
  const windows = book.instancePrice('m5.large', 'eu-west-1', 'windows');

  expect(server?.asked.map(({ path }) => path)).toEqual(['/spot-advisor-data.json']);
  expect(overlay).toMatchObject({ service: 'ec2-spot', region: 'eu-west-1' });
  expect(items['m5.large linux spot typical']).toBeCloseTo((linux?.price ?? 0) * 0.4, 8);
  expect(items['m5.large windows spot typical']).toBeCloseTo((windows?.price ?? 0) * 0.5, 8);
  expect(overlay?.prices[0]).toMatchObject({ kind: 'derived', date: '2026-11-23' });
  expect(overlay?.prices[0]?.note).toBe(
    `on-demand ${linux?.price} of ${linux?.date} less 60 %, the average saving of the month before; interrupted <5% a month`,
  );
});

test.each([
  ['everything', 100],
  ['less than nothing', -5],
  ['more than everything', 1e308],
  ['text', '60'],
  ['nothing said', undefined],
])('a saving of %s is refused and counted', async (_what, s) => {
  const { items, refused } = await read(
    advisorFile('eu-west-1', { Linux: { 'm5.large': { s, r: 0 }, 'c5.large': { s: 50, r: 0 } } }),
  );

  expect(Object.keys(items)).toEqual(['c5.large linux spot typical']);
  expect(refused).toBe(1);
});

test('a type that has no price on demand has no spot price, and a band that is none is not shown', async () => {
  const { overlay, refused } = await read(
    advisorFile('eu-west-1', {
      Linux: { 'z9.huge': { s: 50, r: 0 }, '../x': { s: 50, r: 0 }, 'm5.large': { s: 50, r: 'never' } },
    }),
  );

  expect(overlay?.prices.map(({ item }) => item)).toEqual(['m5.large linux spot typical']);
  expect(overlay?.prices[0]?.note).not.toContain('interrupted');
  expect(refused).toBe(0);
});

test.each([
  ['something else', '{"spot_advisor": []}', 'answer-refused'],
  [
    'a Region that is no list',
    '{"ranges": [], "spot_advisor": {"eu-west-1": {"Linux": 5}}}',
    'answer-refused',
  ],
  ['no JSON', '<html>', 'answer-refused'],
  ['a cut-off file', '{"ranges": [], "spot_', 'answer-refused'],
  ['nothing on the Region', advisorFile('ap-south-1', {}), 'api-failed'],
])('%s is an error with a reason', async (_what, body, code) => {
  await expect(read(body)).rejects.toMatchObject({ code });
});
