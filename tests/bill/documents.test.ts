/** Estimates and allocations: read exactly, kept beside the bills, never added to them. */

import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { keepDocument, listDocuments, removeDocument } from '../../src/bill/documents/document-store.ts';
import { readDocument } from '../../src/bill/documents/read-document.ts';
import { listBills } from '../../src/bill/store.ts';
import { atDesk, focusFile } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/documents');
const EXPECTED = JSON.parse(readFileSync(join(ROOT, 'expected.json'), 'utf8')) as Record<string, unknown>;
const folder = () => mkdtempSync(join(tmpdir(), 'trimtab-documents-'));

function readText(text: string | Buffer, isGzip = false) {
  const path = join(folder(), 'document.json');
  writeFileSync(path, text);
  return readDocument({ path, name: 'document.json', bytes: statSync(path).size }, isGzip);
}

test.each(Object.entries(EXPECTED))('%s has the sums that another program found', (name, expected) => {
  expect(readText(readFileSync(join(ROOT, name)))).toMatchObject(expected as object);
});

test('every document of the folder is expected', () => {
  const names = readdirSync(ROOT).filter(name => name.endsWith('.json') && name !== 'expected.json');
  expect(Object.keys(EXPECTED).sort()).toEqual(names.sort());
});

describe('an estimate', () => {
  test('does not know what nobody told it: null, not 0', () => {
    const text = JSON.stringify({
      version: '0.2',
      totalMonthlyCost: null,
      projects: [{ name: 'a', breakdown: { resources: [{ name: 'x', monthlyCost: null }] } }],
    });
    expect(readText(text)).toMatchObject({ totalMonthlyCost: null, resourcesWithoutCost: 1 });
  });

  test('adds neither the past nor the difference, nor sub-resources a second time', () => {
    const resource = {
      name: 'x',
      monthlyCost: '12.5',
      subresources: [{ name: 'disk', monthlyCost: '2.5', costComponents: [{ monthlyCost: '2.5' }] }],
    };
    const text = JSON.stringify({
      totalMonthlyCost: '12.5',
      pastTotalMonthlyCost: '40',
      projects: [
        {
          name: 'a',
          breakdown: { resources: [resource] },
          pastBreakdown: { resources: [resource, resource] },
        },
      ],
    });
    expect(readText(text)).toMatchObject({
      resources: 1,
      resourceMonthlyCost: '12.5',
      costComponents: 1,
      pastTotalMonthlyCost: '40',
    });
  });

  test('names what could not be read of a project', () => {
    const text = readFileSync(join(ROOT, 'multi-project-with-error.json'));
    const document = readText(text);
    const errors =
      document?.kind === 'estimate' ? document.projects.map(project => project.errors.length) : [];
    expect(errors).toEqual([1, 1, 0, 0]);
  });
});

describe('an allocation', () => {
  test('of a step without data counts as empty', () => {
    expect(readText('{"code":200,"data":[null,{"a":{"totalCost":1.10}}]}')).toMatchObject({
      sets: 2,
      emptySets: 1,
      rows: 1,
      totalCost: '1.1',
      window: null,
    });
  });

  test('keeps every digit', () => {
    const text = '{"data":[{"a":{"totalCost":0.1},"b":{"totalCost":0.2},"c":{"totalCost":1e-20}}]}';
    expect(readText(text)).toMatchObject({ totalCost: '0.30000000000000000001' });
  });
});

describe('what is neither', () => {
  test.each([
    ['another object', '{"a": 1}'],
    ['a list', '[1, 2]'],
    ['data of another shape', '{"data": [1]}'],
  ])('%s is no document', (_what, text) => {
    expect(readText(text)).toBeNull();
  });

  test.each([
    ['cut short', '{"totalMonthlyCost": "1"', false],
    ['no gzip', 'plain', true],
    ['a gzip cut short', gzipSync('{"data": []}').subarray(0, 20), true],
  ] as const)('%s is refused with what to do', (_what, bytes, isGzip) => {
    expect(() => readText(bytes as string, isGzip)).toThrow(
      expect.objectContaining({ code: 'damaged-file', exitCode: 3 }),
    );
  });

  test('hostile members count as absent', () => {
    const text =
      '{"totalMonthlyCost": 1e999, "projects": [{"name": 5, "breakdown": {"resources": [null, 3, {"monthlyCost": "NaN"}]}}, null], "__proto__": {"x": 1}}';
    expect(readText(text)).toMatchObject({
      totalMonthlyCost: null,
      resources: 1,
      resourcesWithoutCost: 1,
      resourceMonthlyCost: '0',
    });
  });
});

describe('an import', () => {
  const estimate = join(ROOT, 'output-diff.json');
  const allocation = join(ROOT, 'opencost-swagger-allocation-namespace.json');

  test('keeps a bill and its documents apart: no total holds them', async () => {
    await atDesk(async desk => {
      const bill = desk.file('bill.csv', focusFile('1.5'));
      const result = await desk.import(bill, estimate, allocation);

      expect(result.totals).toMatchObject([{ billedCost: '1.5' }]);
      expect(result.files).toHaveLength(1);
      expect(result.documents.map(({ document }) => document.kind)).toEqual(['estimate', 'allocation']);
      expect(listDocuments(desk.workspace)).toHaveLength(2);
      expect(listBills(desk.workspace)).toHaveLength(1);
    });
  });

  test('of documents only makes no bill, and changes nothing the second time', async () => {
    await atDesk(async desk => {
      const first = await desk.import(estimate);
      const second = await desk.import(estimate);

      expect(first).toMatchObject({ files: [], rows: 0, totals: [] });
      expect(second.documents).toEqual(first.documents);
      expect(listDocuments(desk.workspace)).toHaveLength(1);
      expect(listBills(desk.workspace)).toEqual([]);
    });
  });
});

describe('the documents of a workspace', () => {
  const sha256 = 'ab'.repeat(32);
  const document = readText('{"data":[{"a":{"totalCost":1.10}}]}');

  test('are kept once by content, listed, and removed by the start of their id', () => {
    const workspace = folder();
    if (document === null) throw new Error('not read');
    const kept = keepDocument(workspace, { path: 'a.json', sha256, document });
    keepDocument(workspace, { path: 'b.json', sha256, document });

    expect(listDocuments(workspace)).toEqual([kept]);
    expect(kept).toMatchObject({ path: 'a.json', document });
    expect(removeDocument(workspace, 'ff')).toBeNull();
    expect(removeDocument(workspace, 'abab')).toBe(kept.id);
    expect(listDocuments(workspace)).toEqual([]);
  });

  test('are refused when they were tampered with', () => {
    const workspace = folder();
    if (document === null) throw new Error('not read');
    const { id } = keepDocument(workspace, { path: 'a.json', sha256, document });
    writeFileSync(join(workspace, 'documents', `${id}.json`), '{"schema":"trimtab/stored-document/1"}');

    expect(() => listDocuments(workspace)).toThrow(expect.objectContaining({ code: 'corrupt-store' }));
  });
});
