import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { meaningOf, OUR_METRIC_NAMES } from '../../src/metrics/metric-catalogue.ts';
import { OBJECT_AGES_LAYOUT, UTILIZATION_LAYOUT } from '../../src/metrics/metric-layouts.ts';
import { readMetrics } from '../../src/metrics/read-metrics.ts';
import type { SeriesSource } from '../../src/metrics/series.ts';

const document = readFileSync('docs/metrics.md', 'utf8');

test('the document names every column of both layouts', () => {
  const { required, optional } = UTILIZATION_LAYOUT;
  // Ranges such as `iopsP50` … `iopsMax` name their first and last column.
  const columns = [...required, ...optional, ...OBJECT_AGES_LAYOUT.required].filter(
    name => !/P9[59]$/.test(name),
  );
  expect(columns.filter(name => !document.includes(`\`${name}\``))).toEqual([]);
});

test('the document names everything that --metric takes, and every metric that it names is read', () => {
  expect(OUR_METRIC_NAMES.filter(name => !document.includes(`\`${name}\``))).toEqual([]);
  const [, chapter = ''] = /### Which metric\n(.*?)\n\n(?!\|)[A-Z]/s.exec(document) ?? [];
  const rows = chapter.split('\n').filter(line => /^\| (?!field)/.test(line));
  const cells = rows.map(row => row.split('|').slice(2, 4));
  const named = (cell: string | undefined) =>
    [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const isKnown = (name: string, source: SeriesSource) => meaningOf(name, source).kind === 'known';

  expect(rows).toHaveLength(11);
  for (const [cloudWatch, others] of cells) {
    expect(named(cloudWatch).filter(name => !isKnown(name, 'cloudwatch'))).toEqual([]);
    expect(named(others).filter(name => !isKnown(name, 'prometheus') && !isKnown(name, 'datadog'))).toEqual(
      [],
    );
  }
});

test('the examples of the document are read without a finding', () => {
  const examples = [...document.matchAll(/```csv\n(.*?)```/gs)].map(match => match[1] ?? '');
  expect(examples).toHaveLength(2);
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-docs-'));
  try {
    const paths = examples.map((_, index) => join(folder, `${index}.csv`));
    paths.forEach((path, index) => {
      writeFileSync(path, examples[index] ?? '');
    });
    const { utilization, findings } = readMetrics(paths);
    expect(findings).toEqual([]);
    expect(utilization.size).toBe(3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
