/** Reads the worked examples of fixtures/worked-examples/. */

import { readFileSync } from 'node:fs';
import type { Distribution } from '../../../src/engine/reliability/distribution.ts';
import type { RateAndSeverity } from '../../../src/engine/reliability/failure-class.ts';

/** A worked example; `inputs` and `expected` have the keys that `fn` names. */
export type WorkedExample = {
  readonly id: string;
  readonly fn: string;
  readonly inputs: Readonly<Record<string, never>>;
  readonly expected: Readonly<Record<string, number>>;
  readonly tolerance: { readonly abs?: number; readonly rel?: number };
};

type Topic = 'engine' | 'montecarlo' | 'slo' | 'composition' | 'guardrails';

/** Every example of a topic by its id. */
export function workedExamples<Example extends WorkedExample = WorkedExample>(
  topic: Topic,
): ReadonlyMap<string, Example> {
  const url = new URL(`../../../fixtures/worked-examples/reliability-${topic}.json`, import.meta.url);
  const file = JSON.parse(readFileSync(url, 'utf8')) as { readonly examples: readonly Example[] };
  return new Map(file.examples.map(example => [example.id, example]));
}

/** Largest accepted difference to a published number. */
export function allowance({ tolerance }: WorkedExample, expected: number): number {
  return Math.max(tolerance.abs ?? 0, (tolerance.rel ?? 0) * Math.abs(expected), 1e-12);
}

/** A failure class as the examples write it. */
export type ExampleClass = {
  readonly name: string;
  readonly ratePerYear: number;
  readonly impact: number;
  readonly duration:
    | { readonly dist: 'fixed'; readonly minutes: number }
    | { readonly dist: 'exponential'; readonly mean: number }
    | { readonly dist: 'lognormal'; readonly mu: number; readonly sigma: number };
};

function durationOf(duration: ExampleClass['duration']): Distribution {
  switch (duration.dist) {
    case 'fixed':
      return { kind: 'fixed', minutes: duration.minutes };
    case 'exponential':
      return { kind: 'exponential', meanMinutes: duration.mean };
    case 'lognormal':
      return { kind: 'lognormal', mu: duration.mu, sigma: duration.sigma };
  }
}

/** The same class in the model's own form. */
export function classOf({ ratePerYear, impact, duration }: ExampleClass): RateAndSeverity {
  return { ratePerYear, impact, duration: durationOf(duration) };
}

/** An example of a class list against an objective. */
export type ClassListExample = WorkedExample & {
  readonly inputs: {
    readonly slo: number;
    readonly windowDays: number;
    readonly costPerBadMinute: number;
    readonly classes: readonly ExampleClass[];
  };
  readonly expectedByClass: Readonly<Record<string, number>>;
  readonly pBreach: { readonly value: number; readonly absTolerance: number };
};
