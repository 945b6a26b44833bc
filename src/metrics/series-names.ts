/** What people say of series on the command line: which resource a label means, and which metric a name. */

import { UserError } from '../engine/errors.ts';
import { quote } from '../input/quote.ts';
import { type MetricDefinition, OUR_METRIC_NAMES, ourMetric } from './metric-catalogue.ts';

/** Answers of people, as they were written. */
export type SeriesNames = {
  /** The resource that a label names; null when nobody said. */
  resourceOf(labels: Readonly<Record<string, string>>, words: readonly string[]): string | null;
  /** The metric of a name; null when nobody said. */
  metricOf(name: string): MetricDefinition | null;
  /** The metric of series without a name, or with one that leaves its unit open; null when nobody said. */
  readonly otherwise: MetricDefinition | null;
};

function badOption(option: string, message: string, hint: string): UserError {
  return new UserError({ code: 'usage', message: `--${option}: ${message}`, hint, exitCode: 2 });
}

/** `a=b,c=d` as pairs; the last `=` of each separates, since labels may hold one. */
function pairsOf(text: string): readonly (readonly [string, string])[] {
  const entries = text
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '');
  return entries.map(entry => {
    const at = entry.lastIndexOf('=');
    return [entry.slice(0, Math.max(0, at)).trim(), entry.slice(at + 1).trim()];
  });
}

function mappedResources(text: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [label, resource] of pairsOf(text)) {
    if (label === '' || resource === '')
      throw badOption(
        'map',
        `${quote(text)} is not LABEL=RESOURCE`,
        'For example --map web-1:9100=i-0a1b2c3d.',
      );
    if (map.has(label) && map.get(label) !== resource)
      throw badOption('map', `${quote(label)} is given two resources`, 'Give each label one.');
    map.set(label, resource);
  }
  return map;
}

function mappedMetrics(text: string): ReadonlyMap<string, MetricDefinition> {
  const map = new Map<string, MetricDefinition>();
  for (const [theirs, ours] of pairsOf(text)) {
    const definition = ourMetric(ours);
    if (definition === null)
      throw badOption(
        'metric',
        `${quote(ours)} is no metric that is read`,
        `It is one of ${OUR_METRIC_NAMES.join(', ')}, or a CloudWatch name.`,
      );
    map.set(theirs, definition);
  }
  return map;
}

/**
 * Reads `--map` and `--metric`.
 * @param map `LABEL=RESOURCE,...`: LABEL is the value of a label, or `name=value`
 * @param metric `NAME` for series without a name, or `THEIRS=OURS,...`
 * @throws UserError (usage) when they cannot be read
 */
export function seriesNames(map: string | null, metric: string | null): SeriesNames {
  const resources = mappedResources(map ?? '');
  const metrics = mappedMetrics(metric ?? '');
  return {
    resourceOf: (labels, words) => {
      for (const [name, value] of Object.entries(labels)) {
        const found = resources.get(`${name}=${value}`) ?? resources.get(value);
        if (found !== undefined) return found;
      }
      const word = words.find(each => resources.has(each));
      return word === undefined ? null : (resources.get(word) ?? null);
    },
    metricOf: name => (name === '' ? null : (metrics.get(name) ?? null)),
    otherwise: metrics.get('') ?? null,
  };
}
