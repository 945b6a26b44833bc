/** Reads the published examples of costs in fixtures/worked-examples/. */

import { readFileSync } from 'node:fs';

/** A value of an example file. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A published example. */
export type WorkedExample = {
  readonly id: string;
  readonly inputs: { readonly [name: string]: Json };
  /** Printed by the source. */
  readonly expected: { readonly [name: string]: Json };
  /** Follows from the same rule, not printed. */
  readonly derived: { readonly [name: string]: Json };
  /** Largest accepted difference, absolute. */
  readonly tolerance: number;
};

/** Files of examples about costs. */
export const TOPICS = [
  'aws-savings-plans',
  'aws-reserved-instances',
  'aws-ebs',
  'aws-s3',
  'calculator-goldens',
  'stacking-and-metrics',
  'focus-commitments',
] as const;

/** Examples of one file. */
export function workedExamples(topic: (typeof TOPICS)[number]): readonly WorkedExample[] {
  const url = new URL(`../../../fixtures/worked-examples/${topic}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { readonly examples: readonly WorkedExample[] }).examples;
}

/** What the engine answers to an example, under the names the example uses. */
export type Answer<Inputs> = (inputs: Inputs) => { readonly [name: string]: unknown };
