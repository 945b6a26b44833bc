/** Reads a YAML file that a person wrote, and says what is wrong with it in the person's words, by line and column. */

import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { z } from 'zod';
import type { Finding } from '../engine/finding.ts';
import { findingLog } from './finding-log.ts';
import { type Path, pathText } from './path-text.ts';
import { readTextFile } from './read-text-file.ts';
import { checkSchema, type SchemaProblem } from './schema-problems.ts';
import { assertStrict } from './strict-schema.ts';
import { readYamlTree, type YamlTree } from './yaml-tree.ts';

/** A place in a text file; both count from 1. */
type TextPosition = { readonly line: number; readonly column: number };

/** What came out of a YAML file. */
export type ParsedYaml<T> = {
  /** Null when anything is wrong: a plan that is half read is not a plan. */
  readonly value: T | null;
  readonly findings: readonly Finding[];
  /**
   * Where the value at a path stands, so that problems found later can name the line; the nearest place above it when
   * the path itself is not in the file; null when the file has no such place at all.
   */
  locate(path: Path): TextPosition | null;
};

/** A person's file. The longest plan that we could think of is a tenth of it. */
export const MAX_YAML_BYTES = 1_000_000;
/** Nobody mends more at once. */
const MAX_FINDINGS = 50;

/** What YAML does not allow in a file; tab and line breaks are allowed. */
const CONTROL = /(?![\t\n\r\u0085])\p{Cc}/u;

function toFinding(
  file: string,
  position: TextPosition | null,
  problem: Omit<Finding, 'source' | 'severity'>,
): Finding {
  const column = position === null ? null : `${position.line}:${position.column}`;
  return { ...problem, severity: 'error', source: { file, row: position?.line ?? null, column } };
}

function positionAt({ lines }: YamlTree, offset: number): TextPosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Character offsets of a value and of its key. */
type Place = { readonly key: number | null; readonly value: number | null };

function step(tree: YamlTree, node: unknown, part: PropertyKey): { node: unknown; place: Place } | null {
  const target = isAlias(node) ? tree.anchors.get(node.source) : node;
  const offsetOf = (inner: unknown) => (inner as Node | null)?.range?.[0] ?? null;
  if (isSeq(target)) {
    const item: unknown = typeof part === 'number' ? target.items[part] : undefined;
    return item === undefined ? null : { node: item, place: { key: null, value: offsetOf(item) } };
  }
  if (!isMap(target)) return null;
  const pair = target.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair ? { node: pair.value, place: { key: offsetOf(pair.key), value: offsetOf(pair.value) } } : null;
}

/** The last place of the path that the file has. */
function placeOf(tree: YamlTree, path: Path): Place {
  let node: unknown = tree.document.contents;
  let place: Place = { key: null, value: tree.document.contents?.range[0] ?? null };
  for (const part of path) {
    const next = step(tree, node, part);
    if (next === null) break;
    ({ node, place } = next);
  }
  return place;
}

function locateIn(tree: YamlTree, path: Path, isKey: boolean): TextPosition | null {
  const { key, value } = placeOf(tree, path);
  const offset = isKey ? (key ?? value) : (value ?? key);
  return offset === null ? null : positionAt(tree, offset);
}

function schemaFinding(tree: YamlTree, file: string, problem: SchemaProblem): Finding {
  const { code, path, isKey, message, hint } = problem;
  const place = pathText(path);
  const sentence = place === '' ? message : `${place}: ${message}`;
  return toFinding(file, locateIn(tree, path, isKey), { code, message: sentence, hint });
}

/** In the order of the file. Only what is shown is looked for in it: each search runs through whole mappings. */
function schemaFindings(
  tree: YamlTree,
  file: string,
  problems: readonly SchemaProblem[],
): readonly Finding[] {
  const shown = problems.slice(0, MAX_FINDINGS).map(problem => schemaFinding(tree, file, problem));
  const columnOf = ({ source }: Finding) => Number(source?.column?.split(':')[1] ?? 0);
  shown.sort((a, b) => (a.source?.row ?? 0) - (b.source?.row ?? 0) || columnOf(a) - columnOf(b));
  const rest = problems
    .slice(MAX_FINDINGS)
    .map(({ code, message, hint }) => toFinding(file, null, { code, message, hint }));
  return limited([...shown, ...rest]);
}

function limited(findings: readonly Finding[]): readonly Finding[] {
  const log = findingLog(MAX_FINDINGS);
  for (const finding of findings) log.add(finding);
  return log.all();
}

/** Problems of the text that need no parser; null when there are none. */
function textProblem(
  text: string,
): { offset: number; code: string; message: string; hint: string | null } | null {
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    const message = `the file is larger than ${MAX_YAML_BYTES / 1_000_000} MB`;
    return { offset: 0, code: 'file-too-large', message, hint: 'Split it, or leave out what is generated.' };
  }
  const offset = text.search(CONTROL);
  if (offset < 0) return null;
  const code = (text.codePointAt(offset) ?? 0).toString(16).padStart(4, '0');
  const message = `the control character U+${code.toUpperCase()} stands in the text`;
  return {
    offset,
    code: 'control-character',
    message,
    hint: 'Remove it; inside double quotes it can be written as an escape.',
  };
}

function unread<T>(finding: Finding): ParsedYaml<T> {
  return { value: null, findings: [finding], locate: () => null };
}

/**
 * Reads YAML text and checks it against a schema.
 * @param schema every object in it is `z.strictObject`; a message that it states itself is shown as it is
 * @param file its name for the findings
 * @throws BugError when the schema would let an unknown key pass
 */
export function parseYaml<T>(text: string, schema: z.ZodType<T>, file: string): ParsedYaml<T> {
  assertStrict(schema);
  const unreadable = textProblem(text);
  if (unreadable !== null) {
    const { offset, ...problem } = unreadable;
    const before = text.slice(0, offset).split(/\r\n|\r|\n/);
    const column = (before.at(-1)?.length ?? 0) + 1;
    return unread(toFinding(file, { line: before.length, column }, problem));
  }
  const tree = readYamlTree(text);
  const locate = (path: Path) => locateIn(tree, path, false);
  if (tree.problems.length > 0) {
    const findings = tree.problems.map(({ offset, ...problem }) =>
      toFinding(file, positionAt(tree, offset), problem),
    );
    return { value: null, findings: limited(findings), locate };
  }
  if (tree.document.contents === null) {
    return unread(toFinding(file, null, { code: 'empty-file', message: 'the file is empty', hint: null }));
  }
  // The walk has already written every alias out and counted.
  const checked = checkSchema(tree.document.toJS({ maxAliasCount: -1 }), schema);
  if (checked.kind === 'valid') return { value: checked.value, findings: [], locate };
  return { value: null, findings: schemaFindings(tree, file, checked.problems), locate };
}

/**
 * Reads a YAML file and checks it against a schema.
 * @throws UserError when there is no such file or it cannot be read (exit code 3)
 */
export function readYamlFile<T>(path: string, schema: z.ZodType<T>): ParsedYaml<T> {
  const read = readTextFile(path, MAX_YAML_BYTES);
  return read.kind === 'text' ? parseYaml(read.text, schema, path) : unread(read.finding);
}
