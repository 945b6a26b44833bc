import { expect, test } from 'vitest';
import type { Dependency, Workload } from '../../../src/engine/estate/workload.ts';
import {
  dependencyClosure,
  dependentsOf,
  reachByClass,
} from '../../../src/engine/reliability/blast-radius.ts';
import { failureClasses } from '../../../src/engine/reliability/index.ts';
import { SHOP, withTier } from './estates.ts';

const needs = (id: string, more: Partial<Dependency> = {}): Dependency => ({
  id,
  availability: 0.999,
  hard: true,
  degradeFraction: 0,
  ...more,
});
const workload = (name: string, ...dependencies: Dependency[]): Workload => ({
  ...SHOP,
  name,
  dependencies,
});

const ESTATE = [
  workload('web', needs('api')),
  workload('api', needs('db'), needs('search', { hard: false, degradeFraction: 0.2 })),
  workload('search', needs('db')),
  workload('db'),
  workload('loop', needs('pool')),
  workload('pool', needs('loop')),
];

test.each([
  ['db', ['api', 'search', 'web']],
  ['search', []],
  ['api', ['web']],
  ['loop', ['pool']],
  ['nobody', []],
])('%s takes down what leans on it hard, at any depth', (name, expected) => {
  expect(dependentsOf(name, ESTATE)).toEqual(expected);
});

test('each thing is counted once at any depth, as hard as the hardest way to it', () => {
  const closure = dependencyClosure(ESTATE[0]!, ESTATE);

  expect(closure.map(({ id }) => id).sort()).toEqual(['api', 'db', 'search']);
  expect(closure.find(({ id }) => id === 'db')?.hard).toBe(true);
  expect(closure.find(({ id }) => id === 'search')).toMatchObject({ hard: false, degradeFraction: 0.2 });
});

test('behind something soft nothing hurts more than the soft thing does', () => {
  const [first, second] = [
    workload('a', needs('b', { hard: false, degradeFraction: 0.3 })),
    workload('b', needs('c')),
  ];
  const closure = dependencyClosure(first, [first, second]);

  expect(closure.find(({ id }) => id === 'c')).toMatchObject({ hard: false, degradeFraction: 0.3 });
});

test('things that lean on each other end', () => {
  expect(dependencyClosure(ESTATE[4]!, ESTATE).map(({ id }) => id)).toEqual(['pool']);
});

test('a failed machine of three that are all needed takes a third, a failed dependency everything', () => {
  const tier = withTier(3, 3, 0.7, { dependencies: [needs('payments')] });
  const model = { ...tier, compute: { ...tier.compute!, loadProfile: [{ weight: 1, load: 1 }] } };
  const reach = new Map(reachByClass(failureClasses(model), model).map(each => [each.name, each.impact]));

  expect(reach.get('dependency payments')).toBeCloseTo(1, 12);
  expect(reach.get('instance failure')).toBeCloseTo(1 / 3, 3);
});
