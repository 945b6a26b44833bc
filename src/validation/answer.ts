/** The contract of an answer: how one kind of worked example is computed by the engine's own functions. */
import type { PriceBook } from '../engine/index.ts';

/** The inputs of a worked example, as its pack states them: hostile until an answer has read them. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What an answer may look up besides its inputs. */
export type Facts = { readonly book: PriceBook };

/** One kind of worked example that the engine can compute. Several answers may share a kind: the first one that accepts the inputs computes it. */
export type Answer = {
  /** The `kind` of the examples, or their `fn` where a pack names one. */
  readonly kind: string;
  /** Whether the inputs have the shape that this answer computes: decided by their keys and types, never by an id. */
  accepts(inputs: Inputs): boolean;
  /** Every key that can be computed from the inputs. Throws an error with a readable message when a value is impossible. */
  compute(inputs: Inputs, facts: Facts): Readonly<Record<string, unknown>>;
  /** For keys whose name carries a question (`costAt730Hours`): their value, or undefined when the key is not understood. */
  resolve?(key: string, inputs: Inputs, computed: Readonly<Record<string, unknown>>): unknown;
  /**
   * For kinds whose inputs are themselves printed rounded: how far a key may be off for that reason alone; 0 where it may not.
   * A result that needs it passes and says so.
   */
  inputRounding?(key: string, inputs: Inputs): number;
};
