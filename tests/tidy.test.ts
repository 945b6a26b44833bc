/** Holds the repository to its own rules: who may import whom, how long files are, what may not stand anywhere. */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LEVERS } from '../src/engine/index.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A room imports from itself and from rooms of a lower rank. */
const RANKS: Readonly<Record<string, number>> = {
  engine: 0,
  input: 1,
  bill: 2,
  'business-metrics': 2,
  incidents: 2,
  metrics: 2,
  portfolio: 2,
  prices: 2,
  report: 2,
  connect: 3,
  scenario: 3,
  validation: 3,
  app: 4,
  cli: 5,
  ui: 5,
  'main.ts': 6,
  'bin.ts': 7,
};

/** Packages that only one room may know. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  ink: ['ui'],
  react: ['ui'],
  '@duckdb/node-api': ['bill'],
  yaml: ['input', 'app'],
  'csv-parse': ['input', 'bill'],
  yauzl: ['bill'],
  '@google-cloud/billing': ['connect'],
  '@aws-sdk/client-cost-explorer': ['connect'],
};

/** Data as code may be longer than logic. */
const LINES_MAX = 300;
const DATA_FILES = ['src/engine/reliability/constants.ts'];

/** What is not written here: history, packages, results, fixtures of others. */
const NOT_WRITTEN = ['.git', 'node_modules', 'dist', '.trimtab', '.vitest', 'coverage', 'fixtures'];

function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)));
}

const source = filesUnder('src').filter(path => /\.tsx?$/.test(path));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const importsOf = (path: string) =>
  [...text(path).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1] ?? '');
const roomOf = (path: string) => path.split('/')[1] ?? '';

describe('the tree', () => {
  test('a file imports only from its own room or a lower rank', () => {
    const broken = source.flatMap(path =>
      importsOf(path)
        .filter(name => name.startsWith('.'))
        .map(name => relative(root, join(root, dirname(path), name)))
        .filter(target => target.startsWith('src/') && roomOf(target) !== roomOf(path))
        .filter(target => (RANKS[roomOf(target)] ?? 99) >= (RANKS[roomOf(path)] ?? -1))
        .map(target => `${path} -> ${target}`),
    );

    expect(broken).toEqual([]);
  });

  test('a package is imported only by the rooms that own it', () => {
    const broken = source.flatMap(path =>
      importsOf(path)
        .map(name => Object.keys(OWNERS).find(owned => name === owned || name.startsWith(`${owned}/`)))
        .filter(owned => owned !== undefined && !OWNERS[owned]?.includes(roomOf(path)))
        .map(owned => `${path} -> ${owned}`),
    );

    expect(broken).toEqual([]);
  });

  test('every room has a rank, and no folder has a name that says nothing', () => {
    const rooms = new Set(source.map(roomOf).filter(room => !room.endsWith('.d.ts')));
    const folders = new Set([...source, ...filesUnder('tests')].flatMap(path => dirname(path).split('/')));

    expect([...rooms].filter(room => RANKS[room] === undefined)).toEqual([]);
    expect(['utils', 'common', 'lib', 'services', 'types', 'misc'].filter(name => folders.has(name))).toEqual(
      [],
    );
  });

  test(`no source file is longer than ${LINES_MAX} lines`, () => {
    const long = source.filter(
      path => !DATA_FILES.includes(path) && text(path).split('\n').length > LINES_MAX,
    );

    expect(long).toEqual([]);
  });

  test('a source file opens with a sentence that says what it is', () => {
    const silent = source.filter(path => !/^(#!.*\n)?\/\*\*/.test(text(path)));

    expect(silent).toEqual([]);
  });

  test('every lever is a file of its name in the folder of its stage and has a test of its own', () => {
    // What levers of a stage share stands beside them and defines none.
    const levers = source.filter(
      path => /^src\/engine\/levers\/[^/]+\/[^/]+\.ts$/.test(path) && /\bdefineLever\(/.test(text(path)),
    );

    expect(levers.map(path => basename(path, '.ts')).sort()).toEqual(
      LEVERS.map(({ meta }) => meta.id).sort(),
    );
    for (const path of levers) {
      const id = basename(path, '.ts');
      const test = path.replace(/^src/, 'tests').replace(/\.ts$/, '.test.ts');
      expect(basename(dirname(path)), id).toBe(LEVERS.find(({ meta }) => meta.id === id)?.meta.stage);
      expect(existsSync(join(root, test)), test).toBe(true);
    }
  });
});

describe('what may not stand anywhere', () => {
  const written = readdirSync(root, { withFileTypes: true })
    .filter(({ name }) => !NOT_WRITTEN.includes(name))
    .flatMap(entry => (entry.isDirectory() ? filesUnder(entry.name) : [entry.name]))
    .filter(path => /\.(ts|tsx|md|json|ya?ml|sql|sh)$/.test(path) && path !== 'tests/tidy.test.ts');
  const linesWith = (pattern: RegExp) =>
    written.flatMap(path =>
      text(path)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    );

  test.each([
    ['a path of somebody’s machine', /(^|[\s"'`(=])\/(work|home|root|Users)\//],
    ['a package registry', /registry\.npmjs|"resolved": *"/],
    ['work left for later', /\b(TODO|FIXME|XXX:|HACK)\b/],
    ['a switched-off test', /\b(test|it|describe)\.(only|skip|todo)\b/],
    ['a silenced compiler', /@ts-(ignore|nocheck|expect-error)/],
  ])('%s', (_what, pattern) => {
    expect(linesWith(pattern)).toEqual([]);
  });

  test('the generated documentation is up to date', () => {
    expect(() =>
      execFileSync(process.execPath, ['tools/docs.ts', '--check'], { cwd: root, stdio: 'pipe' }),
    ).not.toThrow();
  });
});
