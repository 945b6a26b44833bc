/** `trimtab score`: judges a plan; exit code 1 when the target is missed. */

import { DEFAULT_RUNS, DEFAULT_SEED } from '../app/engine-host.ts';
import { readPlanOrThrow } from '../app/plan-file-io.ts';
import { score as judge } from '../engine/index.ts';
import { scoreReport } from '../report/run-report.ts';
import { scoreText } from '../report/text/run.ts';
import { drawChance, MAX_RUNS, openFor, printJson, printLines } from './ask-engine.ts';
import { type Command, ESTATE_OPTIONS, JSON_OPTION, wholeNumber } from './command.ts';

export const score: Command = {
  name: 'score',
  summary: 'Judges a plan against its target and guardrails. Exit code 1 when the target is missed.',
  positionals: 'PLAN',
  arity: [1, 1],
  options: {
    seed: { kind: 'text', value: 'TEXT', description: 'Seed of the draws behind the range (default 1).' },
    runs: { kind: 'text', value: 'N', description: `Draws behind the range (default ${DEFAULT_RUNS}).` },
    ...ESTATE_OPTIONS,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const plan = readPlanOrThrow(positionals[0] ?? '');
    const runs = wholeNumber(input, score, 'runs', DEFAULT_RUNS, 1, MAX_RUNS);
    const seed = input.text('seed') ?? DEFAULT_SEED;
    const { host } = await openFor(input, plan.scenario);
    const run = host.run(plan);
    const simulator = host.simulator();
    const chance = await drawChance(io, simulator, run, { seed, runs });
    const report = scoreReport(
      run,
      judge(run, { seed, runs, simulator, chance }),
      seed,
      host.ranges(plan, seed),
    );
    if (input.flag('json')) printJson(io, report);
    else printLines(io, scoreText(report, io.columns));
    return report.targetMet ? 0 : 1;
  },
};
