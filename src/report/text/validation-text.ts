/** Worked examples as text: a table with the value that decides, the ones that fail in full, a sentence. */

import type { ValidateReport } from '../contract.ts';
import { figure, plural } from '../format.ts';
import { table, wrap } from './table.ts';

type Example = ValidateReport['examples'][number];
type Comparison = Example['comparisons'][number];

/** Differences that a failing example lists. */
const LISTED_MAX = 10;

const STATUS_TEXT: Readonly<Record<Example['status'], string>> = {
  pass: 'pass',
  fail: 'FAIL',
  computed: 'computed',
  'not-covered': 'NOT COVERED',
};

/** A published or computed value in a cell: numbers to six digits, lists and mappings as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === 'number') return figure(value);
  if (value === null || value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value, shorter);
}

const shorter = (_key: string, value: unknown) => (typeof value === 'number' ? Number(figure(value)) : value);

/** A difference in a cell; what is only rounding of floats is 0. */
export function errorText(error: number | null): string {
  if (error === null) return '-';
  return error < 1e-9 ? '0' : figure(error, 2);
}

/** The value that a row shows: the first that is off, else the one with the largest error, else the first. */
function deciding(comparisons: readonly Comparison[]): Comparison | undefined {
  const miss = comparisons.find(({ isWithin }) => !isWithin);
  return miss ?? comparisons.toSorted((a, b) => (b.error ?? -1) - (a.error ?? -1))[0];
}

function cells(example: Example): readonly string[] {
  const { id, kind, status, computed, comparisons, error } = example;
  const shown = deciding(comparisons);
  const [first] = Object.entries(computed ?? {});
  const named = (path: string, value: unknown) => (path === '' ? '-' : `${path} ${valueText(value)}`);
  return [
    id,
    kind,
    STATUS_TEXT[status],
    shown ? named(shown.path, shown.published) : '-',
    shown ? valueText(shown.computed) : first ? named(...first) : '-',
    errorText(error),
  ];
}

function failureText(example: Example, width: number): readonly string[] {
  const misses = example.comparisons.filter(({ isWithin }) => !isWithin);
  const rest = misses.length - LISTED_MAX;
  return [
    ...wrap(`${example.id} (${example.file}): ${example.reason ?? ''}`, width),
    ...misses
      .slice(0, LISTED_MAX)
      .flatMap(({ path, published, computed, error }) =>
        wrap(
          `${path}: published ${valueText(published)}, computed ${valueText(computed)}${error === null ? '' : `, off by ${errorText(error)}`}`,
          width - 2,
        ).map(line => `  ${line}`),
      ),
    ...(rest > 0 ? [`  and ${plural(rest, 'more value')}`] : []),
  ];
}

function summary({ examples, passed, failed, notCovered, computed }: ValidateReport): string {
  const parts = [
    `${passed} pass`,
    ...(computed > 0 ? [`${computed} computed and not judged`] : []),
    `${failed} fail`,
    `${notCovered} not covered`,
  ];
  return `${plural(examples.length, 'example')}: ${parts.join(', ')}.`;
}

/** What became of the examples. */
export function validationText(report: ValidateReport, width: number): string[] {
  const { examples } = report;
  const broken = examples.filter(({ status }) => status === 'fail' || status === 'not-covered');
  return [
    ...table(
      [
        { head: 'Example', shrink: 24 },
        { head: 'Kind', shrink: 8 },
        { head: 'Status' },
        { head: 'Published', shrink: 10 },
        { head: 'Computed', shrink: 8 },
        { head: 'Error', align: 'right' },
      ],
      examples.map(cells),
      width,
    ),
    '',
    ...(broken.length === 0 ? [] : [...broken.flatMap(example => failureText(example, width)), '']),
    ...wrap(summary(report), width),
  ];
}
