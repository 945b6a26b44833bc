/** The risk screen: what it draws at every size, that text says what colour says, and what it says when nothing can be judged. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/app/session.ts';
import type { ScoreReport } from '../../../src/report/contract.ts';
import { glyphsOf } from '../../../src/ui/glyphs.ts';
import { canvasOf, layoutOf } from '../../../src/ui/layout.ts';
import { type Line, lineText, lineWidth, textWidth } from '../../../src/ui/line.ts';
import { riskItems } from '../../../src/ui/lists.ts';
import { shortPercent } from '../../../src/ui/risk-words.ts';
import { riskScreen } from '../../../src/ui/screens/risk.ts';
import { paint } from '../../../src/ui/screens/screen.ts';
import { KEYS, openScreen, type ScreenOptions } from '../../helpers/screen.tsx';
import { SMALL_REQUEST, smallSession } from '../../helpers/small-estate.ts';
import { riskySession } from './risky-session.ts';

let session: Session;
beforeAll(async () => {
  session = await riskySession();
});

function score(): ScoreReport {
  const known = session.getState().view?.score;
  if (!known) throw new Error('the plan is judged');
  return known;
}

function shop(report = score()) {
  const found = report.reliability.find(({ workload }) => workload === 'shop');
  if (!found) throw new Error('shop is a workload');
  return found;
}

/** Budget before and after, as the list writes it. */
function used(arrow = '→'): string {
  const { before, after } = shop();
  const share = shortPercent(before.budgetConsumed ?? 0).replace(' %', '');
  return `${share} ${arrow} ${shortPercent(after.budgetConsumed ?? 0)}`;
}

const canvas = (columns: number, rows: number, set: 'unicode' | 'ascii' = 'unicode') =>
  canvasOf(layoutOf(columns, rows), glyphsOf(set));

/** Rows of the screen of a score, without the frame. */
function drawn(
  report: ScoreReport | null,
  columns = 80,
  rows = 24,
  { isJudging = false, isRanging = false } = {},
): Line[] {
  const room = canvas(columns, rows);
  return paint(riskScreen({ score: report, isJudging, isRanging, cursor: 0, canvas: room }), 0, room);
}

const textOf = (rows: readonly Line[]) => rows.map(lineText).join('\n');

async function visit(keys: readonly string[] = [], options: ScreenOptions = {}) {
  const screen = openScreen(session, options);
  await screen.settle();
  await screen.press('5', ...keys);
  return screen;
}

describe.each([
  [80, 24],
  [140, 40],
  [60, 20],
  [60, 16],
  [200, 50],
] as const)('at %dx%d', (columns, rows) => {
  test('lists the workloads with budget, P(breach) and guardrails, and nothing wider than the terminal', async () => {
    const screen = await visit([], { columns, rows });
    const frame = screen.frame();

    expect(frame.join('\n')).toMatch(/shop .*✗ BROKEN/);
    expect(frame.join('\n')).toContain(used());
    expect(frame.join('\n')).toMatch(/staging .*no SLO .*○ unjudged/);
    for (const row of frame) expect(textWidth(row)).toBeLessThanOrEqual(columns);
    await screen.close();
  });

  test('says without colour and beyond ASCII what it says with them', async () => {
    const screen = await visit([], { columns, rows, look: { color: 'mono', glyphs: 'ascii' } });
    const frame = screen.frame();

    expect(frame.join('\n')).toMatch(/^[ -~\n]*$/);
    expect(frame.join('\n')).toMatch(/shop .*x BROKEN/);
    expect(frame.filter((_row, index) => screen.styles(index).color)).toEqual([]);
    await screen.close();
  });

  test('cuts no number, however many workloads there are and however long their names', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...shop(),
      workload: `workload-with-quite-a-long-name-${index}`,
    }));
    const rowsDrawn = drawn({ ...score(), reliability: many }, columns, rows);

    for (const row of rowsDrawn) expect(lineWidth(row)).toBe(columns);
    expect(textOf(rowsDrawn)).toContain(used());
    expect(textOf(rowsDrawn)).toMatch(/[█│]$|[█│] +│/m);
  });
});

describe('the list', () => {
  test('has the workload that uses most of its budget on top, those without one below, by bad minutes', () => {
    const items = riskItems(score().reliability);
    const used = items.map(({ after }) => after.budgetConsumed ?? -1);
    const open = items.filter(({ slo }) => slo === null).map(({ after }) => after.expectedBadMinutes);

    expect(items[0]?.workload).toBe('shop');
    expect(used).toEqual([...used].sort((a, b) => b - a));
    expect(open).toEqual([...open].sort((a, b) => b - a));
  });

  test('shows P(breach) with its range where the report has one', () => {
    const planned = { planned: 0.05, p10: 0.02, p50: 0.06, p90: 0.14 };
    const both = { before: planned, after: planned };
    const calm = { ...shop(), after: { ...shop().after, breachProbability: 0.05 } };
    const report = {
      ...score(),
      reliability: [calm],
      reliabilityRanges: [{ workload: 'shop', expectedBadMinutes: both, breachProbability: both }],
    };

    expect(textOf(drawn(report))).toContain('5.0 % (2.0-14 %)');
    expect(textOf(drawn(report))).toContain('(P10-P90)');
    expect(textOf(drawn(report))).toContain(' (2.0-14 %); ');
    expect(textOf(drawn({ ...report, reliabilityRanges: [] }))).not.toContain('P10');
    expect(textOf(drawn(report, 80, 24, { isRanging: true }))).toContain('P10-P90 follow');
  });

  test('names driver, worst month and moves of the chosen row where there is no room for its details', async () => {
    const screen = await visit();
    const { after, effects } = shop();

    expect(screen.frame().join('\n')).toContain(`Mostly from ${after.topDriver}`);
    expect(screen.frame().join('\n')).toContain(`Moves       ${effects.byMove[0]?.moveId} +`);
    await screen.press(KEYS.down);
    expect(screen.frame().join('\n')).not.toContain(`Moves       ${effects.byMove[0]?.moveId}`);
    await screen.close();
  });

  test('names the month in which changes make it worse than the plan leaves it', () => {
    const { worst } = shop();
    const peak = { ...shop(), worst: { ...worst, month: '2027-03', expectedBadMinutes: 900 } };
    const dip = { ...shop(), slo: null, after: { ...shop().after, breachProbability: null } };
    const both = [
      {
        ...peak,
        after: { ...peak.after, breachProbability: 0.2 },
        worst: { ...peak.worst, breachProbability: 0.4 },
      },
      { ...dip, workload: 'quiet', worst: { ...dip.after, month: '2027-04' } },
    ];
    const shown = textOf(drawn({ ...score(), reliability: both }, 140, 40));

    expect(shown).toContain('2027-03 40 %');
    expect(shown).not.toContain('2027-04');
  });

  test('says which workloads break guardrails, which go against the policy, and that none does', () => {
    const kept = { ...score(), guardrails: [] };
    const advice = shop().policy.filter(({ isGuardrail }) => !isGuardrail);

    expect(textOf(drawn(score()))).toMatch(/\d guardrails broken: shop\./);
    expect(textOf(drawn({ ...kept, reliability: [{ ...shop(), policy: advice }] }))).toContain(
      'against the policy: shop.',
    );
    expect(textOf(drawn({ ...kept, reliability: [{ ...shop(), policy: [] }] }))).toContain(
      'No guardrail is broken: 1 workload with an SLO.',
    );
  });

  test('a rule that cannot be judged is never shown as kept', () => {
    const [first] = score().guardrails;
    if (!first) throw new Error('there are guardrails');
    const guardrails = [
      { ...first, allowed: true },
      { ...first, allowed: null },
    ];
    const shown = textOf(drawn({ ...score(), guardrails, reliability: [{ ...shop(), policy: [] }] }));

    expect(shown).toMatch(/shop .*○ unjudged/);
    expect(shown).not.toContain('✓ kept');
  });

  test('is one sentence a row for a screen reader, with the columns that have no room', async () => {
    const screen = await visit([], { columns: 100, rows: 60, look: { screenReader: true } });
    const frame = screen.frame().join(' ').replace(/\s+/g, ' ');

    expect(frame).toMatch(/Row 1 of \d: shop, SLO 99\.9 %, bad minutes [\d.]+ .* budget used /);
    expect(frame).toContain(`budget used ${used('to')}`);
    expect(frame).toMatch(/guardrails problem BROKEN, mostly from /);
    await screen.close();
  });
});

describe('nothing to judge', () => {
  test('before the first judgement it says so', () => {
    expect(textOf(drawn(null, 80, 24, { isJudging: true }))).toContain('Working out the error budgets ...');
    expect(textOf(drawn(null))).toContain('Not judged yet.');
  });

  test.each([
    [80, 24],
    [60, 20],
  ])('without a workloads file it says what to write, and where, at %dx%d', async (columns, rows) => {
    const bare = smallSession({ workloads: [] });
    await bare.open(SMALL_REQUEST);
    const screen = openScreen(bare, { columns, rows });
    await screen.settle();
    await screen.press('5');
    const shown = screen.frame().join('\n');

    expect(shown.replace(/[\s█│]+/g, ' ')).toContain('no plan can be judged');
    expect(shown).toContain('workloads.yaml');
    expect(shown).toMatch(/^ {6}- name: checkout/m);
    expect(shown).toContain('match: [{ tags: { service: checkout } }]');
    await screen.press(KEYS.down);
    await screen.close();
  });

  test('without any objective it lists the workloads and says what is missing', () => {
    const reliability = score().reliability.filter(({ slo }) => slo === null);

    expect(textOf(drawn({ ...score(), reliability }))).toContain('No workload declares an SLO');
    expect(textOf(drawn({ ...score(), reliability }))).toMatch(/staging .*no SLO/);
    expect(textOf(drawn({ ...score(), reliability: [] }))).toContain('There are no workloads.');
  });
});

describe('reviewed frames', () => {
  test.each([
    [[], 80, 24],
    [[], 140, 40],
  ] as const)('%j at %dx%d', async (keys, columns, rows) => {
    const screen = await visit(keys, { columns, rows, look: { color: 'mono' } });

    expect(`\n${screen.frame().slice(3).join('\n')}\n`).toMatchSnapshot();
    await screen.close();
  });
});
