/** What the score screen says of chance: each month's range, the largest drivers, and how far off the draws may be. */

import { expect, test } from 'vitest';
import { openScreen } from '../../helpers/screen.tsx';
import { SMALL_REQUEST, smallSession } from '../../helpers/small-estate.ts';

/** The score of a plan of two moves, on a screen tall enough for all of it. */
async function scoreFrame(columns: number): Promise<string> {
  const session = smallSession();
  await session.open(SMALL_REQUEST);
  await session.search();
  const moves = session.getState().opportunities?.opportunities.map(({ move }) => move) ?? [];
  for (const move of moves.slice(0, 2)) session.dispatch({ kind: 'add-move', move });
  const screen = openScreen(session, { columns, rows: 120 });
  try {
    await screen.settle();
    await screen.press('6');
    return screen.frame().join('\n');
  } finally {
    await screen.close();
  }
}

test.each([80, 140])('twelve months, three drivers, and the error, %d columns', async columns => {
  const frame = await scoreFrame(columns);
  const [, after = ''] = frame.split('2,000 draws');
  const rows = after.split('\n');
  expect(rows[1]).toMatch(/Run-rate +Planned +P10 +P50 +P90/);
  const months = rows.filter(row => /^ *\d+ 20\d\d-\d\d( +\$[\d,]+){4}/.test(row));
  expect(months).toHaveLength(12);
  for (const month of months) {
    const [, p10 = 0, p50 = 0, p90 = 0] = [...month.matchAll(/\$([\d,]+)/g)].map(match =>
      Number(match[1]?.replaceAll(',', '')),
    );
    expect(p10).toBeLessThanOrEqual(p50);
    expect(p50).toBeLessThanOrEqual(p90);
  }
  expect(
    rows.filter(row => /^ *(adoption|rolled back|delay|share realised|effort): /.test(row)),
  ).toHaveLength(3);
  // Beside a second column a sentence goes on in the next row.
  expect(after).toMatch(/Draws use a surrogate of the simulator/);
});
