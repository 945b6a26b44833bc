/** Reads YAML text into a tree and refuses what could hurt: bombs, cycles, tags, twice given keys. */

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { pathText } from './path-text.ts';
import { quote } from './quote.ts';

/** One thing that is wrong with the text, at a place in it. */
type YamlProblem = {
  readonly code: string;
  /** Characters from the start of the text. */
  readonly offset: number;
  readonly message: string;
  readonly hint: string | null;
};

/** A tree that was read; `problems` is empty when it may be used. */
export type YamlTree = {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly anchors: ReadonlyMap<string, Node>;
  readonly problems: readonly YamlProblem[];
};

/** Values and keys after every alias is written out. A plan of a thousand moves has about ten thousand. */
const MAX_NODES = 50_000;
/** Mappings and lists inside each other; also ends a cycle of aliases. */
const MAX_DEPTH = 32;
const MAX_ALIASES = 1_000;

/** Tags that only say what YAML would read anyway. */
const PLAIN_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map)$/;

/** Our words for the syntax errors that people make; the others keep the parser's. */
const SYNTAX: Readonly<Record<string, readonly [string, string | null]>> = {
  TAB_AS_INDENT: ['a tab is used to indent', 'Indent with spaces.'],
  BAD_INDENT: [
    'the indentation does not fit the lines before',
    'Lines of one mapping or list start in the same column.',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'a second `:` or a nested mapping on one line',
    'Put quotes around text that has a colon.',
  ],
  MULTILINE_IMPLICIT_KEY: ['a key runs over several lines', 'Put the key and its colon on one line.'],
  MISSING_CHAR: [
    'something is missing: a quote, a bracket, a comma or a colon',
    'Close what was opened before this place.',
  ],
  BAD_DQ_ESCAPE: ['an unknown escape in double quotes', 'Use single quotes, or write a backslash as `\\\\`.'],
  BAD_SCALAR_START: ['a value starts with a character that YAML keeps for itself', 'Put quotes around it.'],
  MULTIPLE_DOCS: ['a second document starts here', 'Give one document in a file.'],
  BAD_DIRECTIVE: ['a line starts with `%`', 'Directives are not used here.'],
  RESOURCE_EXHAUSTION: ['mappings and lists are nested too deeply', `At most ${MAX_DEPTH} levels are read.`],
};

function syntaxProblems(document: Document.Parsed): YamlProblem[] {
  const tagsAside = document.warnings.filter(warning => warning.code !== 'TAG_RESOLVE_FAILED');
  // One place that is too deep is reported by every level around it.
  const isRepeated = (code: string, index: number) =>
    code === 'RESOURCE_EXHAUSTION' && document.errors.findIndex(error => error.code === code) < index;
  const errors = document.errors.filter(({ code }, index) => !isRepeated(code, index));
  return [...errors, ...tagsAside].map(({ code, message, pos: [offset] }) => {
    const [words, hint] = SYNTAX[code] ?? [quote(message).slice(1, -1), null];
    return { code: 'yaml-syntax', offset, message: words, hint };
  });
}

type Step = { readonly node: unknown; readonly path: readonly (string | number)[]; readonly offset: number };

/** Walks the tree as if every alias were written out, and collects what is refused. */
class TreeCheck {
  readonly anchors = new Map<string, Node>();
  readonly problems: YamlProblem[] = [];
  #nodes = 0;
  readonly #aliases = new Set<unknown>();
  readonly #reported = new Set<string>();

  /** Once for each place: the walk comes by an anchor as often as it has aliases. */
  #report(code: string, offset: number, message: string, hint: string | null): void {
    const key = `${code} ${offset}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.problems.push({ code, offset, message, hint });
  }

  /** @returns what is inside the node, in the order of the text; null ends the walk. */
  inside({ node, path, offset: parentOffset }: Step): readonly Step[] | null {
    this.#nodes += 1;
    const offset = (node as Node | null)?.range?.[0] ?? parentOffset;
    if (this.#nodes > MAX_NODES || path.length > MAX_DEPTH) {
      const what =
        this.#nodes > MAX_NODES ? `more than ${MAX_NODES} values` : `more than ${MAX_DEPTH} levels`;
      this.#report(
        'yaml-too-large',
        offset,
        `${what}, with every alias written out`,
        'Split the file, or use fewer aliases.',
      );
      return null;
    }
    if (isAlias(node)) return this.#follow(node, path, offset);
    this.#checkTag(node, offset);
    if (isMap(node)) {
      this.#remember(node, offset);
      return this.#pairs(node.items, path, offset);
    }
    if (isSeq(node)) {
      this.#remember(node, offset);
      return node.items.map((item, index) => ({ node: item, path: [...path, index], offset }));
    }
    if (isScalar(node)) this.#remember(node, offset);
    return [];
  }

  #follow(node: { source: string }, path: Step['path'], offset: number): readonly Step[] | null {
    this.#aliases.add(node);
    const target = this.anchors.get(node.source);
    if (this.#aliases.size > MAX_ALIASES) {
      this.#report('yaml-too-large', offset, `more than ${MAX_ALIASES} aliases`, 'Write the values out.');
      return null;
    }
    if (target === undefined) {
      const hint = 'Put quotes around text that starts with `*`, or name an anchor that stands before it.';
      this.#report('yaml-alias', offset, `no anchor ${quote(node.source)} stands before this alias`, hint);
      return [];
    }
    return [{ node: target, path: [...path, `*${node.source}`], offset }];
  }

  #remember(node: Node & { anchor?: string }, offset: number): void {
    const { anchor } = node;
    if (anchor === undefined) return;
    const known = this.anchors.get(anchor);
    if (known !== undefined && known !== node) {
      this.#report(
        'yaml-alias',
        offset,
        `the anchor ${quote(anchor)} is given twice`,
        'Give each anchor its own name.',
      );
    }
    this.anchors.set(anchor, node);
  }

  #checkTag(node: unknown, offset: number): void {
    const tag = (node as { tag?: string } | null)?.tag;
    if (tag === undefined || PLAIN_TAG.test(tag)) return;
    this.#report(
      'yaml-tag',
      offset,
      `the tag ${quote(tag.replace('tag:yaml.org,2002:', '!!'))} is not read here`,
      'Write the value without a tag.',
    );
  }

  #pairs(
    pairs: readonly { key: unknown; value: unknown }[],
    path: Step['path'],
    mapOffset: number,
  ): readonly Step[] {
    const seen = new Set<string>();
    return pairs.flatMap(({ key, value }) => {
      const offset = (key as Node | null)?.range?.[0] ?? mapOffset;
      if (!isScalar(key) || key.value === null) {
        this.#report('yaml-key', offset, 'a key is empty, a list, a mapping or an alias', 'A key is a word.');
        return [];
      }
      this.#remember(key, offset);
      const name = String(key.value);
      const place = pathText([...path, name]);
      if (seen.has(name)) {
        this.#report('yaml-duplicate-key', offset, `${place} is given twice`, 'Remove one of the two.');
      }
      // An own `__proto__` property turns into a prototype as soon as someone copies the object with an assignment.
      if (name === '__proto__') this.#report('yaml-key', offset, `${place} is not allowed as a key`, null);
      seen.add(name);
      return [{ node: value, path: [...path, name], offset }];
    });
  }
}

function checkTree(document: Document.Parsed): TreeCheck {
  const check = new TreeCheck();
  const stack: Step[] = [{ node: document.contents, path: [], offset: 0 }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const inside = check.inside(step);
    if (inside === null) break;
    // Backwards, so that the walk goes in the order of the text: an anchor stands before its aliases.
    for (let index = inside.length - 1; index >= 0; index--) {
      const next = inside[index];
      if (next) stack.push(next);
    }
  }
  return check;
}

/** @param text at most a megabyte: the caller holds it to that */
export function readYamlTree(text: string): YamlTree {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // The parser compares every key with every other one; the walk below does it in one pass.
    uniqueKeys: false,
    resolveKnownTags: false,
    merge: false,
    logLevel: 'error',
  });
  const syntax = syntaxProblems(document);
  const check = syntax.length > 0 ? null : checkTree(document);
  return { document, lines, anchors: check?.anchors ?? new Map(), problems: check?.problems ?? syntax };
}
