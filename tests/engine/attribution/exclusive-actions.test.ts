/** Actions that exclude each other on a resource. */

import { expect, test } from 'vitest';
import { bestOfExclusive } from '../../../src/engine/attribution/exclusive-actions.ts';

test('of actions that exclude each other the best of each resource counts, the first of equal ones', () => {
  const action = (resource: string, name: string, saving: number) => ({ resource, name, saving });
  const best = bestOfExclusive([
    action('b', 'rightsize', 40),
    action('a', 'stop', 5),
    action('b', 'delete', 90),
    action('a', 'delete', 5),
  ]);

  expect(best.map(({ name }) => name)).toEqual(['delete', 'stop']);
});
