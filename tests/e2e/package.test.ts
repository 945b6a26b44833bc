import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../helpers/run-program.ts';

const MEGABYTE = 1_000_000;
const BILLS = join(ROOT, 'fixtures/bills');
const ESTIMATE = join(ROOT, 'fixtures/documents/output-diff.json');
const CUR2 = join(BILLS, 'aws/cur-2-generated-csv/generated-aster-retail-00001.csv.gz');
/** Folders and files that are not in the repository, or are linked instead of copied. */
const NOT_COPIED = ['.git', '.trimtab', '.vitest', 'node_modules', 'dist'];

const folder = mkdtempSync(join(tmpdir(), 'trimtab-package-'));
const prefix = join(folder, 'global');
const npm = (args: readonly string[], cwd: string) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Packs a copy of the checkout: packing rewrites package.json for a moment. */
function pack(): string {
  const copy = join(folder, 'checkout');
  cpSync(ROOT, copy, {
    recursive: true,
    filter: source => !NOT_COPIED.some(name => source === join(ROOT, name)),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  npm(['pack', '--pack-destination', folder], copy);
  const before = readFileSync(join(ROOT, 'package.json'), 'utf8');
  expect(readFileSync(join(copy, 'package.json'), 'utf8')).toBe(before);
  return join(folder, readdirSync(folder).find(name => name.endsWith('.tgz')) ?? 'none');
}

/** A Node of a given release, from the same packages that bring a checkout its own. */
function nodeOf(version: string): string {
  const home = join(folder, `node-${version}`);
  npm(['install', '--prefix', home, '--no-save', `node-linux-${process.arch}@${version}`], folder);
  return join(home, 'node_modules', `node-linux-${process.arch}`, 'bin/node');
}

type Outcome = { readonly code: number; readonly out: string; readonly err: string };

function run(node: string, args: readonly string[], cwd = folder): Outcome {
  const program = join(prefix, 'lib/node_modules/trimtab/dist/bin.js');
  const { status, stdout, stderr } = spawnSync(node, [program, ...args], { cwd, encoding: 'utf8' });
  return { code: status ?? -1, out: stdout, err: stderr };
}

describe.skipIf(process.platform !== 'linux')('the published package', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  let tarball = '';

  beforeAll(() => {
    tarball = pack();
    npm(['install', '--global', '--prefix', prefix, tarball], folder);
  }, 240_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is small, has what it runs on, and carries neither Node nor sources nor tools', () => {
    const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
    const manifest = JSON.parse(
      execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
    ) as Record<string, unknown>;

    expect(statSync(tarball).size).toBeLessThan(15 * MEGABYTE);
    expect(files.filter(file => /\/(src|tests|tools|bench|fixtures|node_modules)\//.test(file))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'package/dist/bin.js',
        'package/dist/THIRD-PARTY-LICENSES.txt',
        'package/docs/workloads.md',
        'package/dist/worked-examples/aws-ebs.json',
        'package/scenarios/saas-500k/plans/reference.yaml',
        'package/LICENSE',
        'package/README.md',
        'package/CHANGELOG.md',
      ]),
    );
    expect(Object.keys(manifest)).not.toContain('optionalDependencies');
    expect(Object.keys(manifest)).not.toContain('devDependencies');
  });

  test('is a command once it is installed', () => {
    const out = execFileSync(join(prefix, 'bin/trimtab'), ['--version'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}` },
    });
    expect(out.trim()).toBe(version);
  });

  test.each(['22.12.0', process.versions.node])('does its work on Node %s', release => {
    const node = release === process.versions.node ? process.execPath : nodeOf(release);
    const cwd = mkdtempSync(join(folder, 'work-'));

    expect(run(node, ['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect(run(node, ['levers']).out).toContain('rightsize-compute');
    expect(run(node, ['doctor']).out).toMatch(/ok +docs +.*\/trimtab\/docs\n/);
    expect(run(node, ['scenario', 'list']).out).toContain('saas-500k');
    expect(run(node, ['validate', '--only', 'ebs']).out).toContain('10 examples: 10 pass');
    // No warning of Node either: nothing experimental is used.
    const imported = run(node, ['bill', 'import', CUR2, '--json'], cwd);
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(imported.out)).toMatchObject({ rows: 12575 });
    const others = [`${BILLS}/gcp/standard-*/*.csv.gz`, join(BILLS, 'aws/cur-legacy-zip'), ESTIMATE];
    const more = run(node, ['bill', 'import', ...others, '--json'], cwd);
    expect(more).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(more.out)).toMatchObject({ rows: 1402 + 3, documents: [{ path: ESTIMATE }] });
    // JSON keeps its digits on every release.
    const jsonl = join(BILLS, 'gcp/detailed-jsonl/generated-aster-retail-detailed.jsonl.gz');
    const exact = run(node, ['bill', 'import', jsonl, '--workspace', 'google', '--json'], cwd);
    expect(JSON.parse(exact.out)).toMatchObject({ totals: [{ billedCost: '667.207597' }] });
    expect(run(node, ['bill', 'summary', '--by', 'service'], cwd)).toMatchObject({ code: 0 });
    expect(run(node, ['opportunities', '--json'], cwd)).toMatchObject({ code: 0 });
  });

  test('says on an older Node what is needed, in one line', () => {
    const { code, out, err } = run(nodeOf('20.19.5'), ['--version']);

    expect(code).toBe(4);
    expect(out).toBe('');
    expect(err).toMatch(/^trimtab .*22\.12.*20\.19\.5.*\n$/);
  });
});
