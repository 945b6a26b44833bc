/** A time series as a file gives it, before it is known which resource and metric it belongs to. */

/** How the values of one period were made one point. */
export type Statistic = 'average' | 'sum' | 'maximum' | 'minimum' | 'other';

/** Whose names and units count. */
export type SeriesSource = 'cloudwatch' | 'prometheus' | 'datadog';

/** One part of a series: a page, a file, a column. */
export type SeriesPart = {
  readonly source: SeriesSource;
  readonly file: string;
  /** Record or column it stands in, counted from 1; null where the file has none. */
  readonly row: number | null;
  /** Dimensions, labels or tags, by name as written. */
  readonly labels: Readonly<Record<string, string>>;
  /** Names of resources in free text: a CloudWatch label, a file name. Taken only when they are known to be one. */
  readonly words: readonly string[];
  /** Name of the metric as written; null where the file does not tell. */
  readonly metric: string | null;
  readonly statistic: Statistic | null;
  /** Seconds between points as the file tells; null when it does not. */
  readonly periodSeconds: number | null;
  /** CloudWatch's unit of the points; null when the file does not tell. */
  readonly unit: string | null;
  readonly points: Points;
};

/** Points in the order of the file; seconds since 1970 and values, the same number of both. */
export type Points = {
  readonly seconds: Float64Array;
  readonly values: Float64Array;
};

/** Where parts of series go. */
export type SeriesSink = (part: SeriesPart) => void;

const STATISTICS: Readonly<Record<string, Statistic>> = {
  average: 'average',
  avg: 'average',
  sum: 'sum',
  maximum: 'maximum',
  max: 'maximum',
  minimum: 'minimum',
  min: 'minimum',
  samplecount: 'other',
};

/** A statistic by CloudWatch's word for it; percentiles and trimmed means are `other`; null for any other word. */
export function statisticOf(word: string): Statistic | null {
  const name = word.toLowerCase();
  if (Object.hasOwn(STATISTICS, name)) return STATISTICS[name] ?? null;
  return /^(?:p|tm|wm|tc|ts)\d{1,2}(?:[._]\d+)?$|^iqm$/.test(name) ? 'other' : null;
}
