/** Scenario packs of other people: what is refused, and how. */

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { loadScenario } from '../../src/scenario/pack.ts';
import { preparedFolder, prepareScenario } from '../../src/scenario/prepare.ts';

const SAMPLE = join(import.meta.dirname, '../../scenarios/saas-500k');

/** A copy of the sample with its scenario.yaml changed. */
function packWith(from: string | RegExp, to: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'trimtab-pack-')), 'mine');
  cpSync(SAMPLE, folder, { recursive: true });
  const file = join(folder, 'scenario.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  return folder;
}

test('a pack in a folder of one’s own is read like a shipped one', () => {
  const pack = loadScenario(packWith('500,000', '400,000'));
  expect(pack).toMatchObject({
    id: 'mine',
    target: { goal: { kind: 'reduce-by', fraction: 0.3 }, byMonth: 6, basis: 'run-rate' },
  });
});

test('a target may be an amount', () => {
  const pack = loadScenario(packWith('reduceBy: 30%', 'reduceTo: 350000'));
  expect(pack.target.goal).toEqual({ kind: 'reduce-to', amount: '350000' });
});

describe('a pack is refused with what to do', () => {
  test.each([
    ['without a goal', 'reduceBy: 30%, ', '', /exactly one of reduceBy and reduceTo/],
    ['with two goals', 'reduceBy: 30%', 'reduceBy: 30%, reduceTo: 1', /exactly one of reduceBy and reduceTo/],
    ['whose files lie outside of it', 'company.yaml', '../company.yaml', /company/],
    ['whose files have an absolute path', 'story: story.md', 'story: /etc/hostname', /story/],
    ['with a team beyond reason', 'engineers: 8', 'engineers: 1e308', /engineers/],
    ['of another version', 'scenario/1', 'scenario/9', /schema/],
  ])('%s', (_what, from, to, message) => {
    expect(() => loadScenario(packWith(from, to))).toThrow(
      expect.objectContaining({ exitCode: 3, message: expect.stringMatching(message) }),
    );
  });

  test.each([
    ['without its story', (folder: string) => rmSync(join(folder, 'story.md')), /no file .*story\.md/],
    [
      'whose story is no text',
      (folder: string) => writeFileSync(join(folder, 'story.md'), Buffer.from([0xff, 0x00])),
      /story\.md: .*UTF-8/,
    ],
    [
      'whose story is a book',
      (folder: string) => writeFileSync(join(folder, 'story.md'), 'x'.repeat(1_000_001)),
      /story\.md: .*larger/,
    ],
  ] as const)('%s', (_what, spoil, message) => {
    const folder = packWith('500,000', '400,000');
    spoil(folder);
    expect(() => loadScenario(folder)).toThrow(
      expect.objectContaining({ exitCode: 3, message: expect.stringMatching(message) }),
    );
  });

  test('without its company, when it is prepared', () => {
    const folder = packWith('500,000', '400,000');
    rmSync(join(folder, 'company.yaml'));
    expect(() => preparedFolder(loadScenario(folder), folder)).toThrow(
      expect.objectContaining({ exitCode: 3, message: expect.stringMatching(/no file .*company\.yaml/) }),
    );
  });

  test('whose company would write a billion lines', async () => {
    const folder = packWith('500,000', '400,000');
    const file = join(folder, 'company.yaml');
    const text = readFileSync(file, 'utf8');
    const fleet =
      /^fleets:\n(?:\s*#.*\n)*(?<first> {2}- workload: tracking\n(?: {4}.*\n)+)/m.exec(text)?.groups?.first ??
      '';
    const many = fleet.replace(/count: \d+/, 'count: 5000').repeat(5);
    expect(many.match(/count: 5000/g)).toHaveLength(5);
    writeFileSync(file, text.replace('fleets:\n', `fleets:\n${many}`));

    const cacheFolder = mkdtempSync(join(tmpdir(), 'trimtab-pack-'));
    await expect(
      prepareScenario(loadScenario(folder), { cacheFolder, book: openEmbeddedBook() }),
    ).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/more than 20000 machines/),
    });
    expect(existsSync(preparedFolder(loadScenario(folder), cacheFolder))).toBe(false);
  });

  test('that is empty', () => {
    const folder = packWith(/[\s\S]*/, '');
    expect(() => loadScenario(folder)).toThrow(expect.objectContaining({ exitCode: 3 }));
  });
});
