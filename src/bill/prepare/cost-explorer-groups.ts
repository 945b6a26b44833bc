/** What the groups of Cost Explorer's answers are, and the column that each becomes. */

import { isRecordType } from '../formats/aws-record-types.ts';
import type { GroupDefinition, Page } from './cost-explorer-answer.ts';

/** An answer whose groups have names and columns; a group without a column is not kept. */
export type NamedPage = Page & {
  readonly groups: readonly { readonly definition: GroupDefinition; readonly column: string | null }[];
  /** The document did not name all of its groups. */
  readonly isInferred: boolean;
};

/** Group columns that the format reads; tags and cost categories besides. */
const DIMENSIONS: ReadonlySet<string> = new Set([
  'AZ',
  'INSTANCE_TYPE',
  'INVOICING_ENTITY',
  'LEGAL_ENTITY_NAME',
  'LINKED_ACCOUNT',
  'OPERATION',
  'PAYER_ACCOUNT',
  'PURCHASE_TYPE',
  'RECORD_TYPE',
  'REGION',
  'RESOURCE_ID',
  'SERVICE',
  'USAGE_TYPE',
]);

const ACCOUNT = /^\d{12}$/;
const REGION = /^(?:[a-z]{2,3}(?:-[a-z]+)+-\d|global|NoRegion)$/;
/** `env$prod`: the key of a tag or cost category, and its value, empty where it is not set. */
const TAG_VALUE = /^([^$]+)\$/;
/** How AWS says that a dimension does not apply: `NoRegion`, `NoInstanceType`. */
const NONE = /^No[A-Z][A-Za-z]+$/;

/** Longest key of a tag in a column name; AWS allows 128 characters. */
const KEY_MAX = 256;

function dimension(key: string): GroupDefinition {
  return { type: 'DIMENSION', key };
}

/** What the keys at one place are by their values; services when nothing else fits. */
function inferDefinition(values: ReadonlySet<string>): GroupDefinition {
  const known = [...values].filter(value => value !== '');
  const all = (test: (value: string) => boolean) => known.length > 0 && known.every(test);
  if (all(value => ACCOUNT.test(value))) return dimension('LINKED_ACCOUNT');
  if (all(isRecordType)) return dimension('RECORD_TYPE');
  if (all(value => REGION.test(value))) return dimension('REGION');
  const tags = new Set(known.map(value => TAG_VALUE.exec(value)?.[1]));
  const [tag] = tags;
  return tags.size === 1 && tag !== undefined ? { type: 'TAG', key: tag } : dimension('SERVICE');
}

/** What the groups of an answer are, and whether the document said so. */
function definitionsOf(page: Page): { names: readonly GroupDefinition[]; isInferred: boolean } {
  const keys = page.periods.flatMap(({ groups }) => groups.map(group => group.keys));
  const places = keys.reduce((most, { length }) => Math.max(most, length), 0);
  const named = page.groupedBy ?? [];
  if (named.length >= places) return { names: named, isInferred: false };
  const inferred = Array.from({ length: places }, (_, place) =>
    inferDefinition(new Set(keys.map(key => key[place] ?? ''))),
  );
  return { names: [...named, ...inferred.slice(named.length)], isInferred: true };
}

/** Keys come from the document: nothing that a terminal obeys, and not endless. */
function plain(key: string): string {
  return key.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, KEY_MAX);
}

/** How a person calls a group: `SERVICE`, `TAG env`. */
export function groupName({ type, key }: GroupDefinition): string {
  return type === 'DIMENSION' ? plain(key) : `${type} ${plain(key)}`;
}

/** Column of a group; null for a dimension that has no place in a bill. */
function groupColumn({ type, key }: GroupDefinition): string | null {
  if (type !== 'DIMENSION') return `GroupBy.${type}.${plain(key)}`;
  return DIMENSIONS.has(key) ? `GroupBy.${key}` : null;
}

/** Value of a group; empty where AWS says that there is none. */
export function groupValue({ type, key }: GroupDefinition, value: string): string {
  if (type !== 'DIMENSION') return value.startsWith(`${key}$`) ? value.slice(key.length + 1) : value;
  return key !== 'SERVICE' && NONE.test(value) ? '' : value;
}

/** Names the groups of an answer: as the document does, else by their values. */
export function nameGroups(page: Page): NamedPage {
  const { names, isInferred } = definitionsOf(page);
  const taken = new Set<string>();
  const groups = names.map(definition => {
    const column = groupColumn(definition);
    // The same name twice: one of the two is not what it seems.
    if (column === null || taken.has(column)) return { definition, column: null };
    taken.add(column);
    return { definition, column };
  });
  return { ...page, groups, isInferred };
}
