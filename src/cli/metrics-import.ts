/** `trimtab metrics import`: reads utilisation into the workspace. */

import { workspaceFolder } from '../app/folders.ts';
import { UserError } from '../engine/errors.ts';
import { addMetrics } from '../metrics/metrics-store.ts';
import { readMetrics } from '../metrics/read-metrics.ts';
import type { MetricsImportReport } from '../report/contract.ts';
import { plural } from '../report/format.ts';
import { findingsText } from '../report/text/findings.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, WORKSPACE_OPTION } from './command.ts';

export const metricsImport: Command = {
  name: 'metrics import',
  summary:
    'Reads utilisation (CPU, memory, IOPS, throughput, last access) and object ages from CSV files; docs/metrics.md lists the columns.',
  positionals: 'FILE...',
  arity: [1, 1000],
  options: {
    ...WORKSPACE_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const { utilization, findings } = readMetrics(positionals);
    if (utilization.size === 0) {
      throw new UserError({
        code: 'no-metrics-read',
        message: ['No metrics could be read.', ...findingsText(findings)].join('\n'),
        hint: 'docs/metrics.md shows the two layouts.',
        exitCode: 3,
      });
    }
    addMetrics(workspaceFolder(input.text('workspace') ?? undefined, io.cwd), utilization);
    const report: MetricsImportReport = {
      schema: 'trimtab/metrics-import/1',
      files: [...positionals],
      resources: utilization.size,
      findings: findings.map(each => ({ ...each })),
    };
    if (input.flag('json')) printJson(io, report);
    else
      printLines(io, [
        `Metrics of ${plural(utilization.size, 'resource')} imported.`,
        ...findingsText(findings),
      ]);
    return 0;
  },
};
