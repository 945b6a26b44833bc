/** The class halves ingestion and nothing else. */

import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { billed, meter, stored } from '../../../helpers/billed-meters.ts';
import { outcome, yesOf } from '../../../helpers/lever-outcome.ts';
import { other } from '../../estates.ts';

const LEVER = 'log-infrequent-access';
const group = (price = 0.5, more = {}) =>
  billed('g', [meter('DataProcessing-Bytes', 600, price), stored('AmazonCloudWatch', 1500, 0.03)], more);

describe('no', () => {
  test.each([
    ['without logs', other('x', '5'), {}, 'no ingestion of logs in the bill'],
    [
      'when the bill pays less for Standard already',
      group(0.2),
      {},
      'what takes its place costs $15.00 more than it saves',
    ],
    ['when nothing is moved', group(), { movedPercent: 0 }, 'nothing would change'],
  ])('%s', (_name, resource, params, reason) => {
    expect(outcome(LEVER, resource, params)).toBe(reason);
  });

  test('in a Region whose price of the class the book does not know', () => {
    const frankfurt = group(0.63, { region: 'eu-central-1' });
    expect(outcome(LEVER, frankfurt, {}, openEmbeddedBook())).toBe(
      'no price of cloudwatch_logs logs ingest_infrequent_access in eu-central-1',
    );
  });
});

test('saves half of the ingestion that is moved', () => {
  expect(yesOf(LEVER, group()).saved).toBe(75);
});

test('the list halves the price of ingestion', () => {
  const book = openEmbeddedBook();
  const price = (component: string) =>
    book.unitPrice('cloudwatch_logs', 'logs', component, 'us-east-1')?.price;
  expect([price('ingest_standard'), price('ingest_infrequent_access')]).toEqual([0.5, 0.25]);
});
