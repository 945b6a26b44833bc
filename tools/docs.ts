/**
 * Writes the generated documentation: `docs/levers.md`, `docs/keys.md`, `docs/validation.md` and `docs/schemas/*.json`.
 * `node tools/docs.ts` writes, `node tools/docs.ts --check` only says what is out of date (exit code 1).
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { workloadsFileSchema } from '../src/engine/estate/workload-file.ts';
import { LEVERS, type Lever, type Param } from '../src/engine/index.ts';
import { planFileSchema } from '../src/engine/plan-file.ts';
import { CONTRACTS } from '../src/report/contract.ts';
import { keysMarkdown } from '../src/ui/keymap.ts';
import { validationMarkdown } from './validation-page.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function limitsOf(param: Param): string {
  if (param.kind === 'number') return `${param.min} to ${param.max}`;
  return param.kind === 'choice' ? param.choices.join(', ') : 'true, false';
}

/** When the first bill shows it. */
function leadTimeText(months: number): string {
  if (months === 0) return 'none: the bill of the month of the work shows it';
  return `the first bill that shows it is ${months === 1 ? 'the next month’s' : `${months} months later`} (assumed)`;
}

/** A source as a link; what stands behind its address in words stays text. */
function sourceLink(source: string): string {
  const [address = '', ...words] = source.split(' ');
  return [`<${address}>`, ...words].join(' ');
}

function leverMarkdown({ meta, target, params }: Lever): string {
  const { effortDays } = meta;
  return [
    `## ${meta.title}`,
    '',
    `\`${meta.id}\` · acts on: ${target} · stage: ${meta.stage} · ${meta.capability}`,
    '',
    meta.summary,
    '',
    `- Headline maximum: ${meta.headline.text} (${sourceLink(meta.headline.source)})`,
    `- To plan with: ${meta.planning.text} (${sourceLink(meta.planning.source)})`,
    `- Effort: ${effortDays.low} to ${effortDays.high} engineer-days per workload, most likely ${effortDays.mode} (assumed)`,
    `- Lead time: ${leadTimeText(meta.leadTimeMonths)}`,
    `- ${meta.reversible ? 'Reversible: undoing it restores cost and reliability.' : 'Not reversible.'}`,
    ...(meta.excludes.length === 0
      ? []
      : [`- Not on the same resource as: ${meta.excludes.map(id => `\`${id}\``).join(', ')}`]),
    '',
    '| parameter | default | allowed | meaning |',
    '|---|---|---|---|',
    ...Object.entries(params).map(
      ([name, param]) =>
        `| \`${name}\` | ${param.default}${param.unit === '' ? '' : ` ${param.unit}`} | ${limitsOf(param)} | ${param.label}. ${param.description} |`,
    ),
    '',
    'Sources:',
    ...meta.sources.map(source => `- ${sourceLink(source)}`),
    '',
  ].join('\n');
}

function leversMarkdown(): string {
  return [
    '# Levers',
    '',
    'Generated from the catalogue by `node tools/docs.ts`. Levers of one month are applied in this order. A lever changes usage; what',
    'that saves is the difference of two bills, so two levers on the same dollar never count it twice.',
    '',
    ...LEVERS.map(leverMarkdown),
  ].join('\n');
}

const json = (schema: z.ZodType, io: 'input' | 'output') =>
  `${JSON.stringify(z.toJSONSchema(schema, { io }), null, 2)}\n`;

const generated: Readonly<Record<string, string>> = {
  'docs/levers.md': leversMarkdown(),
  'docs/keys.md': keysMarkdown(),
  'docs/validation.md': validationMarkdown(),
  ...Object.fromEntries(
    Object.entries(CONTRACTS).map(([name, schema]) => [`docs/schemas/${name}.json`, json(schema, 'output')]),
  ),
  'docs/schemas/plan-file.json': json(planFileSchema, 'input'),
  'docs/schemas/workloads-file.json': json(workloadsFileSchema, 'input'),
};

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const isCheck = process.argv.includes('--check');
for (const [name, text] of Object.entries(generated)) {
  const path = join(root, name);
  if (readOrNull(path) === text) continue;
  if (isCheck) {
    process.stderr.write(`${name} is out of date: run \`node tools/docs.ts\`\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
