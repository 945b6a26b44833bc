/** Usage of one pool while its rows are read, in whatever order they come. */

/** A growing array of hours; it holds only the hours between the first and the last that were given. */
export class HourSeries {
  #from = 0;
  #values = new Float64Array(0);
  #isGiven = new Uint8Array(0);
  /** Hours that were given. */
  given = 0;
  /** Rows that fell on an hour that was given before. */
  repeated = 0;

  /** Hours that are held in memory. */
  get size(): number {
    return this.#values.length;
  }

  /** Adds a quantity to an hour. */
  add(hour: number, quantity: number): void {
    if (hour < this.#from || hour >= this.#from + this.#values.length) this.#grow(hour);
    const at = hour - this.#from;
    this.#values[at] = (this.#values[at] ?? 0) + quantity;
    if (this.#isGiven[at] === 1) this.repeated += 1;
    else {
      this.#isGiven[at] = 1;
      this.given += 1;
    }
  }

  /** The hours from `start` on; those that were not given are 0. */
  toArray(start: number, hours: number): Float64Array {
    const result = new Float64Array(hours);
    const end = Math.min(this.#from + this.#values.length, start + hours);
    for (let hour = Math.max(this.#from, start); hour < end; hour++) {
      result[hour - start] = this.#values[hour - this.#from] ?? 0;
    }
    return result;
  }

  /** Marks the hours that were given, in an array that starts at `start`. */
  markGiven(marks: Uint8Array, start: number): void {
    this.#isGiven.forEach((isGiven, index) => {
      if (isGiven === 1) marks[this.#from + index - start] = 1;
    });
  }

  /** Makes room for an hour, by at least half as much again on the side where it lies: rows come in sequence. */
  #grow(hour: number): void {
    const length = this.#values.length;
    const room = Math.max(24, length >> 1);
    const isEmpty = length === 0;
    const from = isEmpty ? hour : Math.min(this.#from, hour < this.#from ? Math.max(0, hour - room) : hour);
    const end = isEmpty
      ? hour + 1
      : Math.max(this.#from + length, hour >= this.#from + length ? hour + 1 + room : 0);
    const values = new Float64Array(end - from);
    const isGiven = new Uint8Array(end - from);
    values.set(this.#values, isEmpty ? 0 : this.#from - from);
    isGiven.set(this.#isGiven, isEmpty ? 0 : this.#from - from);
    this.#from = from;
    this.#values = values;
    this.#isGiven = isGiven;
  }
}
