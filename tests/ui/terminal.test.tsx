/** The terminal around the screens: it is taken, resized, and given back. */

import { describe, expect, test } from 'vitest';
import type { EngineHost, Progress } from '../../src/app/engine-host.ts';
import { createSession } from '../../src/app/session.ts';
import { UserError } from '../../src/engine/index.ts';
import { startUi } from '../../src/ui/start.tsx';
import { KEYS, openScreen, type TestScreen } from '../helpers/screen.tsx';
import { SMALL_REQUEST, smallSession } from '../helpers/small-estate.ts';

async function openSmall() {
  const session = smallSession();
  await session.open(SMALL_REQUEST);
  return session;
}

const text = (screen: { frame(): string[] }) => screen.frame().join('\n');

describe('the terminal', () => {
  test.each([
    ['q', 'q'],
    ['Ctrl+C', KEYS.ctrlC],
    ['Ctrl+C in a text field', `2/${KEYS.ctrlC}`],
  ])('is given back on %s: main screen, cursor, nothing left behind', async (_what, keys) => {
    const screen = openScreen(await openSmall());
    await screen.settle();
    expect(screen.isAlternate()).toBe(true);

    await screen.press(...keys);
    await screen.instance.waitUntilExit();
    await screen.close();

    expect(screen.isAlternate()).toBe(false);
    expect(text(screen).trim()).toBe('');
    const output = screen.output();
    expect(output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(output.lastIndexOf('\u001b[?25l'));
  });

  test.each([
    ['while it is drawn', (screen: TestScreen) => screen.resize(81, 24)],
    ['when a key is pressed', (screen: TestScreen) => screen.press('j')],
  ])('is given back when a screen throws %s, and the error reaches the caller', async (_when, provoke) => {
    const session = await openSmall();
    const screen = openScreen(session);
    await screen.press('2');
    const failure = screen.instance.waitUntilExit().then(
      () => null,
      (error: unknown) => error,
    );
    Object.assign(session.getState().bill ?? {}, { rows: null });
    await provoke(screen);

    expect(await failure).toBeInstanceOf(TypeError);
    await screen.settle();
    expect(screen.isAlternate()).toBe(false);
  });

  test('keeps the open details when its size changes, and fills the new size', async () => {
    const screen = openScreen(await openSmall(), { columns: 140, rows: 40 });
    await screen.press('3', KEYS.enter);
    for (const [columns, rows] of [
      [80, 24],
      [60, 20],
      [200, 60],
      [80, 24],
    ] as const) {
      await screen.resize(columns, rows);
      const frame = screen.frame();
      expect(frame[0]).toContain('Trimtab');
      expect(frame.at(-1)).toMatch(/q quit$/);
      expect(text(screen)).toContain('Terminate idle compute · shop');
    }
    await screen.close();
  });

  test('says when it is too small, and is right again when it grows', async () => {
    const screen = openScreen(await openSmall(), { columns: 59, rows: 24 });
    await screen.settle();
    expect(text(screen).trim().replace(/\s+/g, ' ')).toBe(
      'Too small: 59 x 24. The screens need 60 columns and 16 rows. Enlarge the terminal, or press q and run `trimtab play --text`.',
    );
    await screen.resize(80, 15);
    expect(text(screen).trim()).toMatch(/^Too small/);
    await screen.resize(80, 24);
    expect(text(screen)).toContain('Your task');
    await screen.close();
  });

  test('takes keys that arrive in one piece, in their order', async () => {
    const screen = openScreen(await openSmall());
    await screen.press('2jj/sim\r');

    expect(text(screen)).toContain('filter: sim');
    expect(text(screen)).toContain('Total of 1 listed');
    await screen.close();
  });

  test('takes a bare Esc, too', async () => {
    const screen = openScreen(await openSmall());
    await screen.press('?');
    expect(text(screen)).toContain('Everywhere');
    await screen.press('\u001b');
    await expect.poll(() => text(screen)).toContain('Your task');
    await screen.close();
  });

  test('draws although a CI variable is set: the caller has seen a terminal', async () => {
    process.env.CI = 'true';
    const screen = openScreen(await openSmall());
    await screen.settle();
    process.env.CI = '';

    expect(text(screen)).toContain('Your task');
    await screen.close();
  });
});

describe('before the first screen', () => {
  /** A host that opens when it is told to. */
  function slowHost() {
    const opening = Promise.withResolvers<never>();
    let report: (progress: Progress) => void = () => {};
    const host = {
      open: (_request: unknown, options: { onProgress: (progress: Progress) => void }) => {
        report = options.onProgress;
        return opening.promise;
      },
    } as unknown as EngineHost;
    return { host, opening, report: (progress: Progress) => report(progress) };
  }

  test('progress is shown, with what is done and how far it is', async () => {
    const { host, report } = slowHost();
    const session = createSession(host);
    void session.open(SMALL_REQUEST);
    const screen = openScreen(session);
    report({ text: 'Importing 440,651 charges', share: 0.6 });

    await expect.poll(() => text(screen)).toMatch(/Importing 440,651 charges[\s\S]*\[█+░+\] 60 %/);
    expect(screen.frame().at(-1)).toMatch(/q quit$/);
    await screen.close();
  });

  test('a failure says what, and what to do; q quits', async () => {
    const { host, opening } = slowHost();
    const session = createSession(host);
    const opened = session.open(SMALL_REQUEST);
    const screen = openScreen(session);
    opening.reject(
      new UserError({ code: 'no-bill', message: 'There is no bill.', hint: 'Import one.', exitCode: 3 }),
    );
    await opened;
    await screen.settle();

    expect(text(screen)).toContain('There is no bill.');
    expect(text(screen)).toContain('What to do  Import one.');
    await screen.press('q');
    await screen.instance.waitUntilExit();
  });
});

test('startUi ends when the user quits', async () => {
  const session = await openSmall();
  const probe = openScreen(session);
  await probe.close();
  const { PassThrough } = await import('node:stream');
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => {},
    ref: () => {},
    unref: () => {},
  });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  stdout.resume();
  const nothing = () => {
    throw new Error('not expected in this test');
  };
  const look = { color: 'light', glyphs: 'unicode', screenReader: false } as const;
  const done = startUi({ session, savePlan: nothing, loadShippedPlan: nothing, look }, { stdin, stdout });
  stdin.write('q');

  await expect(done).resolves.toBeUndefined();
});
