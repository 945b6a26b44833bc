/** The terminal UI: takes keys, shows the screen of the moment inside its frame. */

import { useApp, useInput, useWindowSize } from 'ink';
import type { ReactNode } from 'react';
import { pressKey } from './commands/perform.ts';
import type { World } from './commands/world.ts';
import { Lines, Sentences } from './components/lines.tsx';
import type { Glyphs } from './glyphs.ts';
import {
  useBill,
  useChance,
  useCommitments,
  useOpportunities,
  useOutlook,
  useSession,
  useUiState,
} from './hooks/use-session.ts';
import { keyNames } from './key-names.ts';
import { layoutOf } from './layout.ts';
import { readerLayout, readerSentences } from './reader.ts';
import { screenRows } from './screen-rows.ts';
import type { Theme } from './theme.ts';

/** What the app is given; the rest it reads from the terminal. */
export type AppProps = Pick<World, 'session' | 'store' | 'savePlan' | 'loadShippedPlan'> & {
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  readonly isReader: boolean;
};

/** The app. */
export function App(props: AppProps): ReactNode {
  const { session, store, theme, glyphs, isReader } = props;
  const state = useSession(session);
  const ui = useUiState(store);
  const { columns, rows } = useWindowSize();
  const { exit } = useApp();
  const layout = isReader ? readerLayout() : layoutOf(columns, rows);
  useOpportunities(session, ui.screen === 'levers');
  useCommitments(session, ui.screen === 'commitments', ui.commitments.month);
  useOutlook(session, ui.screen === 'outlook');
  useChance(session, ui.screen === 'score');
  useBill(session, ui.bill);
  useInput((input, key) => {
    const world: World = { ...props, layout, quit: () => exit() };
    try {
      for (const name of keyNames(input, key)) pressKey(world, name);
    } catch (error) {
      // A bug: React sees only what is thrown while it draws, and the terminal must be given back.
      exit(error instanceof Error ? error : new Error(String(error)));
    }
  });
  if (isReader) return <Sentences sentences={readerSentences(state, ui, glyphs)} />;
  return <Lines rows={screenRows(state, ui, layout, glyphs)} theme={theme} />;
}
