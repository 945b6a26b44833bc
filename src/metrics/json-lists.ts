/** Cuts JSON text of any length into the elements of its long lists, so that no whole file is ever in memory. */

/** What comes out of the text. */
export type JsonListsOptions = {
  /** Keys whose lists are handed out element by element. */
  readonly lists: ReadonlySet<string>;
  /** An object of one of the lists, as text. */
  onElement(list: string, text: string): void;
  /** A whole document, its long lists left empty. */
  onDocument(text: string): void;
};

/** Brackets inside each other: answers of the known kinds have about eight. */
const DEPTH_MAX = 32;
/** Characters of one element: a month of seconds is a fifth of it. */
const ELEMENT_MAX = 64_000_000;
/** Characters of a document without its long lists. */
const REST_MAX = 16_000_000;

const QUOTE = '"';
const OPENS: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** Text that is not JSON of this kind; the message says what is wrong. */
export class JsonTextError extends Error {}

/** Gathers text over chunks up to a limit. */
class Gathered {
  #parts: string[] = [];
  #length = 0;
  readonly #limit: number;
  readonly #what: string;

  constructor(limit: number, what: string) {
    this.#limit = limit;
    this.#what = what;
  }

  add(text: string): void {
    this.#length += text.length;
    if (this.#length > this.#limit)
      throw new JsonTextError(`${this.#what} is longer than ${this.#limit / 1_000_000} million characters`);
    this.#parts.push(text);
  }

  take(): string {
    const text = this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    return text;
  }
}

/**
 * Takes text in chunks. Documents stand one after the other, or as objects of one list around them all; a key counts at
 * any depth outside a list that is handed out.
 */
export class JsonLists {
  readonly #options: JsonListsOptions;
  /** Closing brackets that are waited for, outermost first. */
  readonly #open: string[] = [];
  #isQuoted = false;
  #isEscaped = false;
  /** The last text in quotes, and whether a colon followed. */
  #word = new Gathered(REST_MAX, 'a text');
  #lastWord = '';
  #key: string | null = null;
  /** The list that is handed out, and the depth of its elements. */
  #list: { readonly name: string; readonly depth: number } | null = null;
  readonly #element = new Gathered(ELEMENT_MAX, 'one record');
  readonly #rest = new Gathered(REST_MAX, 'the text around the records');
  /** 1 when one list stands around all documents. */
  #base = 0;

  constructor(options: JsonListsOptions) {
    this.#options = options;
  }

  /** @throws JsonTextError */
  take(chunk: string): void {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (this.#isQuoted) {
        at = this.#quoted(chunk, at);
        continue;
      }
      const character = chunk[at] ?? '';
      if (character === QUOTE) {
        this.#isQuoted = true;
        this.#strayAt(character);
      } else if (character === '{' || character === '[') {
        start = this.#opens(character, chunk, start, at);
      } else if (character === '}' || character === ']') {
        start = this.#closes(character, chunk, start, at);
      } else if (character === ':') {
        this.#key = this.#lastWord;
      } else if (character > ' ') {
        if (character !== ',') this.#strayAt(character);
        this.#key = null;
      }
    }
    this.#gather(chunk.slice(start));
  }

  /** @throws JsonTextError when the text ends inside a document */
  end(): void {
    if (this.#open.length > 0 || this.#isQuoted)
      throw new JsonTextError('the text ends before its last bracket is closed');
  }

  /** Follows a text in quotes. @returns the place of its last character in this chunk */
  #quoted(chunk: string, from: number): number {
    let at = from;
    for (; at < chunk.length; at++) {
      const character = chunk[at];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (character === '\\') this.#isEscaped = true;
      else if (character === QUOTE) break;
    }
    const isKeyPossible = this.#list === null;
    if (isKeyPossible) this.#word.add(chunk.slice(from, at));
    if (at < chunk.length) {
      this.#isQuoted = false;
      this.#lastWord = isKeyPossible ? this.#word.take() : '';
      this.#key = null;
    }
    return Math.min(at, chunk.length - 1);
  }

  get #isOutside(): boolean {
    return this.#open.length <= this.#base;
  }

  /** Between documents and between elements of a list only objects may stand. */
  #strayAt(character: string): void {
    const isBetween = this.#isOutside || this.#open.length === this.#list?.depth;
    if (isBetween) throw new JsonTextError(`there is ${JSON.stringify(character)} where an object begins`);
  }

  #gather(text: string): void {
    if (text === '') return;
    if (this.#list === null) {
      if (this.#open.length > this.#base) this.#rest.add(text);
    } else if (this.#open.length > this.#list.depth) this.#element.add(text);
  }

  /** @returns where the text that is not gathered yet begins */
  #opens(character: '{' | '[', chunk: string, start: number, at: number): number {
    const key = this.#key;
    this.#key = null;
    if (this.#open.length >= DEPTH_MAX) throw new JsonTextError(`brackets stand more than ${DEPTH_MAX} deep`);
    if (this.#open.length === 0 && character === '[') {
      this.#open.push(']');
      this.#base = 1;
      return at + 1;
    }
    if (character === '[') this.#strayAt(character);
    const isFirst = this.#isOutside || this.#open.length === this.#list?.depth;
    this.#open.push(OPENS[character] ?? '');
    if (isFirst) return at;
    const isLong = this.#list === null && character === '[' && key !== null && this.#options.lists.has(key);
    if (!isLong) return start;
    this.#rest.add(chunk.slice(start, at + 1));
    this.#list = { name: key, depth: this.#open.length };
    return at + 1;
  }

  #closes(character: '}' | ']', chunk: string, start: number, at: number): number {
    if (this.#open.pop() !== character)
      throw new JsonTextError(`there is a ${character} that closes nothing`);
    this.#key = null;
    if (this.#list !== null) {
      if (this.#open.length === this.#list.depth) {
        this.#element.add(chunk.slice(start, at + 1));
        this.#options.onElement(this.#list.name, this.#element.take());
        return at + 1;
      }
      if (this.#open.length < this.#list.depth) {
        this.#list = null;
        return at;
      }
      return start;
    }
    if (this.#open.length > this.#base || character === ']') {
      if (this.#open.length === 0) this.#base = 0;
      return this.#open.length === 0 ? at + 1 : start;
    }
    this.#rest.add(chunk.slice(start, at + 1));
    this.#options.onDocument(this.#rest.take());
    return at + 1;
  }
}
