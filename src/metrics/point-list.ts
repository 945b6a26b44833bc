/** Collects the points of a series in typed arrays, and counts what is no point. */

import type { Points } from './series.ts';
import { secondsOf } from './series-time.ts';

/** Text that is a number: Prometheus writes values as text. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** The value of a point; NaN for what is not known (`NaN`, empty, null), infinities as they are; null for what is no number. */
export function pointValue(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (text === '' || /^(?:nan|null)$/i.test(text)) return Number.NaN;
  if (/^\+?inf(?:inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-inf(?:inity)?$/i.test(text)) return Number.NEGATIVE_INFINITY;
  return NUMBER.test(text) ? Number(text) : null;
}

/** Points that grow in number. */
export class PointList {
  #seconds = new Float64Array(64);
  #values = new Float64Array(64);
  #length = 0;
  /** Points whose time or value could not be read. */
  unread = 0;

  /** Adds a point; NaN and infinities are kept, so that they are counted where the metric is known. */
  add(time: unknown, value: unknown): void {
    const seconds = secondsOf(time);
    const number = pointValue(value);
    if (seconds === null || number === null) {
      this.unread += 1;
      return;
    }
    if (this.#length === this.#seconds.length) this.#grow();
    this.#seconds[this.#length] = seconds;
    this.#values[this.#length] = number;
    this.#length += 1;
  }

  get length(): number {
    return this.#length;
  }

  /** The points so far, in the order in which they came. */
  points(): Points {
    return {
      seconds: this.#seconds.slice(0, this.#length),
      values: this.#values.slice(0, this.#length),
    };
  }

  #grow(): void {
    const [seconds, values] = [this.#seconds, this.#values];
    this.#seconds = new Float64Array(seconds.length * 2);
    this.#values = new Float64Array(values.length * 2);
    this.#seconds.set(seconds);
    this.#values.set(values);
  }
}
