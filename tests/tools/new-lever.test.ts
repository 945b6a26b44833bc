/** What `npm run new:lever` writes: it compiles, it is in the catalogue, and its test fails until somebody has filled it in. */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newLever, registered } from '../../tools/new-lever.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const INDEX = 'src/engine/levers/index.ts';
const CATALOGUE = `import { a } from './clean-up/a.ts';
import { z } from './commit/z.ts';

export const LEVERS: readonly Lever[] = [
  // first
  a,
  // last
  z,
];
`;

describe('the catalogue gets', () => {
  test.each([
    ['clean-up', 'b-two', ['a', 'bTwo', 'z']],
    ['schedule', 'b-two', ['a', 'bTwo', 'z']],
    ['commit', 'b-two', ['a', 'z', 'bTwo']],
    ['contract', 'b-two', ['a', 'z', 'bTwo']],
  ] as const)('a lever of the stage %s behind those that are applied before it', (stage, id, expected) => {
    const text = registered(CATALOGUE, stage, id);

    expect([...text.matchAll(/^ {2}(\w+),$/gm)].map(([, name]) => name)).toEqual(expected);
    expect(text).toContain(`import { bTwo } from './${stage}/b-two.ts';`);
    const imports = text.split('\n').filter(line => line.startsWith('import'));
    const paths = imports.map(line => line.slice(line.indexOf(' from ')));
    expect(paths).toEqual([...paths].sort());
  });

  test('nothing where there is no list', () => {
    expect(() => registered('export {};\n', 'commit', 'x')).toThrow('no list of levers');
  });
});

describe('it refuses', () => {
  test.each([
    ['a stage that does not exist', 'tidy-up', 'x', /the stage is one of clean-up, /],
    ['an id that is no file name', 'clean-up', '../x', /kebab-case/],
    ['no id', 'clean-up', '', /kebab-case/],
    [
      'an id that is taken, in whatever stage',
      'commit',
      'ebs-gp2-to-gp3',
      /modernize\/ebs-gp2-to-gp3\.ts exists/,
    ],
  ])('%s', (_name, stage, id, message) => {
    expect(() => newLever(root, stage, id)).toThrow(message);
  });

  test('on the command line with exit code 2 and what to say instead', () => {
    const run = spawnSync(process.execPath, ['tools/new-lever.ts', 'clean-up'], {
      cwd: root,
      encoding: 'utf8',
    });

    expect(run.status).toBe(2);
    expect(run.stderr).toContain('npm run new:lever -- <stage> <id>');
    expect(run.stdout).toBe('');
  });
});

describe('a lever that was just written', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'trimtab-new-lever-'));
  const read = (path: string) => readFileSync(join(checkout, path), 'utf8');

  beforeAll(() => {
    for (const path of ['src', 'tests/engine/estates.ts', 'tests/helpers', 'tsconfig.json', 'package.json'])
      cpSync(join(root, path), join(checkout, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
    writeFileSync(join(checkout, 'vitest.config.ts'), 'export default { test: { globals: false } };\n');
    newLever(checkout, 'architecture', 'move-the-moon');
  });
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  test('answers the five questions in its own file', () => {
    const text = read('src/engine/levers/architecture/move-the-moon.ts');

    for (const question of [
      '1. What is it',
      '2. What can be turned',
      '3. Where does it fit',
      '4. What happens',
      '5. What',
    ])
      expect(text).toContain(`// ${question}`);
    expect(text).toContain('export const moveTheMoon = defineLever({');
  });

  test('compiles, and so does its test', () => {
    const files = [
      'src/engine/levers/architecture/move-the-moon.ts',
      'tests/engine/levers/architecture/move-the-moon.test.ts',
      INDEX,
    ];
    const config = { extends: './tsconfig.json', files, include: [], compilerOptions: { noEmit: true } };
    writeFileSync(join(checkout, 'tsconfig.lever.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/.bin/tsc');
    const run = spawnSync(tsc, ['-p', 'tsconfig.lever.json'], { cwd: checkout, encoding: 'utf8' });

    expect(run.stdout).toBe('');
    expect(run.status).toBe(0);
  });

  test('is written as the linter wants it', () => {
    const biome = join(root, 'node_modules/.bin/biome');
    const files = ['src/engine/levers/architecture/move-the-moon.ts', INDEX];
    const run = () =>
      execFileSync(biome, ['check', '--vcs-enabled=false', `--config-path=${root}`, ...files], {
        cwd: checkout,
        stdio: 'pipe',
      });

    expect(run).not.toThrow();
  });

  test('fails its test until it is filled in', () => {
    const run = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        'tests/engine/levers/architecture',
        '--reporter=json',
        '--outputFile=report.json',
      ],
      { cwd: checkout, encoding: 'utf8', env: { ...process.env, VITEST: '' } },
    );
    const report = JSON.parse(read('report.json')) as {
      readonly numPassedTests: number;
      readonly numFailedTests: number;
    };

    expect(report).toMatchObject({ numPassedTests: 1, numFailedTests: 2 });
    expect(run.status).not.toBe(0);
  });
});

test('the lever that CONTRIBUTING.md shows is the one in the catalogue', () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))?.[1];
  const lever = readFileSync(join(root, 'src/engine/levers/architecture/database-single-az.ts'), 'utf8');

  expect(shown).toBe(lever);
});
