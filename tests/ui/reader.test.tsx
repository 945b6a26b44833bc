/** The screens as sentences: the same values, nothing drawn. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/app/session.ts';
import { KEYS, openScreen } from '../helpers/screen.tsx';
import { SMALL_REQUEST, smallSession } from '../helpers/small-estate.ts';

let session: Session;
beforeAll(async () => {
  session = smallSession();
  await session.open(SMALL_REQUEST);
  await session.search();
  const found = session.getState().opportunities?.opportunities ?? [];
  const move = found.find(({ id }) => id === 'rightsize-compute-shop')?.move;
  if (move) session.dispatch({ kind: 'add-move', move });
});

async function read(...keys: string[]) {
  const screen = openScreen(session, { columns: 100, rows: 60, look: { screenReader: true } });
  await screen.settle();
  await screen.press(...keys);
  const frame = screen.frame().join('\n');
  await screen.close();
  return { frame, output: screen.output() };
}

describe('a screen reader', () => {
  test.each([
    ['brief', ['1'], /Reduce the run-rate by 30 % by month 6/],
    [
      'bill',
      ['2', KEYS.down],
      /Row 2 of 4: Service Amazon Relational Database Service, effective \$1,603, share 15\.1 %/,
    ],
    ['levers', ['3'], /Row 1 of \d+: .*, saves a month \$[\d,]+, range/],
    [
      'plan',
      ['4'],
      /Row 1 of 1: rightsize-compute-shop, from month M1, saves a month \$3,143, owner Team shop/,
    ],
    ['move', ['4', KEYS.enter], /Row 1 of \d+: Start month, \[ 1 \]/],
    ['risk', ['5'], /Row 1 of 4: shop, SLO 99\.9 %, bad minutes/],
    ['score', ['6'], /problem: TARGET MISSED by \$48/],
    ['help', ['?'], /Enter look into|one row down/],
  ])('gets sentences of the %s screen, without boxes and bars', async (_what, keys, sentence) => {
    const { frame, output } = await read(...keys);

    expect(frame.replace(/\n/g, ' ')).toMatch(sentence);
    expect(frame).not.toMatch(/[─│█▓░▸┊▁▇]|##|\.{4}/);
    expect(frame).toContain('Target -30 % by month 6: 29.5 %');
    expect(output).not.toContain('\u001b[?1049h');
  });

  test('hears which keys there are', async () => {
    const { frame } = await read('3');

    expect(frame).toContain('Keys: Enter: details; a: add to plan;');
  });
});
