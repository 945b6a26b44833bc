/** Says of each series which resource and metric it belongs to; what nobody can tell is a finding, with its labels. */

import { quote } from '../input/quote.ts';
import type { BillResources } from './bill-resources.ts';
import { type MetricDefinition, meaningOf } from './metric-catalogue.ts';
import { namedResources } from './resource-labels.ts';
import type { SeriesPart } from './series.ts';
import type { SeriesNames } from './series-names.ts';
import type { SeriesPlace, SeriesReport } from './series-report.ts';

/** A part of a series whose resource and metric are known. */
export type ResolvedPart = {
  readonly part: SeriesPart;
  readonly resourceId: string;
  readonly definition: MetricDefinition;
  /** The metric as written, for findings and conflicts. */
  readonly name: string;
};

/** What resolving needs to know. */
export type ResolveContext = {
  readonly names: SeriesNames;
  /** Null where no bill was imported. */
  readonly bill: BillResources | null;
  readonly report: SeriesReport;
};

const LABELS_SHOWN = 6;

/** Labels of a series in a sentence, safe for a terminal. */
export function labelText({ labels, words }: Pick<SeriesPart, 'labels' | 'words'>): string {
  const all = [...Object.entries(labels).map(([name, value]) => `${name}=${value}`), ...words];
  const shown = all.slice(0, LABELS_SHOWN).map(quote).join(', ');
  if (shown === '') return 'it has no labels';
  return all.length > LABELS_SHOWN ? `${shown} and ${all.length - LABELS_SHOWN} more` : shown;
}

function placeOf({ file, row, metric }: SeriesPart): SeriesPlace {
  return { file, row, name: metric ?? '' };
}

function resourceOf(part: SeriesPart, { names, bill, report }: ResolveContext): string | null {
  const said = names.resourceOf(part.labels, part.words);
  if (said !== null) return said;
  const candidates = namedResources(part.labels, part.words);
  for (const candidate of candidates) {
    const match = bill?.match(candidate) ?? { kind: 'none' };
    if (match.kind === 'found') return match.id;
    if (match.kind === 'several') {
      const ids = match.ids.slice(0, 3).map(quote).join(', ');
      report('metric-resource-ambiguous', placeOf(part), ids);
      return null;
    }
  }
  const sure = candidates.find(({ isSure }) => isSure);
  if (sure === undefined) {
    report('metric-resource-unknown', placeOf(part), labelText(part));
    return null;
  }
  if (bill !== null) report('metric-not-in-bill', placeOf(part), quote(sure.id));
  return sure.id;
}

function definitionOf(part: SeriesPart, { names, report }: ResolveContext): MetricDefinition | null {
  const said = part.metric === null ? null : names.metricOf(part.metric);
  if (said !== null) return said;
  const meaning = part.metric === null ? null : meaningOf(part.metric, part.source);
  if (meaning?.kind === 'known') return meaning.definition;
  const isOpen = meaning === null || meaning.kind === 'ambiguous';
  if (isOpen && names.otherwise !== null) return names.otherwise;
  if (meaning === null) report('metric-no-name', placeOf(part), labelText(part));
  else if (meaning.kind === 'counter') report('metric-counter', placeOf(part));
  else if (meaning.kind === 'ambiguous') report('metric-unit-ambiguous', placeOf(part), labelText(part));
  else report('metric-unknown', placeOf(part));
  return null;
}

function hasRightUnit(part: SeriesPart, definition: MetricDefinition, report: SeriesReport): boolean {
  const { unit } = part;
  if (unit === null || unit === 'None' || definition.unit === null || unit === definition.unit) return true;
  const detail = `points in ${quote(unit)} where ${definition.unit} is expected`;
  report('metric-unit-contradicted', placeOf(part), detail);
  return false;
}

/** The resource and metric of a part; null when a finding says why it is not known. */
export function resolveSeries(part: SeriesPart, context: ResolveContext): ResolvedPart | null {
  const definition = definitionOf(part, context);
  if (definition === null || !hasRightUnit(part, definition, context.report)) return null;
  const resourceId = resourceOf(part, context);
  if (resourceId === null) return null;
  return { part, resourceId, definition, name: part.metric ?? definition.target };
}
