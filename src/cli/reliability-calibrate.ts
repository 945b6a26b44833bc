/** `trimtab reliability calibrate`: incidents into the workspace, and what they say about the defaults. */

import { resolve } from 'node:path';
import { readWorkloads, workloadsFileOf } from '../app/estate-source.ts';
import { workspaceFolder } from '../app/folders.ts';
import { UserError } from '../engine/errors.ts';
import type { Finding } from '../engine/finding.ts';
import { calibrateWorkloads } from '../incidents/calibrate-workloads.ts';
import { type IncidentHistory, periodOf, yearsOf } from '../incidents/incident.ts';
import { addIncidents, loadIncidents } from '../incidents/incident-store.ts';
import { readIncidents } from '../incidents/read-incidents.ts';
import { reliabilityCalibrateReport } from '../report/reliability-report.ts';
import { findingsText } from '../report/text/findings.ts';
import { reliabilityCalibrateText } from '../report/text/reliability-text.ts';
import { estateRequest, printJson, printLines } from './ask-engine.ts';
import {
  type Command,
  type CommandInput,
  JSON_OPTION,
  usageError,
  WORKLOADS_OPTION,
  WORKSPACE_OPTION,
} from './command.ts';

export const reliabilityCalibrate: Command = {
  name: 'reliability calibrate',
  summary:
    'Reads incident exports (PagerDuty CSV) into the workspace and shows, by workload, the default rate and length of incidents, the observed ones, and both together; without FILE what the workspace knows (docs/reliability.md).',
  positionals: '[FILE...]',
  arity: [0, 1000],
  options: {
    from: {
      kind: 'text',
      value: 'YYYY-MM-DD',
      description: 'First day that the files cover (default: of the first incident).',
    },
    until: {
      kind: 'text',
      value: 'YYYY-MM-DD',
      description: 'Last day that the files cover (default: of the last incident).',
    },
    ...WORKSPACE_OPTION,
    ...WORKLOADS_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const workloadsFile = workloadsFileOf(estateRequest(input), workspace, null);
    // A workloads file that cannot be read is said before anything is written.
    const workloads = readWorkloads(workloadsFile);
    const { history, findings } = historyOf(input, workspace);
    const calibrated = calibrateWorkloads(workloads, history);
    const period = periodOf(history);
    const report = reliabilityCalibrateReport(calibrated.workloads, {
      files: [...positionals],
      workloadsFile,
      period: period && {
        ...period,
        years: yearsOf(period),
        isDeclared: history.from !== null && history.until !== null,
      },
      incidents: history.incidents.length,
      lowUrgency: calibrated.lowUrgency,
      outside: calibrated.outside,
      services: calibrated.services,
      findings,
    });
    if (input.flag('json')) printJson(io, report);
    else printLines(io, reliabilityCalibrateText(report, io.columns));
    return 0;
  },
};

function dayOf(input: CommandInput, option: 'from' | 'until'): string | null {
  const text = input.text(option);
  if (text === null) return null;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw usageError(
    reliabilityCalibrate,
    `--${option} must be a day such as 2026-07-31, not ${JSON.stringify(text)}.`,
  );
}

/** What the workspace knows, with the files of the command in it. @throws UserError */
function historyOf(
  input: CommandInput,
  workspace: string,
): { readonly history: IncidentHistory; readonly findings: readonly Finding[] } {
  const { io, positionals } = input;
  const from = dayOf(input, 'from');
  const until = dayOf(input, 'until');
  if (from !== null && until !== null && from > until)
    throw usageError(reliabilityCalibrate, `--from ${from} is after --until ${until}.`);
  if (positionals.length === 0) {
    if (from !== null || until !== null)
      throw usageError(
        reliabilityCalibrate,
        '--from and --until say what days the FILE covers: name it too.',
      );
    return { history: loadIncidents(workspace), findings: [] };
  }
  const { incidents, findings: found } = readIncidents(positionals.map(path => resolve(io.cwd, path)));
  // Findings name files as the person wrote them.
  const written = new Map(positionals.map(path => [resolve(io.cwd, path), path]));
  const findings = found.map(finding => {
    const file = written.get(finding.source?.file ?? '');
    return finding.source && file !== undefined
      ? { ...finding, source: { ...finding.source, file } }
      : finding;
  });
  // A file without incidents is an observation too, when its days are known.
  const isQuiet = from !== null && until !== null && !findings.some(({ severity }) => severity === 'error');
  if (incidents.length === 0 && !isQuiet) {
    throw new UserError({
      code: 'no-incidents-read',
      message: ['No incidents could be read.', ...findingsText(findings)].join('\n'),
      hint: 'docs/reliability.md shows the columns.',
      exitCode: 3,
    });
  }
  return { history: addIncidents(workspace, { incidents, from, until }), findings };
}
