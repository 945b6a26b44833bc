import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BugError } from '../../src/engine/assert.ts';
import { UserError } from '../../src/engine/errors.ts';
import { MAX_YAML_BYTES, parseYaml, readYamlFile } from '../../src/input/yaml-file.ts';

const planSchema = z.strictObject({
  target: z.strictObject({ reduceBy: z.number().positive().max(1), byMonth: z.int().min(1) }),
  moves: z.array(
    z.strictObject({
      lever: z.enum(['terminate-idle', 'rightsize-compute', 'schedule']),
      start: z.string().regex(/^\d{4}-\d{2}$/, { error: 'is no month: write it as 2026-07' }),
      owner: z.string().min(2).optional(),
      scope: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('workload'), name: z.string() }),
          z.strictObject({ kind: z.literal('service'), service: z.string() }),
        ])
        .optional(),
      limit: z
        .union([z.strictObject({ amount: z.number() }), z.strictObject({ percent: z.number() })])
        .optional(),
      note: z.union([z.string(), z.number()]).optional(),
    }),
  ),
  tags: z.record(z.string().regex(/^[a-z]+$/), z.string()).optional(),
});

const TARGET = 'target: {reduceBy: 0.3, byMonth: 6}';
const MOVE = '- {lever: schedule, start: 2026-07';

/** The findings of a text as `row column code: message hint`. */
function problems(text: string): readonly string[] {
  return parseYaml(text, planSchema, 'plan.yaml').findings.map(
    ({ code, message, hint, source }) =>
      `${source?.column} ${code}: ${message}${hint === null ? '' : ` | ${hint}`}`,
  );
}

/** The one finding of a plan whose single move ends with this text. */
function moveProblems(rest: string): readonly string[] {
  return problems(`${TARGET}\nmoves:\n  ${MOVE}${rest}}\n`);
}

describe('a file that fits', () => {
  const text = `# a plan\n${TARGET}\nmoves:\n  - lever: schedule\n    start: 2026-07\n    note: 7\ntags: {team: "yes"}\n`;
  const parsed = parseYaml(text, planSchema, 'plan.yaml');

  test('gives the value and no findings', () => {
    expect(parsed.findings).toEqual([]);
    expect(parsed.value).toEqual({
      target: { reduceBy: 0.3, byMonth: 6 },
      moves: [{ lever: 'schedule', start: '2026-07', note: 7 }],
      tags: { team: 'yes' },
    });
  });

  test.each([
    [['target'], 2, 9],
    [['target', 'byMonth'], 2, 34],
    [['moves', 0], 4, 5],
    [['moves', 0, 'start'], 5, 12],
    [['moves', 0, 'owner'], 4, 5],
    [['moves', 7, 'owner'], 4, 3],
    [[], 2, 1],
  ])('locates %o at line %i, column %i, or the nearest place above it', (path, line, column) => {
    expect(parsed.locate(path)).toEqual({ line, column });
  });

  test('locates through an alias where the value stands', () => {
    const shared = parseYaml(
      `a: &shared {x: 1}\nb: *shared\n`,
      z.strictObject({ a: z.json(), b: z.json() }),
      'x.yaml',
    );
    expect(shared.value).toEqual({ a: { x: 1 }, b: { x: 1 } });
    expect(shared.locate(['b', 'x'])).toEqual({ line: 1, column: 16 });
  });

  test.each([
    ['a byte order mark', `\ufeff${TARGET}\nmoves: []\n`],
    ['line ends of Windows', `${TARGET}\r\nmoves: []\r\n`],
    ['plain tags', `target: !!map {reduceBy: !!float 0.3, byMonth: !!int 6}\nmoves: !!seq []\n`],
  ])('may have %s', (_what, plan) => {
    expect(problems(plan)).toEqual([]);
  });

  test('whatever JSON can say comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
        fc.pre(!JSON.stringify(value).includes('__proto__') && value !== null);
        const text = JSON.stringify(value);
        fc.pre(!/[\u007f-\u009f]/.test(text));
        const result = parseYaml(text, z.json(), 'x.yaml');
        expect(result.findings).toEqual([]);
        expect(JSON.stringify(result.value)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});

describe('a mistake is named with its place, in plain words', () => {
  test.each([
    [', ownr: me', ['3:39 unknown-key: moves[0].ownr: is not a known key | Did you mean `owner`?']],
    [
      ', colour: red',
      [
        '3:39 unknown-key: moves[0].colour: is not a known key | Known keys: `lever`, `start`, `owner`, `scope`, `limit`, `note`.',
      ],
    ],
    [', owner: 12', ['3:46 wrong-type: moves[0].owner: expected text, not `12`']],
    [', owner: []', ['3:46 wrong-type: moves[0].owner: expected text, not a list']],
    [', owner: x', ['3:46 out-of-range: moves[0].owner: must have at least 2 characters']],
    [', owner: ', ['3:46 wrong-type: moves[0].owner: expected text, not nothing']],
    [', note: {a: 1}', ['3:45 wrong-type: moves[0].note: expected text or a number, not a mapping']],
    [
      ', scope: {kind: servce}',
      ['3:53 unknown-value: moves[0].scope.kind: the text `servce` is not known | Did you mean `service`?'],
    ],
    [
      ', scope: {name: x}',
      ['3:46 missing-key: moves[0].scope.kind: is missing | Known values: `workload`, `service`.'],
    ],
    [
      ', limit: {percnt: 3}',
      [
        '3:46 missing-key: moves[0].limit.percent: is missing',
        '3:47 unknown-key: moves[0].limit.percnt: is not a known key | Did you mean `percent`?',
      ],
    ],
  ])('a move with %s', (rest, expected) => {
    expect(moveProblems(rest)).toEqual(expected);
  });

  test.each([
    ['moves: []', ['1:1 missing-key: target: is missing']],
    [`${TARGET}\nmoves: x`, ['2:8 wrong-type: moves: expected a list, not the text `x`']],
    ['- 1', ['1:1 wrong-type: expected a mapping (lines of `key: value`), not a list']],
    [
      `target: {reduceBy: 30, byMonth: 6}\nmoves: []`,
      ['1:20 out-of-range: target.reduceBy: must be at most 1, not `30`'],
    ],
    [
      `target: {reduceBy: 0, byMonth: 6}\nmoves: []`,
      ['1:20 out-of-range: target.reduceBy: must be more than 0, not `0`'],
    ],
    [
      `target: {reduceBy: .nan, byMonth: 6}\nmoves: []`,
      ['1:20 wrong-type: target.reduceBy: expected a number, not `NaN`'],
    ],
    [
      `target: {reduceBy: .inf, byMonth: 6}\nmoves: []`,
      ['1:20 wrong-type: target.reduceBy: expected a number, not `Infinity`'],
    ],
    [
      `target: {reduceBy: 0.3, byMonth: 6.5}\nmoves: []`,
      ['1:34 wrong-type: target.byMonth: expected a whole number, not `6.5`'],
    ],
    [
      `${TARGET}\nmoves:\n  - {lever: rightsize-compte, start: 2026-07}`,
      [
        '3:13 unknown-value: moves[0].lever: the text `rightsize-compte` is not known | Did you mean `rightsize-compute`?',
      ],
    ],
    [
      `${TARGET}\nmoves:\n  - {lever: schedule, start: July}`,
      ['3:30 wrong-form: moves[0].start: is no month: write it as 2026-07'],
    ],
    [
      `${TARGET}\nmoves: []\ntags: {Team: x}`,
      ['3:8 wrong-form: tags.Team: the text `Team` does not have the form `/^[a-z]+$/`'],
    ],
    [
      `${TARGET}\nmoves: []\ntags:\n  team: yes\n  cost: 1`,
      ['5:9 wrong-type: tags.cost: expected text, not `1`'],
    ],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('several mistakes stand in the order of the file', () => {
    const rows = parseYaml(`foo: 1\n${TARGET}\nmoves: 3\nbar: 2\n`, planSchema, 'x').findings.map(
      ({ source }) => source?.row,
    );
    expect(rows).toEqual([1, 3, 4]);
  });

  test('a file with one mistake has no value', () => {
    expect(parseYaml(`${TARGET}\nmoves: []\nfoo: 1`, planSchema, 'x').value).toBeNull();
  });

  test('the file and the row stand in the source', () => {
    const [finding] = parseYaml(`${TARGET}\nmoves: 1`, planSchema, 'plans/mine.yaml').findings;
    expect(finding?.source).toEqual({ file: 'plans/mine.yaml', row: 2, column: '2:8' });
    expect(finding?.severity).toBe('error');
  });
});

describe('text that is no YAML', () => {
  test.each([
    ['nothing', '', 'null empty-file: the file is empty'],
    ['only a comment', '# later\n', 'null empty-file: the file is empty'],
    ['a tab', 'target:\n\treduceBy: 1', '2:1 yaml-syntax: a tab is used to indent | Indent with spaces.'],
    [
      'a second colon',
      'note: a: b',
      '1:7 yaml-syntax: a second `:` or a nested mapping on one line | Put quotes around text that has a colon.',
    ],
    [
      'an open quote',
      'note: "a',
      '1:9 yaml-syntax: something is missing: a quote, a bracket, a comma or a colon | Close what was opened before this place.',
    ],
    [
      'two documents',
      'a: 1\n---\nb: 2',
      '2:1 yaml-syntax: a second document starts here | Give one document in a file.',
    ],
    [
      'a control character',
      'a: 1\nb: x\u001b[31m',
      '2:5 control-character: the control character U+001B stands in the text | Remove it; inside double quotes it can be written as an escape.',
    ],
    [
      'a null character',
      'a\u0000: 1',
      '1:2 control-character: the control character U+0000 stands in the text | Remove it; inside double quotes it can be written as an escape.',
    ],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });
});

describe('hostile text', () => {
  test.each([
    [
      'a key given twice',
      'moves: []\nmoves: []',
      ['2:1 yaml-duplicate-key: moves is given twice | Remove one of the two.'],
    ],
    [
      'a key given twice deep down',
      'a: [{b: 1, c: 2, b: 3}]',
      ['1:18 yaml-duplicate-key: a[0].b is given twice | Remove one of the two.'],
    ],
    [
      'one key in two spellings',
      '1: a\n"1": b',
      ['2:1 yaml-duplicate-key: ["1"] is given twice | Remove one of the two.'],
    ],
    ['a prototype', '__proto__: {isAdmin: true}', ['1:1 yaml-key: __proto__ is not allowed as a key']],
    [
      'a prototype deep down',
      'a: [{"__proto__": 1}]',
      ['1:6 yaml-key: a[0].__proto__ is not allowed as a key'],
    ],
    [
      'a list as a key',
      '? [a]\n: 1',
      ['1:3 yaml-key: a key is empty, a list, a mapping or an alias | A key is a word.'],
    ],
    ['no key', ': 1', ['1:1 yaml-key: a key is empty, a list, a mapping or an alias | A key is a word.']],
    [
      "a tag of one's own",
      'a: !exec rm',
      ['1:10 yaml-tag: the tag `!exec` is not read here | Write the value without a tag.'],
    ],
    [
      'a tag of a language',
      'a: !!js/function x',
      ['1:18 yaml-tag: the tag `!!js/function` is not read here | Write the value without a tag.'],
    ],
    [
      'binary data',
      'a: !!binary aGk=',
      ['1:13 yaml-tag: the tag `!!binary` is not read here | Write the value without a tag.'],
    ],
    [
      'an alias without an anchor',
      'a: *x',
      [
        '1:4 yaml-alias: no anchor `x` stands before this alias | Put quotes around text that starts with `*`, or name an anchor that stands before it.',
      ],
    ],
    [
      'an anchor given twice',
      'a: &x 1\nb: &x 2',
      ['2:7 yaml-alias: the anchor `x` is given twice | Give each anchor its own name.'],
    ],
    [
      'a value inside itself',
      'a: &x [*x]',
      [
        '1:7 yaml-too-large: more than 32 levels, with every alias written out | Split the file, or use fewer aliases.',
      ],
    ],
  ])('%s is refused', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('merge keys are no keys of a schema', () => {
    expect(problems(`${TARGET}\nmoves: []\n<<: {foo: 1}`)).toHaveLength(1);
  });

  test('aliases that grow tenfold nine times are refused, not written out', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(', ')}]`,
    );
    const [first, ...rest] = problems(['a0: &a0 [x, x, x, x, x, x, x, x, x, x]', ...levels].join('\n'));
    expect(first).toContain('yaml-too-large: more than 50000 values, with every alias written out');
    expect(rest).toEqual([]);
  });

  test.each([
    ['a hundred thousand aliases', `a: &a x\nb: [${'*a, '.repeat(100_000)}]`, 'more than 1000 aliases'],
    ['a hundred thousand open brackets', '['.repeat(100_000), 'nested too deeply'],
    ['a list a hundred thousand levels deep', `${'- '.repeat(100_000)}x`, 'nested too deeply'],
    ['forty levels', `${'['.repeat(40)}${']'.repeat(40)}`, 'more than 32 levels'],
    ['a hundred thousand values', `[${'1,'.repeat(100_000)}]`, 'more than 50000 values'],
    ['ten megabytes', 'a: b\n'.repeat(2_000_000), 'larger than 1 MB'],
  ])('%s', (_what, text, expected) => {
    const found = problems(text);
    expect(found.length).toBeLessThanOrEqual(51);
    expect(found.some(problem => problem.includes(expected))).toBe(true);
  });

  test('thousands of unknown keys are counted, not all shown', () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
    const found = parseYaml(text, planSchema, 'x').findings;
    expect(found).toHaveLength(51);
    expect(found.at(-1)).toMatchObject({
      code: 'more-findings',
      severity: 'error',
      message: '19952 more problems are not shown',
    });
  });

  test('a megabyte is read, one byte more is not', () => {
    const atLimit = `"${'a'.repeat(MAX_YAML_BYTES - 2)}"`;
    expect(parseYaml(atLimit, z.string(), 'x').value).toHaveLength(MAX_YAML_BYTES - 2);
    expect(parseYaml(`${atLimit} `, z.string(), 'x').findings[0]?.code).toBe('file-too-large');
  });

  test('control characters of keys and values are escaped in messages', () => {
    const found = problems(`"\\e]0;x\\a": 1\nmoves: "\\u202eabc"\n${TARGET}`);
    expect(found).toEqual([
      '1:1 unknown-key: ["\\x1b]0;x\\x07"]: is not a known key | Known keys: `target`, `moves`, `tags`.',
      '2:8 wrong-type: moves: expected a list, not the text `\\u{202e}abc`',
    ]);
  });

  test('long words are cut in messages', () => {
    const [found] = problems(`${TARGET}\nmoves: ${'x'.repeat(5_000)}`);
    expect(found?.length).toBeLessThan(150);
  });

  test('whatever the text, there is a value or a finding, and nothing is thrown', () => {
    const fragments = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a ',
      '*a',
      '!x ',
      '#',
      '|',
      '>',
      '? ',
      '%',
      '---',
      '\t',
      '<<',
      '1e999',
      '\u2028',
      '😀',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 60 }), parts => {
        const result = parseYaml(parts.join(''), planSchema, 'x');
        expect(result.value !== null || result.findings.length > 0).toBe(true);
        expect(result.findings.every(({ message }) => !/\p{Cc}/u.test(message))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a schema that lets keys pass', () => {
  test.each([
    ['at the top', z.object({ a: z.number() })],
    ['in a list', z.strictObject({ list: z.array(z.object({ a: z.number() })) })],
    [
      'behind optional, default and union',
      z.strictObject({ x: z.union([z.string(), z.object({ a: z.number() }).optional()]).default('') }),
    ],
    ['in a record', z.record(z.string(), z.object({ a: z.number() }))],
    [
      'in a transformed schema',
      z.strictObject({ x: z.object({ a: z.number() }).transform(value => value.a) }),
    ],
  ])('%s is a bug', (_where, schema) => {
    expect(() => parseYaml('a: 1', schema as z.ZodType<unknown>, 'x')).toThrow(BugError);
  });
});

describe('readYamlFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-yaml-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  test('reads a file and names it in its findings', () => {
    const good = write('good.yaml', `${TARGET}\nmoves: []\n`);
    expect(readYamlFile(good, planSchema).value?.moves).toEqual([]);
    const bad = write('bad.yaml', 'x: 1');
    expect(readYamlFile(bad, planSchema).findings[0]?.source?.file).toBe(bad);
  });

  test.each([
    ['UTF-16', Buffer.from('\ufeffa: 1', 'utf16le'), 'not-utf-8'],
    ['broken UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xc3, 0x28]), 'not-utf-8'],
    ['ten megabytes', 'a'.repeat(10_000_000), 'file-too-large'],
  ])('%s is a finding', (_what, content, code) => {
    expect(readYamlFile(write('hostile.yaml', content), planSchema)).toMatchObject({
      value: null,
      findings: [{ code }],
    });
  });

  test('a folder is a finding', () => {
    const path = join(folder, 'sub');
    mkdirSync(path);
    expect(readYamlFile(path, planSchema).findings[0]?.code).toBe('not-a-file');
  });

  test("a missing file is the user's to mend", () => {
    const read = () => readYamlFile(join(folder, 'no\u001bsuch.yaml'), planSchema);
    expect(read).toThrow(UserError);
    expect(read).toThrow(/no\\x1bsuch/);
  });
});
