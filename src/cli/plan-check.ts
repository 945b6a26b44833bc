/** `trimtab plan check`: is the file sound, and does every move do something? */

import { readPlan } from '../app/plan-file-io.ts';
import type { Finding } from '../engine/index.ts';
import type { PlanCheckReport } from '../report/contract.ts';
import { findingsText } from '../report/text/findings.ts';
import { openFor, printJson, printLines } from './ask-engine.ts';
import { type Command, ESTATE_OPTIONS, JSON_OPTION } from './command.ts';

export const planCheck: Command = {
  name: 'plan check',
  summary:
    'Checks a plan file: form, levers, parameters, and whether every move changes something in the bill.',
  positionals: 'FILE...',
  arity: [1, 100],
  options: { ...ESTATE_OPTIONS, ...JSON_OPTION },
  async run(input) {
    const { io, positionals } = input;
    const findings: Finding[] = [];
    for (const file of positionals) {
      const read = readPlan(file);
      findings.push(...read.findings);
      if (!read.plan) continue;
      const { host } = await openFor(input, read.plan.scenario);
      const run = host.run(read.plan);
      findings.push(
        ...run.findings
          .filter(({ code }) => code === 'move-without-effect')
          .map(finding => ({ ...finding, source: { file, row: null, column: null } })),
      );
    }
    const report: PlanCheckReport = {
      schema: 'trimtab/plan-check/1',
      ok: !findings.some(({ severity }) => severity === 'error'),
      findings: findings.map(each => ({ ...each })),
    };
    if (input.flag('json')) printJson(io, report);
    else
      printLines(
        io,
        findings.length === 0 ? [`${positionals.join(', ')}: sound.`] : findingsText(report.findings, 100),
      );
    return report.ok ? 0 : 1;
  },
};
