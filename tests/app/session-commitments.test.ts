/** What a session asks about commitments, and when. */

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createEngineHost, type EngineHost } from '../../src/app/engine-host.ts';
import { createSession } from '../../src/app/session.ts';
import { WHOLE_ESTATE } from '../../src/engine/index.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { SMALL_REQUEST, smallSession } from '../helpers/small-estate.ts';

const MOVE = {
  id: 'a',
  lever: 'schedule-non-production',
  scope: WHOLE_ESTATE,
  params: { startHour: 8, endHour: 20, days: 'monday-friday', utcOffsetHours: 0 },
  start: 3,
  owner: null,
  note: null,
};

describe('a session', () => {
  let session = smallSession();
  beforeEach(async () => {
    session = smallSession();
    await session.open(SMALL_REQUEST);
  });

  test('looks at the commitments of a month, and again only for another plan or month', async () => {
    await session.lookAtCommitments(null);
    const first = session.getState().commitments;
    expect(first).toMatchObject({ month: null, view: { index: 1, month: '2026-11' } });
    await session.lookAtCommitments(null);
    expect(session.getState().commitments).toBe(first);

    await session.lookAtCommitments(4);
    expect(session.getState().commitments).toMatchObject({ month: 4, view: { index: 4 } });
    session.dispatch({ kind: 'add-move', move: MOVE });
    await session.lookAtCommitments(4);
    expect(session.getState().commitments?.plan).toBe(session.getState().plan);
  });

  test('answers the newest question when several are asked at once', async () => {
    const asked = [1, 2, 3].map(month => session.lookAtCommitments(month));
    await Promise.all(asked);

    expect(session.getState()).toMatchObject({ commitments: { month: 3 }, commitmentsShare: null });
  });

  test('tells how far the answer is', async () => {
    const shares = new Set<number | null>();
    session.subscribe(() => shares.add(session.getState().commitmentsShare));
    await session.lookAtCommitments(null);

    expect([...shares].filter(share => share !== null && share > 0 && share < 1).length).toBeGreaterThan(0);
    expect(session.getState().commitmentsShare).toBeNull();
  });
});

test('a failure is told, and the question may be asked again', async () => {
  const host: EngineHost = createEngineHost(openEmbeddedBook());
  const commitments = vi.fn(async () => Promise.reject(new Error('out of luck')));
  const session = createSession({ ...host, commitments });
  await session.lookAtCommitments(null);
  await session.lookAtCommitments(null);

  expect(commitments).toHaveBeenCalledTimes(2);
  expect(session.getState()).toMatchObject({
    commitmentsShare: null,
    notice: { kind: 'error', text: 'out of luck' },
  });
});
