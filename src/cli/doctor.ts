/** `trimtab doctor`: what is installed, what is loaded, what is missing for better answers. */

import { existsSync } from 'node:fs';
import { workloadsFileOf } from '../app/estate-source.ts';
import { cacheFolder, workspaceFolder } from '../app/folders.ts';
import { duckDbVersion } from '../bill/duckdb.ts';
import { listBills } from '../bill/store.ts';
import { shippedFolder } from '../input/shipped-folder.ts';
import { loadMetrics } from '../metrics/metrics-store.ts';
import { estateRequest, printJson, printLines } from './ask-engine.ts';
import { type Command, type ExitCode, JSON_OPTION, WORKLOADS_OPTION, WORKSPACE_OPTION } from './command.ts';

/** One thing looked at. */
type Check = {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
  readonly hint: string | null;
};

export const doctor: Command = {
  name: 'doctor',
  summary: 'Checks the installation and the workspace, and says what would make the answers better.',
  positionals: '',
  arity: [0, 0],
  options: { ...WORKSPACE_OPTION, ...WORKLOADS_OPTION, ...JSON_OPTION },
  async run(input): Promise<ExitCode> {
    const { io } = input;
    const request = estateRequest(input);
    const folder = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const bills = existsSync(folder) ? listBills(folder) : [];
    const metrics = existsSync(folder) ? loadMetrics(folder).size : 0;
    const workloadsFile = workloadsFileOf(request, folder, null);
    const docs = shippedFolder('docs');
    const checks: Check[] = [
      { name: 'node', ok: true, text: process.versions.node, hint: null },
      await duckDbCheck(),
      { name: 'cache', ok: true, text: cacheFolder(io.env, io.platform), hint: null },
      {
        name: 'docs',
        ok: docs !== null,
        text: docs ?? 'none',
        hint: 'Install trimtab again: its documentation is missing.',
      },
      {
        name: 'bills',
        ok: bills.length > 0,
        text: `${bills.length} in ${folder}`,
        hint: 'Import one with `trimtab bill import FILE`.',
      },
      {
        name: 'metrics',
        ok: metrics > 0,
        text: `${metrics} resources`,
        hint: 'Without metrics idle and oversized resources stay hidden: `trimtab metrics import FILE`, docs/metrics.md.',
      },
      {
        name: 'workloads',
        ok: workloadsFile !== null,
        text: workloadsFile ?? 'none',
        hint: 'Without workloads.yaml there are no owners and no SLOs: docs/workloads.md.',
      },
    ];
    if (input.flag('json')) printJson(io, { schema: 'trimtab/doctor/1', checks });
    else {
      printLines(
        io,
        checks.flatMap(({ name, ok, text, hint }) => [
          `${ok ? 'ok     ' : 'missing'}  ${name.padEnd(10)} ${text}`,
          ...(ok || hint === null ? [] : [`         ${hint}`]),
        ]),
      );
    }
    return checks.find(({ name }) => name === 'duckdb')?.ok === false ? 4 : 0;
  },
};

async function duckDbCheck(): Promise<Check> {
  try {
    return { name: 'duckdb', ok: true, text: await duckDbVersion(), hint: null };
  } catch (error) {
    return {
      name: 'duckdb',
      ok: false,
      text: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
      hint: 'Install trimtab again without --omit=optional: DuckDB ships as a package for each platform.',
    };
  }
}
