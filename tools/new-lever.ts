/**
 * Writes a new lever, its test and its line in the catalogue: `npm run new:lever -- <stage> <id>`. What is written compiles;
 * its test fails until the lever has sources of its own and says in its own words what it found.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STAGES, type Stage } from '../src/engine/lever.ts';

const LEVERS_FOLDER = 'src/engine/levers';
const INDEX = `${LEVERS_FOLDER}/index.ts`;

/** `my-new-lever` as `myNewLever`. */
function camelCase(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `my-new-lever` as `My new lever`. */
function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function leverText(stage: Stage, id: string): string {
  return `/** Say in one sentence what this lever does. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';

const RULES = 'https://example.com/where-the-rules-are-published';

export const ${camelCase(id)} = defineLever({
  // 1. What is it? Quoted text with a source: nothing is computed with it.
  meta: {
    id: '${id}',
    title: '${titleOf(id)}',
    summary: 'Say what it does and what that costs.',
    capability: 'usage-optimization',
    stage: '${stage}',
    effortDays: { low: 1, mode: 2, high: 5 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: 'the most that anyone advertises', source: RULES },
    planning: { text: 'what to plan with', source: RULES },
    realization: REALIZATION,
    sources: [RULES],
    // Both levers name each other.
    excludes: [],
  },
  target: 'resource',
  // 2. What can be turned? A share that nobody has published is a parameter, called an assumption.
  params: {
    costMin: numberParam({
      label: 'Cost at least',
      unit: 'USD',
      description: 'Assumption: below this it is not worth the work.',
      default: 1,
      min: 0,
      max: 1_000_000,
      step: 1,
    }),
  },
  // 3. Where does it fit? No with a reason, or yes with what was found and how well it is known.
  eligible: (resource, { costMin }, { saving }) => {
    if (Number(resource.effectiveCost) < costMin) return no(\`costs less than $\${costMin}\`);
    // A price that is not known is a no, never 0.
    if (saving({ kind: 'terminate', resourceId: resource.id }) === null) return no('no price for it');
    return yes('not written yet', 'assumed', {});
  },
  // 4. What happens to usage? One effect of the union in engine/effect.ts; side costs belong to it.
  effect: ({ id }) => ({ kind: 'terminate', resourceId: id }),
  // 5. What happens to the workload's availability? Statements of engine/reliability/risk.ts; \`none\` needs a reason.
  risk: () => [{ kind: 'change-event', multiplier: 1, reason: 'the change itself can fail' }],
});
`;
}

function testText(stage: Stage, id: string): string {
  return `/** Say in one sentence what must hold for ${id}. */

import { describe, expect, test } from 'vitest';
import { leverById } from '../../../../src/engine/levers/index.ts';
import { ask, estateOf, instance } from '../../estates.ts';

const LEVER = '${id}';

describe('no', () => {
  test.each([['for what costs next to nothing', { costMin: 1_000_000 }, 'costs less than $1000000']])(
    '%s',
    (_name, params, reason) => {
      expect(ask(LEVER, estateOf([instance('x')]), 'x', params)).toEqual({ eligible: false, reason });
    },
  );
});

describe('yes', () => {
  test('says what was found', () => {
    const found = ask(LEVER, estateOf([instance('x')]), 'x');

    expect(found).toMatchObject({ why: expect.not.stringContaining('not written yet') });
  });

  test('names where its rules are published', () => {
    // The ${stage} laws ask for more: tests/engine/levers/laws.test.ts runs them over every lever.
    expect(leverById(LEVER)?.meta.sources.join(' ')).not.toContain('example.com');
  });
});
`;
}

/** Import lines of the catalogue with what they name and the stage they come from. */
function importsOf(index: string): readonly { line: string; name: string; stage: Stage }[] {
  return [...index.matchAll(/^import \{ (\w+) \} from '\.\/([a-z-]+)\/[a-z0-9-]+\.ts';$/gm)].flatMap(
    ([line, name = '', folder]) => {
      const stage = STAGES.find(each => each === folder);
      return stage ? [{ line, name, stage }] : [];
    },
  );
}

/** The catalogue with one more lever: behind the last of its stage, or of the last stage before it. @throws Error on a catalogue of another form */
export function registered(index: string, stage: Stage, id: string): string {
  const name = camelCase(id);
  const imports = importsOf(index);
  const stageOf = new Map(imports.map(each => [each.name, STAGES.indexOf(each.stage)]));
  const lines = index.split('\n');
  const entry = lines.findLastIndex(line => {
    const found = stageOf.get(/^ {2}(\w+),$/.exec(line)?.[1] ?? '');
    return found !== undefined && found <= STAGES.indexOf(stage);
  });
  const before = entry < 0 ? lines.findIndex(line => line.startsWith('export const LEVERS')) : entry;
  if (before < 0 || imports.length === 0) throw new Error(`${INDEX} has no list of levers to add to`);
  lines.splice(before + 1, 0, `  ${name},`);
  const line = `import { ${name} } from './${stage}/${id}.ts';`;
  const path = (each: string) => each.slice(each.indexOf(' from '));
  const next = imports.find(each => path(each.line) > path(line))?.line ?? imports.at(-1)?.line ?? '';
  const at = lines.indexOf(next) + (path(next) > path(line) ? 0 : 1);
  lines.splice(at, 0, line);
  return lines.join('\n');
}

/** Why a lever cannot be written; null when it can. */
function problemOf(root: string, stage: string, id: string): string | null {
  if (!STAGES.some(each => each === stage)) return `the stage is one of ${STAGES.join(', ')}`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return 'the id is kebab-case, for example unused-addresses';
  const taken = STAGES.find(each => existsSync(join(root, LEVERS_FOLDER, each, `${id}.ts`)));
  return taken ? `${LEVERS_FOLDER}/${taken}/${id}.ts exists` : null;
}

/** Writes the three files under a checkout. Returns their paths. @throws Error that says what is wrong with the arguments */
export function newLever(root: string, stage: string, id: string): readonly string[] {
  const problem = problemOf(root, stage, id);
  const known = STAGES.find(each => each === stage);
  if (problem !== null || known === undefined) throw new Error(problem ?? 'no such stage');
  const index = registered(readFileSync(join(root, INDEX), 'utf8'), known, id);
  const files: readonly (readonly [path: string, text: string])[] = [
    [`${LEVERS_FOLDER}/${stage}/${id}.ts`, leverText(known, id)],
    [`tests/engine/levers/${stage}/${id}.test.ts`, testText(known, id)],
    [INDEX, index],
  ];
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return files.map(([path]) => path);
}

if (import.meta.main) {
  const [stage = '', id = ''] = process.argv.slice(2);
  try {
    const files = newLever(dirname(dirname(fileURLToPath(import.meta.url))), stage, id);
    process.stdout.write(`${files.join('\n')}\n`);
    process.stdout.write('Fill in the five questions; then the test, the laws and `npm run docs`.\n');
  } catch (error) {
    process.stderr.write(
      `npm run new:lever -- <stage> <id>: ${error instanceof Error ? error.message : error}\n`,
    );
    process.exitCode = 2;
  }
}
