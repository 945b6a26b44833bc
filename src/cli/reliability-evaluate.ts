/** `trimtab reliability evaluate`: failure classes and an objective in, error budget and the chance of a breach out. */

import { resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from '../engine/errors.ts';
import { evaluateRegister, outagesToPlay } from '../engine/reliability/register-evaluation.ts';
import { type RegisterFile, registerFileSchema, registersOf } from '../engine/reliability/register-file.ts';
import { type ParsedYaml, readYamlFile } from '../input/yaml-file.ts';
import { reliabilityEvaluateReport } from '../report/reliability-report.ts';
import { findingsText } from '../report/text/findings.ts';
import { reliabilityEvaluateText } from '../report/text/reliability-text.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, type CommandInput, JSON_OPTION, usageError, wholeNumber } from './command.ts';

const RUNS = 20_000;
const RUNS_MAX = 1_000_000;
const SEED_MAX = 999_999_999;
/** A few seconds of drawing. */
const OUTAGES_MAX = 50_000_000;

export const reliabilityEvaluate: Command = {
  name: 'reliability evaluate',
  summary:
    'Evaluates a risk register (YAML or JSON with slo, windowDays and classes, or before and after): bad minutes and their range, error budget, P(breach), time to recover, revenue at risk (docs/reliability.md). Everything is computed; --runs adds a simulation as a check.',
  positionals: 'FILE',
  arity: [1, 1],
  options: {
    runs: {
      kind: 'text',
      value: 'N',
      description: `Simulate so many windows too (2 to ${RUNS_MAX}; with --seed alone ${RUNS}).`,
    },
    seed: { kind: 'text', value: 'S', description: 'Seed of the simulation (default 1).' },
    ...JSON_OPTION,
  },
  async run(input) {
    const { io, positionals } = input;
    const [file = ''] = positionals;
    const simulation = simulationOf(input);
    const { before, register } = registersOf(readRegisterFile(resolve(io.cwd, file), file));
    for (const each of [before ?? register, register]) {
      if (simulation !== null && outagesToPlay(each, simulation.runs) > OUTAGES_MAX) {
        const message = `${simulation.runs} windows of this register have more than ${OUTAGES_MAX / 1e6} million outages.`;
        throw usageError(reliabilityEvaluate, message, 'Ask for fewer --runs.');
      }
    }
    const report = reliabilityEvaluateReport(
      file,
      evaluateRegister(register, simulation),
      before && evaluateRegister(before, simulation),
      register.changes.length + (before?.changes.length ?? 0) > 0,
    );
    if (input.flag('json')) printJson(io, report);
    else printLines(io, reliabilityEvaluateText(report, io.columns));
    return 0;
  },
};

/** Null when neither runs nor a seed are asked for. */
function simulationOf(input: CommandInput): { readonly runs: number; readonly seed: number } | null {
  if (input.text('runs') === null && input.text('seed') === null) return null;
  return {
    runs: wholeNumber(input, reliabilityEvaluate, 'runs', RUNS, 2, RUNS_MAX),
    seed: wholeNumber(input, reliabilityEvaluate, 'seed', 1, 0, SEED_MAX),
  };
}

/**
 * A register, or a published example that has one as its `inputs`; the rest of an example is passed over.
 * @throws UserError (data) naming every problem
 */
function readRegisterFile(path: string, written: string): RegisterFile {
  const keys = Object.keys(readYamlFile(path, z.record(z.string(), z.unknown())).value ?? {});
  if (!keys.includes('inputs') || keys.includes('classes'))
    return soundValue(readYamlFile(path, registerFileSchema), written);
  const passedOver = Object.fromEntries(keys.map(key => [key, z.unknown()]));
  const example = z.strictObject({ ...passedOver, inputs: registerFileSchema });
  return soundValue(readYamlFile(path, example), written).inputs;
}

/** The value, or every problem with its place and what was probably meant. @throws UserError (data) */
function soundValue<T>({ value, findings }: ParsedYaml<T>, written: string): T {
  if (value !== null) return value;
  // The file is named as the person wrote it.
  const lines = findingsText(
    findings.map(each => ({ ...each, source: each.source && { ...each.source, file: written } })),
  );
  throw new UserError({
    code: 'bad-register',
    message: ['The register cannot be used:', ...lines].join('\n'),
    hint: 'docs/reliability.md lists what it may say.',
    exitCode: 3,
  });
}
