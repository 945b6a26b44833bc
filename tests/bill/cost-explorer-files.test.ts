import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answer, group, period } from './cost-explorer-answers.ts';
import { atDesk } from './workspace.ts';

const GROUPS = ['RECORD_TYPE'];

/** A page of whole days of September 2025 with one dollar a day. */
function page(from: number, to: number, token?: string, groups: readonly string[] = GROUPS) {
  const day = (date: number) => `2025-09-${String(date).padStart(2, '0')}`;
  const days = Array.from({ length: to - from }, (_, index) => from + index);
  return answer(
    days.map(date => period(day(date), day(date + 1), [group(['Usage'])])),
    token === undefined ? { groups } : { groups, token },
  );
}

describe('an answer in several pages', () => {
  const cases: readonly (readonly [string, readonly unknown[], string, readonly string[]])[] = [
    ['that are all there adds up', [page(1, 3, 'a'), page(3, 5, 'b'), page(5, 6)], '5', []],
    ['adds up in any order', [page(5, 6), page(1, 3, 'a'), page(3, 5, 'b')], '5', []],
    ['whose last page is missing says so', [page(1, 3, 'a'), page(3, 5, 'b')], '4', ['2025-09-05']],
    ['whose middle page is missing says so', [page(1, 3, 'a'), page(5, 6)], '3', ['2025-09-03']],
    ['may split a period', [page(1, 3, 'a'), page(2, 4)], '4', []],
    [
      'is not completed by an answer with other groups',
      [page(1, 3, 'a'), page(3, 5, undefined, ['SERVICE'])],
      '4',
      ['2025-09-03'],
    ],
  ];

  test.each(cases)('%s', async (_name, pages, billed, missingFrom) => {
    await atDesk(async desk => {
      const files = pages.map((document, index) => desk.file(`page-${index}.json`, JSON.stringify(document)));

      const result = await desk.import(...files);

      expect(result.totals[0]?.billedCost).toBe(billed);
      const missing = result.findings.filter(({ code }) => code === 'missing-pages');
      expect(missing.map(({ severity }) => severity)).toEqual(missingFrom.map(() => 'warning'));
      for (const [index, day] of missingFrom.entries()) {
        expect(missing[index]?.message).toContain(`from ${day}`);
        expect(missing[index]?.message).toContain('not complete');
      }
    });
  });

  test.each([
    ['as a list', (pages: readonly unknown[]) => JSON.stringify(pages, null, 1)],
    ['one on each line', (pages: readonly unknown[]) => pages.map(one => JSON.stringify(one)).join('\r\n')],
    ['inside a wrapper', (pages: readonly unknown[]) => JSON.stringify({ answers: { pages } })],
    ['after a byte order mark', (pages: readonly unknown[]) => `\uFEFF${JSON.stringify(pages)}`],
  ])('may be in one file, %s', async (_name, write) => {
    await atDesk(async desk => {
      const result = await desk.import(desk.file('all.json', write([page(1, 3, 'a'), page(3, 5)])));

      expect(result.findings).toEqual([]);
      expect(result.totals[0]?.billedCost).toBe('4');
      expect(result.files[0]).toMatchObject({ rows: 4, version: 'DAILY by RECORD_TYPE' });
    });
  });

  test('in gzip is the same', async () => {
    await atDesk(async desk => {
      const result = await desk.import(desk.file('answer.json.gz', gzipSync(JSON.stringify(page(1, 3)))));

      expect(result.totals[0]?.billedCost).toBe('2');
    });
  });

  test('with two questions in one file is told to hold costs twice', async () => {
    await atDesk(async desk => {
      const text = JSON.stringify([page(1, 3), page(1, 3, undefined, ['SERVICE'])]);

      const result = await desk.import(desk.file('answer.json', text));

      expect(result.findings.filter(({ severity }) => severity === 'warning')).toMatchObject([
        { code: 'mixed-answers' },
      ]);
    });
  });
});

describe('estimates', () => {
  test('are told with their number and first day', async () => {
    await atDesk(async desk => {
      const document = answer(
        [
          period('2025-09-01', '2025-09-02', [group(['Usage'])]),
          period('2025-09-02', '2025-09-03', [group(['Usage'])], true),
          period('2025-09-03', '2025-09-04', [group(['Usage'])], true),
        ],
        { groups: GROUPS },
      );

      const result = await desk.import(desk.file('answer.json', JSON.stringify(document)));

      expect(result.findings).toMatchObject([{ code: 'estimated-amounts', severity: 'info' }]);
      expect(result.findings[0]?.message).toMatch(/^2 of 3 periods are estimated, the first from 2025-09-02/);
    });
  });
});

describe('damaged answers', () => {
  const whole = JSON.stringify(page(1, 3), null, 1);

  test.each([
    ['cut in the middle', whole.slice(0, -20)],
    ['with a lost comma', whole.replace('},', '}')],
    ['whose second line is cut', `${JSON.stringify(page(1, 3))}\n{"ResultsByTime": [`],
    ['without a list of results', '{"ResultsByTime": null}'],
    ['nested without end', `{"ResultsByTime": ${'['.repeat(200_000)}`],
    ['nested deeply', `{"ResultsByTime": ${'['.repeat(50_000)}${']'.repeat(50_000)}, "x": {`],
  ])('%s are refused by name, with a hint', async (_name, text) => {
    await atDesk(async desk => {
      await expect(desk.import(desk.file('answer.json', text))).rejects.toMatchObject({
        code: 'damaged-file',
        exitCode: 3,
        message: expect.stringContaining("answer.json can't be imported") as string,
        hint: expect.stringContaining('GetCostAndUsage') as string,
      });
    });
  });

  test('in a cut gzip file are refused', async () => {
    await atDesk(async desk => {
      const bytes = gzipSync(whole).subarray(0, 90);

      await expect(desk.import(desk.file('answer.json.gz', bytes))).rejects.toMatchObject({
        code: 'damaged-file',
      });
    });
  });

  test('that unpack without end are refused', async () => {
    await atDesk(async desk => {
      // Its start unpacks to little enough to be looked at.
      const padding = Array.from({ length: 50_000 }, (_, index) => `"${index}${'0'.repeat(1400)}"`);
      const bomb = gzipSync(`${whole.trimEnd().slice(0, -1)}, "x": [${padding.join(',')}]}`);

      await expect(desk.import(desk.file('answer.json.gz', bomb))).rejects.toMatchObject({
        code: 'file-too-large',
      });
    });
  });

  test.each(['NaN', '1e308', 'Infinity', '=1+1', 'abc'])(
    'with the amount %s leave the amount out and say so',
    async amount => {
      await atDesk(async desk => {
        const bad = group(['Tax'], { UnblendedCost: amount, AmortizedCost: '5' });
        const document = answer([period('2025-09-01', '2025-10-01', [bad, group(['Usage'])])], {
          groups: GROUPS,
        });

        const result = await desk.import(desk.file('answer.json', JSON.stringify(document)));

        expect(result.totals).toMatchObject([{ billedCost: '1', effectiveCost: '1' }]);
        expect(result.findings).toMatchObject([
          { severity: 'error', source: { row: 1, column: 'UnblendedCost' } },
        ]);
      });
    },
  );

  test('with empty amounts, currencies and periods say what is missing', async () => {
    await atDesk(async desk => {
      const empty = {
        Keys: ['Usage'],
        Metrics: { UnblendedCost: { Amount: '1', Unit: '' }, AmortizedCost: {} },
      };
      const document = answer([period('', '', [empty])], { groups: GROUPS });

      const result = await desk.import(desk.file('answer.json', JSON.stringify(document)));

      expect(result.totals).toMatchObject([{ currency: null, billedCost: '1', effectiveCost: '1' }]);
      expect(result.findings.map(({ source }) => source?.column).sort()).toEqual([
        'AmortizedCost',
        'TimePeriod.Start',
        'Unit',
      ]);
    });
  });

  test('of odd shapes lose nothing that is an amount', async () => {
    await atDesk(async desk => {
      const odd = [
        null,
        'text',
        [],
        { TimePeriod: null, Groups: 'none', Total: null },
        {
          TimePeriod: { Start: '2025-09-01', End: '2025-10-01' },
          Groups: [null, { Keys: 7, Metrics: null }],
        },
        period('2025-09-01', '2025-10-01', [{ ...group([]), Keys: [null, 7] }]),
      ];

      const result = await desk.import(desk.file('answer.json', JSON.stringify(answer(odd))));

      expect(result.totals[0]?.billedCost).toBe('1');
    });
  });
});
