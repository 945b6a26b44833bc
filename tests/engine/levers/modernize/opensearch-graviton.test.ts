/** Search domains on Graviton: list prices by hand; the dearest nodes of a domain move. */

import { describe, expect, test } from 'vitest';
import type { OtherResource } from '../../../../src/engine/estate/estate.ts';
import type { NodeShape } from '../../../helpers/metered-usage.ts';
import { answerFor, nodes, reasonOf, savedBy, search } from './real-book.ts';

const LEVER = 'opensearch-graviton';

test.each<readonly [Partial<NodeShape>, Partial<NodeShape>, number]>([
  [search('r5.2xlarge.search'), search('r6g.2xlarge.search'), 0.743 - 0.669],
  [search('c5.large.search'), search('c6g.large.search'), 0.125 - 0.113],
  [search('m5.large.search'), search('m6g.large.search'), 0.142 - 0.128],
])('three nodes of %o -> %o: %f USD an hour for each', (from, to, perHour) => {
  expect(answerFor(LEVER, [nodes(from)])).toMatchObject({
    evidence: 'inferred',
    effect: { kind: 'reshape', to: { ...from, ...to }, quantityRatio: 1 },
    risks: [{ kind: 'change-event', multiplier: 1.5 }],
  });
  expect(savedBy(LEVER, [nodes(from)])).toBeCloseTo(3 * perHour * 168, 6);
});

test('of several node types the dearest moves: the data nodes of a domain, not its masters', () => {
  const domain = nodes(search('c5.large.search'), search('r5.2xlarge.search'));
  expect(answerFor(LEVER, [domain])).toMatchObject({ effect: { to: { nodeClass: 'r6g.2xlarge.search' } } });
});

describe('no', () => {
  test.each<readonly [string, OtherResource, string]>([
    ['without search nodes', nodes({}), 'runs no search nodes'],
    [
      'on Graviton in part',
      nodes(search('r5.large.search'), search('m6g.large.search')),
      'already on Graviton',
    ],
    [
      'for data on local disks',
      nodes(search('i3.2xlarge.search')),
      'i3.2xlarge.search keeps data on local disks: another class has other disks',
    ],
    [
      'for a size that Graviton has not',
      nodes(search('t3.nano.search')),
      'no price of a Graviton node like t3.nano.search in us-east-1',
    ],
  ])('%s', (_name, resource, reason) => {
    expect(reasonOf(answerFor(LEVER, [resource]))).toBe(reason);
  });
});
