/** `trimtab plan check`: is the file sound, does the bill have what it names, and what would go wrong? */

import { checkPlan } from '../app/plan-check/check-plan.ts';
import { readPlan } from '../app/plan-file-io.ts';
import type { Finding } from '../engine/index.ts';
import type { PlanCheckReport } from '../report/contract.ts';
import { planCheckText } from '../report/text/plan-check.ts';
import { openFor, printJson, printLines } from './ask-engine.ts';
import { type Command, ESTATE_OPTIONS, JSON_OPTION } from './command.ts';

export const planCheck: Command = {
  name: 'plan check',
  summary:
    'Checks a plan file and plays it: form, names that the bill does not have, moves that exclude each other or do nothing, capacity, freezes, guardrails, order, and whether the target can be reached. Exit code 1 on errors.',
  positionals: 'FILE...',
  arity: [1, 100],
  options: {
    strict: { kind: 'flag', description: 'Exit code 1 on warnings too.' },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const findings: Finding[] = [];
    for (const file of positionals) {
      const read = readPlan(file);
      findings.push(...read.findings);
      if (!read.plan) continue;
      const { host } = await openFor(input, read.plan.scenario);
      findings.push(...checkPlan(host.run(read.plan), host.simulator(), file, read.locate));
    }
    const stopping = input.flag('strict') ? ['error', 'warning'] : ['error'];
    const report: PlanCheckReport = {
      schema: 'trimtab/plan-check/1',
      ok: !findings.some(({ severity }) => stopping.includes(severity)),
      findings: findings.map(each => ({ ...each })),
    };
    if (input.flag('json')) printJson(io, report);
    else printLines(io, planCheckText(report, positionals, io.columns));
    return report.ok ? 0 : 1;
  },
};
