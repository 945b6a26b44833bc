/** A worked example as a pack states it: inputs, what its source prints, and how far an answer may be off. */

import type { Inputs } from './answer.ts';

/** A value of a pack. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** How far a number may be off; where both are given, the wider one counts. */
export type Tolerance = { readonly abs: number; readonly rel: number };

/** Facts by name. */
export type JsonFacts = { readonly [name: string]: Json | undefined };

/** Something else that the source says of an example, with a tolerance of its own. */
export type ExtraFact = { readonly key: string; readonly value: Json; readonly tolerance: Tolerance };

/** One example. */
export type Example = {
  readonly id: string;
  /** The `fn` of the pack where it names one, else its `kind`. */
  readonly kind: string;
  readonly title: string | null;
  readonly source: { readonly document: string | null; readonly url: string | null };
  readonly inputs: Inputs;
  /** What the source prints; null when the example only asks what is computed. */
  readonly expected: JsonFacts | null;
  /** `derived`, `expectedByClass`, `pBreach`: compared where the answer computes them. */
  readonly extra: readonly ExtraFact[];
  readonly tolerance: Tolerance;
  /**
   * Why its numbers are compared and shown but not judged: the source leaves out what its result rests on. Null: they are
   * judged.
   */
  readonly unjudged: string | null;
  /** Why the example cannot be run; null when it can. */
  readonly problem: string | null;
};

/** The examples of one file. */
export type Pack = { readonly file: string; readonly examples: readonly Example[] };
