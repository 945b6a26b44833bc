import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summarizeBill } from '../../src/bill/query/summary.ts';
import { listBills } from '../../src/bill/store.ts';
import { UserError } from '../../src/engine/errors.ts';
import { atDesk, type Desk, focusFile } from './workspace.ts';

const FIXTURE = join(import.meta.dirname, '../../fixtures/bills/aws/cur-legacy-zip');

/** A member, and what its headers say in place of the truth. */
type Member = {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly isStored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly attributes?: number;
  readonly isZip64?: boolean;
  /** Position of the local header of another member. */
  readonly sharesWith?: number;
};

type Field = readonly [width: 2 | 4 | 8, value: number];

function bytes(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.map(([width, value]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt(value));
      return field.subarray(0, width);
    }),
  );
}

const LIMIT_32 = 0xffffffff;

/** Fields that the local header and the directory share. */
function headOf(member: Member, packed: Buffer): readonly Field[] {
  const { isZip64 = false, size = Buffer.from(member.content).length, flags = 0 } = member;
  return [
    [2, 20],
    [2, 0x800 | flags],
    [2, member.method ?? (member.isStored ? 0 : 8)],
    [4, 0],
    [4, member.crc ?? crc32(Buffer.from(member.content))],
    [4, isZip64 ? LIMIT_32 : packed.length],
    [4, isZip64 ? LIMIT_32 : size],
    [2, Buffer.from(member.name).length],
  ];
}

/** An entry of the directory. */
function entryOf(member: Member, packed: Buffer, place: number): Buffer {
  const { isZip64 = false, size = Buffer.from(member.content).length } = member;
  const sizes = bytes([2, 1], [2, 24], [8, size], [8, packed.length], [8, place]);
  const extra = isZip64 ? sizes : Buffer.alloc(0);
  return Buffer.concat([
    bytes([4, 0x02014b50], [2, (3 << 8) | 20], ...headOf(member, packed)),
    bytes([2, extra.length], [2, 0], [2, 0], [2, 0], [4, member.attributes ?? 0]),
    bytes([4, isZip64 ? LIMIT_32 : place]),
    Buffer.from(member.name),
    extra,
  ]);
}

/** The end of an archive. */
function endOf(count: number, length: number, place: number, isZip64: boolean): Buffer {
  const end64 = bytes(
    ...([
      [4, 0x06064b50],
      [8, 44],
      [2, 45],
      [2, 45],
      [4, 0],
      [4, 0],
      [8, count],
      [8, count],
    ] as const),
    ...([
      [8, length],
      [8, place],
      [4, 0x07064b50],
      [4, 0],
      [8, place + length],
      [4, 1],
    ] as const),
  );
  const few = isZip64 ? 0xffff : count;
  const end = bytes([4, 0x06054b50], [2, 0], [2, 0], [2, few], [2, few]);
  const where = bytes([4, isZip64 ? LIMIT_32 : length], [4, isZip64 ? LIMIT_32 : place], [2, 0]);
  return Buffer.concat([isZip64 ? end64 : Buffer.alloc(0), end, where]);
}

/** A zip archive, also one that no zipper would write. */
function zip(members: readonly Member[], isZip64 = false): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  const places: number[] = [];
  let at = 0;
  for (const member of members) {
    const content = Buffer.from(member.content);
    const packed = member.isStored ? content : deflateRawSync(content);
    const place = member.sharesWith === undefined ? at : (places[member.sharesWith] ?? 0);
    places.push(place);
    directory.push(entryOf(member, packed, place));
    if (member.sharesWith !== undefined) continue;
    const head = bytes([4, 0x04034b50], ...headOf(member, packed), [2, 0]);
    const local = Buffer.concat([head, Buffer.from(member.name), packed]);
    locals.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([...locals, entries, endOf(members.length, entries.length, at, isZip64)]);
}

async function refusal(desk: Desk, ...paths: string[]): Promise<UserError> {
  const error = await desk.import(...paths).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(listBills(desk.workspace)).toEqual([]);
  return error as UserError;
}

/** Zeros over the directory of an archive with one member. */
function damagedDirectory(archive: Buffer): Buffer {
  return archive.fill(0, archive.length - 76, archive.length - 40);
}

const SYMBOLIC_LINK = (0o120777 << 16) >>> 0;

describe('the zipped report of a real exporter', () => {
  test.each([
    ['named', 'MockTestReport-00001.csv.zip'],
    ['in its folder, beside its manifest', ''],
  ])('%s, it adds up', async (_how, file) => {
    await atDesk(async desk => {
      const expected = JSON.parse(readFileSync(join(FIXTURE, 'expected.json'), 'utf8'));

      const result = await desk.import(join(FIXTURE, file));

      const summary = await summarizeBill({ workspace: desk.workspace, by: [] });
      expect(result.files).toMatchObject([{ format: 'aws-cur-legacy', rows: expected.rows }]);
      expect(result.files[0]?.path).toMatch(/MockTestReport-00001\.csv\.zip\/sample_billing_data\.csv$/);
      expect(summary).toMatchObject({ rows: expected.rows, resources: expected.resources });
      expect(summary.totals).toMatchObject([
        { currency: 'USD', billedCost: expected.billedCost, effectiveCost: expected.effectiveCost },
      ]);
    });
  });

  test('the CSV inside is the same bill as the archive', async () => {
    await atDesk(async desk => {
      const text = focusFile('1', '2');
      await desk.import(desk.file('bill.zip', zip([{ name: 'bill.csv', content: text }])));

      const again = await desk.import(desk.file('bill.csv', text));

      expect(again.findings).toMatchObject([{ code: 'already-imported' }]);
      expect(listBills(desk.workspace)).toHaveLength(1);
    });
  });
});

describe('every bill in an archive is read', () => {
  test('deflated, stored, in gzip, in folders; other members are findings', async () => {
    await atDesk(async desk => {
      const path = desk.file(
        'export.zip',
        zip([
          { name: 'data/', content: '' },
          { name: 'data/a.csv', content: focusFile('1') },
          { name: 'data/b.csv', content: focusFile('20'), isStored: true },
          { name: 'data/c.csv.gz', content: gzipSync(focusFile('300')) },
          { name: 'data/d.csv', content: Buffer.from(focusFile('4000'), 'utf16le') },
          { name: 'read me.txt', content: 'Hello.\n' },
          { name: 'logo.png', content: Buffer.alloc(200) },
          { name: 'more.zip', content: zip([{ name: 'a.csv', content: focusFile('5'.repeat(9)) }]) },
          { name: '__MACOSX/._a.csv', content: 'x' },
          { name: '.DS_Store', content: 'x' },
        ]),
      );

      const result = await desk.import(path);

      expect(result.files.map(file => file.path.slice(desk.folder.length + 1))).toEqual([
        'export.zip/data/a.csv',
        'export.zip/data/b.csv',
        'export.zip/data/c.csv.gz',
        'export.zip/data/d.csv',
      ]);
      expect(result.totals).toMatchObject([{ billedCost: '4321' }]);
      expect(
        result.findings.map(({ severity, source }) => [
          severity,
          source?.file?.slice(desk.folder.length + 1),
        ]),
      ).toEqual([
        ['warning', 'export.zip/more.zip'],
        ['info', 'export.zip/read me.txt'],
        ['info', 'export.zip/logo.png'],
      ]);
    });
  });

  test.each([
    ['ZIP64 throughout', zip([{ name: 'a.csv', content: focusFile('7'), isZip64: true }], true)],
    ['ZIP64 for one member', zip([{ name: 'a.csv', content: focusFile('7'), isZip64: true }])],
  ])('%s', async (_name, archive) => {
    await atDesk(async desk => {
      expect(await desk.import(desk.file('a.zip', archive))).toMatchObject({
        totals: [{ billedCost: '7' }],
        findings: [],
      });
    });
  });

  test('the same content twice is read once', async () => {
    await atDesk(async desk => {
      const content = focusFile('1');
      const path = desk.file(
        'a.zip',
        zip([
          { name: 'a.csv', content },
          { name: 'b.csv', content },
        ]),
      );

      expect(await desk.import(path)).toMatchObject({ rows: 1, findings: [{ code: 'duplicate-file' }] });
    });
  });

  test('of two versions of a month the newest is read', async () => {
    await atDesk(async desk => {
      const month = 'cur/20250901-20251001';
      const path = desk.file(
        'cur.zip',
        zip([
          { name: `${month}/20250930T000000Z/cur-00001.csv`, content: focusFile('1') },
          { name: `${month}/20251003T000000Z/cur-00001.csv`, content: focusFile('2') },
        ]),
      );

      expect(await desk.import(path)).toMatchObject({
        totals: [{ billedCost: '2' }],
        findings: [{ code: 'older-version', severity: 'info' }],
      });
    });
  });

  test('names that differ only in case are two files', async () => {
    await atDesk(async desk => {
      const members = [
        { name: 'bill.csv', content: focusFile('1') },
        { name: 'BILL.csv', content: focusFile('2') },
      ];

      expect(await desk.import(desk.file('a.zip', zip(members)))).toMatchObject({
        totals: [{ billedCost: '3' }],
      });
    });
  });
});

describe('a name in an archive never becomes a path on disk', () => {
  test.each([
    ['a way up', '../../evil.csv', 'evil.csv'],
    ['a way up with backslashes', '..\\..\\evil.csv', 'evil.csv'],
    ['an absolute path', '/evil.csv', 'evil.csv'],
    ['a drive', 'C:\\evil.csv', 'evil.csv'],
    ['a NUL', 'ev\0il.csv', 'evil.csv'],
  ])('%s', async (_name, name, shown) => {
    await atDesk(async desk => {
      const archive = desk.file('inside/a.zip', zip([{ name, content: focusFile('1') }]));

      const result = await desk.import(archive);

      expect(result.files).toMatchObject([{ path: `${archive}/${shown}`, rows: 1 }]);
      expect(result.findings).toMatchObject([{ code: 'path-trick', severity: 'warning' }]);
      expect(readdirSync(desk.folder).sort()).toEqual(['inside', 'workspace']);
      expect(readdirSync(join(desk.folder, 'inside'))).toEqual(['a.zip']);
      expect(existsSync('/evil.csv')).toBe(false);
    });
  });

  test('a link is not followed', async () => {
    await atDesk(async desk => {
      const secret = desk.file('secret.csv', focusFile('666'));
      const archive = zip([
        { name: 'link.csv', content: secret, attributes: SYMBOLIC_LINK },
        { name: 'bill.csv', content: focusFile('1') },
      ]);

      const result = await desk.import(desk.file('a.zip', archive));

      expect(result.totals).toMatchObject([{ billedCost: '1' }]);
      expect(result.findings).toMatchObject([{ code: 'skipped-file', source: { file: /link\.csv$/ } }]);
    });
  });
});

describe('an archive that is not read says why', () => {
  const bill = { name: 'bill.csv', content: focusFile('1', '2', '3') };
  const zeros = Buffer.alloc(101 * 1024 * 1024);

  test.each<readonly [string, Buffer, string, RegExp]>([
    ['no bill in it', zip([{ name: 'a.txt', content: 'Hello.\n' }]), 'no-bill', /a\.txt/],
    ['nothing in it', zip([{ name: 'folder/', content: '' }]), 'no-bill', /no bill/],
    [
      'a spreadsheet',
      zip([
        { name: '[Content_Types].xml', content: '<a/>' },
        { name: 'xl/workbook.xml', content: '' },
      ]),
      'unsupported-format',
      /spreadsheet/,
    ],
    ['an encrypted member', zip([{ ...bill, flags: 1 }]), 'unsupported-format', /bill\.csv is encrypted/],
    ['strong encryption', zip([{ ...bill, flags: 0x41 }]), 'unsupported-format', /encrypted/],
    ['an unknown method', zip([{ ...bill, method: 93 }]), 'unsupported-format', /method/],
    ['a wrong checksum', zip([{ ...bill, crc: 1 }]), 'damaged-file', /checksum/],
    ['a wrong checksum of a stored member', zip([{ ...bill, crc: 1, isStored: true }]), 'damaged-file', /./],
    ['more bytes than said', zip([{ ...bill, size: 5 }]), 'damaged-file', /damaged/],
    ['fewer bytes than said', zip([{ ...bill, size: 5000 }]), 'damaged-file', /damaged/],
    ['a damaged directory', damagedDirectory(zip([bill])), 'damaged-file', /damaged/],
    ['a cut end', zip([bill]).subarray(0, -30), 'damaged-file', /damaged/],
    ['two members of one name', zip([bill, bill]), 'damaged-file', /two members/],
    ['a bomb of zeros', zip([{ name: 'a.csv', content: zeros }]), 'archive-too-large', /bomb/],
    [
      'a bomb of members that share bytes',
      zip([bill, ...Array.from({ length: 50 }, (_, at) => ({ ...bill, name: `${at}.csv`, sharesWith: 0 }))]),
      'archive-too-large',
      /overlap/,
    ],
    [
      'too much to unpack',
      zip([{ ...bill, isZip64: true, size: 2 ** 46, isStored: false }], true),
      'archive-too-large',
      /64 GB/,
    ],
    [
      'too many members',
      zip(Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}`, content: '' }))),
      'archive-too-large',
      /10000 members/,
    ],
    ['a zip in gzip', gzipSync(zip([bill])), 'unsupported-format', /archive inside/],
  ])('%s', async (_name, archive, code, words) => {
    await atDesk(async desk => {
      const error = await refusal(desk, desk.file('a.zip', archive));

      expect(error).toMatchObject({ code, exitCode: 3 });
      expect(error.message).toMatch(words);
      expect(readdirSync(join(desk.workspace, 'tmp'))).toEqual([]);
    });
  });

  test('inside a folder it is a warning, and the other files are read', async () => {
    await atDesk(async desk => {
      desk.file('month/good.csv', focusFile('1'));
      desk.file('month/bad.zip', zip([{ ...bill, crc: 1 }]));

      const result = await desk.import(join(desk.folder, 'month'));

      expect(result.totals).toMatchObject([{ billedCost: '1' }]);
      expect(result.findings).toMatchObject([{ code: 'skipped-file', severity: 'warning' }]);
    });
  });
});

test('an archive with changed bytes is read whole, or refused with a message', async () => {
  const archive = zip([
    { name: 'a.csv', content: focusFile('1', '2', '3') },
    { name: 'b.csv', content: focusFile('4'), isStored: true },
  ]);
  const changes = fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(changes, async edits => {
      const bad = Buffer.from(archive);
      for (const [at, value] of edits) bad[at] = value;
      await atDesk(async desk => {
        const result = await desk.import(desk.file('a.zip', bad)).catch((error: unknown) => {
          if (error instanceof UserError) return null;
          throw error;
        });
        // A name may change, and so may what marks a folder or a link; amounts may not.
        const known = [undefined, '10', '6', '4'];
        expect(known).toContain(result === null ? undefined : result.totals[0]?.billedCost);
      });
    }),
    { numRuns: 60 },
  );
});
