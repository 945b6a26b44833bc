/** The queries of a CloudWatch request: the answer names series by them and says nothing else of their dimensions. */

import { isRecord, textOf } from './json-values.ts';
import { type Statistic, statisticOf } from './series.ts';

/** What a query says of its series. */
export type CloudWatchQuery = {
  readonly metric: string | null;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic | null;
  readonly periodSeconds: number | null;
  readonly unit: string | null;
};

function dimensionsOf(list: unknown): Record<string, string> {
  const pairs = (Array.isArray(list) ? list : []).slice(0, 30).flatMap((item): [string, string][] => {
    const [name, value] = isRecord(item) ? [textOf(item, 'Name'), textOf(item, 'Value')] : [null, null];
    return name === null || value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(pairs);
}

/** A number of seconds, 1 second to 1 year; null for anything else. */
function periodOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 1 && value <= 31_536_000 ? value : null;
}

/** The query of an object with `Id` and `MetricStat` or `Expression`; null for any other. */
export function queryOf(value: unknown): { readonly id: string; readonly query: CloudWatchQuery } | null {
  if (!isRecord(value)) return null;
  const id = textOf(value, 'Id');
  if (id === null) return null;
  const stat = value.MetricStat;
  if (!isRecord(stat)) {
    const isExpression = textOf(value, 'Expression') !== null;
    const period = periodOf(value.Period);
    const query = { metric: null, dimensions: {}, statistic: null, periodSeconds: period, unit: null };
    return isExpression ? { id, query } : null;
  }
  const metric = isRecord(stat.Metric) ? stat.Metric : {};
  return {
    id,
    query: {
      metric: textOf(metric, 'MetricName'),
      dimensions: dimensionsOf(metric.Dimensions),
      statistic: statisticOf(textOf(stat, 'Stat') ?? ''),
      periodSeconds: periodOf(stat.Period),
      unit: textOf(stat, 'Unit'),
    },
  };
}

/** Queries by id. An id that two requests give to different series names none: it would be a guess. */
export class QueryBook {
  readonly #queries = new Map<string, { readonly text: string; readonly query: CloudWatchQuery }>();
  readonly #ambiguous = new Set<string>();

  add(id: string, query: CloudWatchQuery): void {
    const text = JSON.stringify(query);
    const known = this.#queries.get(id);
    if (known !== undefined && known.text !== text) this.#ambiguous.add(id);
    this.#queries.set(id, { text, query });
  }

  isAmbiguous(id: string): boolean {
    return this.#ambiguous.has(id);
  }

  get(id: string): CloudWatchQuery | null {
    return this.#ambiguous.has(id) ? null : (this.#queries.get(id)?.query ?? null);
  }

  *[Symbol.iterator](): Generator<[string, CloudWatchQuery]> {
    for (const [id, { query }] of this.#queries) yield [id, query];
  }
}
