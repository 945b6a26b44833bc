/** Makes series of what Prometheus answers to a range query. */

import { quote } from '../input/quote.ts';
import { isRecord, type JsonRecord, listOf, textOf } from './json-values.ts';
import { suffixOf } from './metric-catalogue.ts';
import { PointList } from './point-list.ts';
import { type SeriesSink, statisticOf } from './series.ts';
import type { SeriesReport } from './series-report.ts';

const LABELS_MAX = 100;
const LABEL_TEXT_MAX = 2_048;

/** Labels of a series by name, without the name of the metric. */
function labelsOf(metric: JsonRecord): Record<string, string> {
  const labels = Object.entries(metric).flatMap(([name, value]): [string, string][] =>
    name !== '__name__' && typeof value === 'string' ? [[name, value.slice(0, LABEL_TEXT_MAX)]] : [],
  );
  return Object.fromEntries(labels.slice(0, LABELS_MAX));
}

/** A series in words: `node_load1{instance="web-1:9100"}`. */
function nameOf(metric: JsonRecord): string {
  const labels = Object.entries(labelsOf(metric)).map(([name, value]) => `${name}="${value}"`);
  return `${textOf(metric, '__name__') ?? ''}{${labels.join(',')}}`;
}

/** Hands out an element of `data.result`. @returns points read; null when it is no series */
export function addPrometheusSeries(
  value: JsonRecord,
  place: { readonly file: string; readonly row: number },
  emit: SeriesSink,
  report: SeriesReport,
): number | null {
  if (!isRecord(value.metric) || !Array.isArray(value.values)) return null;
  const { metric } = value;
  const list = new PointList();
  for (const pair of listOf(value, 'values')) {
    if (Array.isArray(pair)) list.add(pair[0], pair[1]);
    else list.unread += 1;
  }
  report.unread({ ...place, name: nameOf(metric) }, list.unread);
  const name = textOf(metric, '__name__');
  const suffix = name === null ? null : suffixOf(name);
  emit({
    source: 'prometheus',
    ...place,
    labels: labelsOf(metric),
    words: [],
    metric: name,
    statistic: suffix === null ? null : statisticOf(suffix),
    periodSeconds: null,
    unit: null,
    points: list.points(),
  });
  return list.length;
}

/** What a Prometheus answer says besides its series: errors and warnings, quoted. */
export function prometheusMessages(document: JsonRecord): readonly string[] {
  const warnings = listOf(document, 'warnings').filter(text => typeof text === 'string');
  const error = textOf(document, 'error');
  return [...(error === null ? [] : [error]), ...warnings].map(quote);
}
