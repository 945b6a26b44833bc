/** Cost Explorer's answer (GetCostAndUsage) as a table: one line for each period and group. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type ExactJson, isJsonObject, parseExactJson } from './exact-json.ts';
import type { JsonTableWriter } from './json-table.ts';
import { openTable } from './table-writer.ts';

const text = (value: ExactJson | undefined) => (typeof value === 'string' ? value : '');

export const writeCostExplorerTable: JsonTableWriter = async (file, isGzip, target) => {
  const bytes = readFileSync(file.path);
  const answer = parseExactJson((isGzip ? gunzipSync(bytes) : bytes).toString('utf8'));
  const periods = isJsonObject(answer) && Array.isArray(answer.ResultsByTime) ? answer.ResultsByTime : [];
  const table = await openTable(target, [
    'TimePeriod.Start',
    'TimePeriod.End',
    'SERVICE',
    'UnblendedCost',
    'AmortizedCost',
    'Unit',
  ]);
  for (const period of periods as readonly ExactJson[]) {
    if (!isJsonObject(period) || !isJsonObject(period.TimePeriod)) continue;
    const groups =
      Array.isArray(period.Groups) && period.Groups.length > 0
        ? period.Groups
        : [{ Metrics: period.Total ?? {} }];
    for (const group of groups as readonly ExactJson[]) {
      if (!isJsonObject(group) || !isJsonObject(group.Metrics)) continue;
      const cells = new Map([
        ['TimePeriod.Start', text(period.TimePeriod.Start)],
        ['TimePeriod.End', text(period.TimePeriod.End)],
        ['SERVICE', Array.isArray(group.Keys) ? text(group.Keys[0]) : ''],
      ]);
      for (const [metric, amount] of Object.entries(group.Metrics)) {
        if (!isJsonObject(amount)) continue;
        cells.set(metric, text(amount.Amount));
        cells.set('Unit', text(amount.Unit));
      }
      await table.write(cells);
    }
  }
  await table.close();
};
