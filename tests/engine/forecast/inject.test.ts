/** Events on dates: from when, for how long, for whom. */

import { describe, expect, test } from 'vitest';
import {
  begunBy,
  capacityFactor,
  type Inject,
  refusalsOf,
  targetFraction,
  trafficFactor,
} from '../../../src/engine/forecast/inject.ts';
import { monthIndexOf } from '../../../src/engine/forecast/month-ref.ts';

const REFERENCE = '2026-10';
const months = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('a month', () => {
  test.each([
    [3, 3],
    ['2026-11', 1],
    ['2026-10', 0],
    ['2027-10', 12],
    ['2025-12', -10],
  ])('%s is month %i of the run', (ref, index) => {
    expect(monthIndexOf(ref, REFERENCE)).toBe(index);
  });
});

describe('traffic', () => {
  const injects: readonly Inject[] = [
    { kind: 'traffic', title: null, from: 2, change: 1, months: 2, workloads: ['shop'] },
    { kind: 'traffic', title: null, from: '2026-12', change: -0.5, months: null, workloads: ['s*'] },
  ];

  test('changes for its months or for good; changes of the same month multiply', () => {
    const of = (workload: string) =>
      months(5).map(index => trafficFactor(injects, workload, REFERENCE, index));
    expect(of('shop')).toEqual([1, 1, 1, 0.5, 0.5]);
    expect(of('staging')).toEqual([1, 0.5, 0.5, 0.5, 0.5]);
    expect(of('lab')).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('other events', () => {
  test('a target is the latest one that has begun', () => {
    const injects: readonly Inject[] = [
      { kind: 'target', title: null, from: 2, reduceBy: 0.4 },
      { kind: 'target', title: null, from: 4, reduceBy: 0.2 },
    ];
    expect(months(5).map(index => targetFraction(injects, REFERENCE, index))).toEqual([
      null,
      0.4,
      0.4,
      0.2,
      0.2,
    ]);
  });

  test('capacity is lost for good, team by team', () => {
    const injects: readonly Inject[] = [
      { kind: 'capacity', title: null, from: 3, change: -0.25, teams: ['a', 'b'] },
      { kind: 'capacity', title: null, from: 4, change: 1, teams: ['a'] },
    ];
    expect(months(4).map(index => capacityFactor(injects, 'a', REFERENCE, index))).toEqual([1, 1, 0.75, 1.5]);
    expect(capacityFactor(injects, 'c', REFERENCE, 4)).toBe(1);
  });

  test('a refusal stops what is not in effect before it, of the levers it names', () => {
    const injects: readonly Inject[] = [
      { kind: 'refusal', title: null, from: 3, workloads: ['shop', 'v*'], levers: ['ec2-*'] },
    ];
    expect(refusalsOf(injects, 'ec2-graviton', REFERENCE, 2)).toEqual([]);
    expect(refusalsOf(injects, 'ec2-graviton', REFERENCE, 3)).toEqual(['shop', 'v*']);
    expect(refusalsOf(injects, 'ebs-gp2-to-gp3', REFERENCE, 9)).toEqual([]);
  });

  test('only those of the wanted kind have begun', () => {
    const injects: readonly Inject[] = [
      { kind: 'zone-outage', title: null, from: 1 },
      { kind: 'target', title: null, from: 1, reduceBy: 0.1 },
    ];
    expect(begunBy(injects, 'zone-outage', REFERENCE, 1)).toHaveLength(1);
    expect(begunBy(injects, 'zone-outage', REFERENCE, 0)).toHaveLength(0);
  });
});
