/** Where a Region has no price: the Regions that have one are named, and none is made up. */

import { expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { regionsWithPrice } from '../../src/prices/other-regions.ts';

const book = openEmbeddedBook();
const FIVE = ['ap-southeast-1', 'eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'];

test.each([
  ['the Region as an option', { words: ['m5.large', 'linux'], region: 'eu-north-1' }, FIVE],
  ['the Region as a word', { words: ['m5.large linux eu-north-1'] }, FIVE],
  [
    'Azure',
    { words: ['Standard_D4s_v5'], region: 'japaneast' },
    ['eastus', 'eastus2', 'northeurope', 'southeastasia', 'westeurope', 'westus2'],
  ],
  [
    'a Region of Azure as a word',
    { words: ['n2-standard-4', 'westeurope'] },
    ['asia-southeast1', 'europe-west1', 'europe-west3', 'us-central1', 'us-east4'],
  ],
  [
    'a price that one Region has',
    { words: ['gp3', 'storage'], service: 'ebs', region: 'us-west-2' },
    ['us-east-1'],
  ],
])('%s', (_what, query, regions) => {
  expect(regionsWithPrice(book, query)).toEqual(regions);
});

test.each([
  ['no Region was asked for', { words: ['m5.unicorn'] }],
  ['nothing but a Region was asked for', { words: ['eu-north-1'] }],
  ['no Region has one', { words: ['m5.unicorn'], region: 'eu-west-1' }],
  ['the provider has none', { words: ['m5.large'], provider: 'gcp', region: 'eu-north-1' }],
])('none where %s', (_what, query) => {
  expect(regionsWithPrice(book, query)).toEqual([]);
});
