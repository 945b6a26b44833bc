/** The surcharge for an old version of Kubernetes: half a dollar an hour, whichever way the bill writes it. */

import { expect, test } from 'vitest';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { answerFor, BOOK, reasonOf, savedBy } from './real-book.ts';

const LEVER = 'eks-extended-support';
const hours = (usageType: string, price: number) =>
  meter(usageType, 168, price, { serviceCode: 'AmazonEKS', unit: 'Hours' });
const CLUSTER = hours('AmazonEKS-Hours:perCluster', 0.1);

test('0.50 an hour go, billed beside the cluster or in one meter with it', () => {
  const beside = billed('c', [CLUSTER, hours('AmazonEKS-Hours:extendedSupport', 0.5)]);
  const together = billed('c', [hours('USE1-AmazonEKS-Hours:extendedSupport', 0.6)]);
  expect(savedBy(LEVER, [beside])).toBeCloseTo(0.5 * 168, 9);
  expect(savedBy(LEVER, [together])).toBeCloseTo(0.5 * 168, 9);
  expect(answerFor(LEVER, [together])).toMatchObject({
    effect: {
      added: [{ service: 'eks', item: 'control_plane', component: 'standard_support', quantity: 168 }],
    },
  });
});

test.each([
  ['in standard support', billed('c', [CLUSTER]), 'is charged no extended support'],
  [
    'without a price of standard support',
    billed('c', [hours('EUW1-AmazonEKS-Hours:extendedSupport', 0.6)], { region: 'xx-nowhere-9' }),
    'no price of a cluster in standard support in xx-nowhere-9',
  ],
  [
    'at a private price below the standard one',
    billed('c', [hours('AmazonEKS-Hours:extendedSupport', 0.08)]),
    'standard support is no cheaper than what is paid',
  ],
])('no %s', (_name, cluster, reason) => {
  expect(reasonOf(answerFor(LEVER, [cluster]))).toBe(reason);
});

test('the book has the 0.50', () => {
  const price = (component: string) =>
    BOOK.unitPrice('eks', 'control_plane', component, 'us-east-1')?.price ?? 0;
  expect(price('extended_support') - price('standard_support')).toBeCloseTo(0.5, 9);
});
