/** The parts of Cost Explorer's answers (GetCostAndUsage), whatever a person wrapped around them. */

import { type ExactJson, isJsonObject } from './exact-json.ts';

type JsonObject = { readonly [key: string]: ExactJson };

/** What a group key is a value of. */
export type GroupDefinition = {
  readonly type: 'DIMENSION' | 'TAG' | 'COST_CATEGORY';
  readonly key: string;
};

/** An amount as text, digits untouched. */
export type Metric = { readonly amount: string; readonly unit: string };

/** Amounts of one group in one period; an answer without groups has one without keys. */
export type Group = { readonly keys: readonly string[]; readonly metrics: ReadonlyMap<string, Metric> };

/** `end` is exclusive; both as written. */
export type Period = {
  readonly start: string;
  readonly end: string;
  readonly isEstimated: boolean;
  readonly groups: readonly Group[];
};

/** One answer of the API. */
export type Page = {
  readonly periods: readonly Period[];
  /** Null where the document does not name its groups. */
  readonly groupedBy: readonly GroupDefinition[] | null;
  /** Names of accounts by their number. */
  readonly names: ReadonlyMap<string, string>;
  /** AWS has more pages of this answer. */
  readonly hasNext: boolean;
};

/** How deep inside lists and wrappers (`{request, response}`) an answer is looked for. */
const DEPTH_MAX = 4;

const textOf = (value: ExactJson | undefined) => (typeof value === 'string' ? value : '');

function listOf(value: ExactJson | undefined): readonly ExactJson[] {
  return Array.isArray(value) ? (value as readonly ExactJson[]) : [];
}

function objectsOf(value: ExactJson | undefined): readonly JsonObject[] {
  return listOf(value).filter(isJsonObject);
}

function definitions(value: ExactJson | undefined): readonly GroupDefinition[] {
  return objectsOf(value).map(({ Type, Key }) => ({
    type: Type === 'TAG' || Type === 'COST_CATEGORY' ? Type : 'DIMENSION',
    key: textOf(Key),
  }));
}

/** Groups as the answer names them (`GroupDefinitions`) or as a request kept beside it does (`GroupBy`). */
function groupedBy(object: JsonObject): readonly GroupDefinition[] | null {
  const requests = Object.values(object).filter(isJsonObject);
  const lists = [object.GroupDefinitions, object.GroupBy, ...requests.map(({ GroupBy }) => GroupBy)];
  return lists.map(definitions).find(list => list.length > 0) ?? null;
}

function metricsOf(value: ExactJson | undefined): ReadonlyMap<string, Metric> {
  const entries = Object.entries(isJsonObject(value) ? value : {});
  return new Map(
    entries.flatMap(([name, metric]) => {
      if (!isJsonObject(metric)) return [];
      const { Amount: amount = null, Unit } = metric;
      // What is no number becomes a finding when the cell is read; nothing is an empty cell.
      const text = typeof amount === 'string' ? amount : amount === null ? '' : JSON.stringify(amount);
      return [[name, { amount: text, unit: textOf(Unit) }] as const];
    }),
  );
}

/** Totals are repeated beside groups by some tools: they count only where there are no groups. */
function groupsOf(period: JsonObject): readonly Group[] {
  const groups = objectsOf(period.Groups).map(({ Keys, Metrics }) => ({
    keys: listOf(Keys).map(textOf),
    metrics: metricsOf(Metrics),
  }));
  return (groups.length > 0 ? groups : [{ keys: [], metrics: metricsOf(period.Total) }]).filter(
    ({ metrics }) => metrics.size > 0,
  );
}

function periodOf(period: JsonObject): Period {
  const time = isJsonObject(period.TimePeriod) ? period.TimePeriod : {};
  return {
    start: textOf(time.Start),
    end: textOf(time.End),
    isEstimated: period.Estimated === true,
    groups: groupsOf(period),
  };
}

function namesOf(answer: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    objectsOf(answer.DimensionValueAttributes).map(({ Value, Attributes }) => [
      textOf(Value),
      isJsonObject(Attributes) ? textOf(Attributes.description) : '',
    ]),
  );
}

function findPages(value: ExactJson, outer: readonly GroupDefinition[] | null, depth: number): Page[] {
  if (depth > DEPTH_MAX) return [];
  if (!isJsonObject(value)) return listOf(value).flatMap(member => findPages(member, outer, depth + 1));
  const inner = groupedBy(value) ?? outer;
  if (!Array.isArray(value.ResultsByTime))
    return Object.values(value).flatMap(member => findPages(member, inner, depth + 1));
  return [
    {
      periods: objectsOf(value.ResultsByTime).map(periodOf),
      groupedBy: inner,
      names: namesOf(value),
      hasNext: textOf(value.NextPageToken) !== '',
    },
  ];
}

/** Every answer in a document, in its order. */
export function pagesOf(document: ExactJson): readonly Page[] {
  return findPages(document, null, 0);
}
