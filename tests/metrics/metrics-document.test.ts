import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OBJECT_AGES_LAYOUT, UTILIZATION_LAYOUT } from '../../src/metrics/metric-layouts.ts';
import { readMetrics } from '../../src/metrics/read-metrics.ts';

const document = readFileSync('docs/metrics.md', 'utf8');

test('the document names every column of both layouts', () => {
  const { required, optional } = UTILIZATION_LAYOUT;
  // Ranges such as `iopsP50` … `iopsMax` name their first and last column.
  const columns = [...required, ...optional, ...OBJECT_AGES_LAYOUT.required].filter(
    name => !/P9[59]$/.test(name),
  );
  expect(columns.filter(name => !document.includes(`\`${name}\``))).toEqual([]);
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
