/** How far a failure reaches: the share of requests that a class takes, and the workloads that go down with this one. */

import type { Dependency, Workload } from '../estate/workload.ts';
import type { Availability } from './availability.ts';
import type { FailureClass } from './failure-class.ts';
import { meanImpactOf } from './recovery-times.ts';

/** Reach of one class. */
export type ClassReach = {
  readonly name: string;
  /** Mean share of requests that fail in one event, 0..1. */
  readonly impact: number;
  readonly perYear: number;
};

/** Reach of a workload's failures. */
export type BlastRadius = {
  /** Widest first. */
  readonly byClass: readonly ClassReach[];
  /** Largest mean share of requests that one class takes, 0..1. */
  readonly widest: number;
  /** Workloads whose hard dependencies, at any depth, contain this one; in order of name. */
  readonly dependents: readonly string[];
};

/** Reach by class; classes of one name together. */
export function reachByClass(
  classes: readonly FailureClass[],
  availability: Availability,
): readonly ClassReach[] {
  const byName = new Map<string, ClassReach>();
  for (const item of classes) {
    const known = byName.get(item.name);
    const perYear = item.ratePerYear + (known?.perYear ?? 0);
    const impact =
      (meanImpactOf(item, availability) * item.ratePerYear + (known ? known.impact * known.perYear : 0)) /
      perYear;
    byName.set(item.name, { name: item.name, impact, perYear });
  }
  return [...byName.values()].sort((a, b) => b.impact - a.impact || (a.name < b.name ? -1 : 1));
}

/** Workloads that stand still when this one does: hard dependencies are followed backwards, each workload once. */
export function dependentsOf(name: string, workloads: readonly Workload[]): readonly string[] {
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const workload of workloads) {
      const needs = workload.dependencies.some(({ id, hard }) => hard && id === next);
      if (!needs || workload.name === name || found.has(workload.name)) continue;
      found.add(workload.name);
      open.push(workload.name);
    }
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

function worseOf(a: Dependency, b: Dependency): Dependency {
  return {
    ...a,
    availability: Math.min(a.availability, b.availability),
    hard: a.hard || b.hard,
    degradeFraction: Math.max(a.degradeFraction, b.degradeFraction),
  };
}

/**
 * Everything that a workload leans on, at any depth and each thing once: what a hard dependency needs, the workload needs; what
 * a soft one needs degrades it as far as the soft one does. Declared twice, the worse of both declarations holds.
 * @param workloads those of the estate: a dependency with the name of one of them has dependencies of its own
 */
export function dependencyClosure(
  workload: Pick<Workload, 'name' | 'dependencies'>,
  workloads: readonly Pick<Workload, 'name' | 'dependencies'>[],
): readonly Dependency[] {
  const byName = new Map(workloads.map(each => [each.name, each]));
  const found = new Map<string, Dependency>();
  const visit = (
    from: Pick<Workload, 'name' | 'dependencies'>,
    through: Dependency | null,
    path: readonly string[],
  ) => {
    for (const own of from.dependencies) {
      if (own.id === workload.name || path.includes(own.id)) continue;
      const dependency = through === null || through.hard ? own : softened(own, through);
      const known = found.get(own.id);
      const next = known ? worseOf(known, dependency) : dependency;
      const isNews = !known || next.hard !== known.hard || next.degradeFraction !== known.degradeFraction;
      found.set(own.id, next);
      const deeper = byName.get(own.id);
      if (deeper && isNews) visit(deeper, next, [...path, own.id]);
    }
  };
  visit(workload, null, []);
  return [...found.values()];
}

/** A dependency behind a soft one: at worst it degrades as much as the soft one. */
function softened(own: Dependency, through: Dependency): Dependency {
  const reach = own.hard ? 1 : own.degradeFraction;
  return { ...own, hard: false, degradeFraction: reach * through.degradeFraction };
}
