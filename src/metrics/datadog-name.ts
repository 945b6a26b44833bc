/** Reads how Datadog names a series: `avg:system.cpu.idle{host:web-1,env:prod}`, or its tags alone. */

/** A name taken apart. */
export type DatadogName = {
  readonly metric: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly words: readonly string[];
};

/** Space aggregation, metric, tags. The aggregation is over hosts, not over time: it is no statistic of a period. */
const QUERY = /^(?:[a-z0-9]+:)?([A-Za-z][\w.]*)\{([^{}]*)\}/;
const METRIC = /^[A-Za-z]\w*(?:\.\w+)+(?:\s*\([a-z0-9]+\))?$/;
const TAG = /^[A-Za-z][\w./-]*:.+$/;
const TAGS_MAX = 100;

/** `host:web-1,env:prod` by tag; a tag without a value says nothing. */
function labelsOf(scope: string): Record<string, string> {
  const tags = scope.split(/[,|;]/).slice(0, TAGS_MAX);
  const pairs = tags.flatMap((tag): [string, string][] => {
    const [name = '', ...value] = tag.trim().split(':');
    return value.length === 0 || name === '' ? [] : [[name, value.join(':')]];
  });
  return Object.fromEntries(pairs);
}

/** The metric of a cell that names it: `system.cpu.idle (avg)`. */
export function datadogMetric(cell: string): string | null {
  const name = QUERY.exec(cell)?.[1] ?? cell.replace(/\s*\([a-z0-9]+\)$/, '').replace(/^[a-z0-9]+:/, '');
  return name === '' ? null : name;
}

/** Takes a column's head or a cell with tags apart. */
export function datadogName(text: string): DatadogName {
  const query = QUERY.exec(text);
  if (query !== null) return { metric: query[1] ?? null, labels: labelsOf(query[2] ?? ''), words: [] };
  if (METRIC.test(text)) return { metric: datadogMetric(text), labels: {}, words: [] };
  if (text.split(/[,|;]/).every(tag => TAG.test(tag.trim())))
    return { metric: null, labels: labelsOf(text), words: [] };
  return { metric: null, labels: {}, words: text === '' || text === '*' ? [] : [text] };
}
