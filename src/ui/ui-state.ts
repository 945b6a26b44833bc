/** What only the screen knows: where one is, which row is chosen, what is being typed. The session knows everything else. */

import type { OpportunityOrder } from '../engine/index.ts';
import type { BillDimension, BillView } from '../report/bill-view.ts';

/** The screens, in the order of their keys 1 to 8. */
export const SCREENS = [
  'brief',
  'bill',
  'levers',
  'plan',
  'risk',
  'score',
  'commitments',
  'outlook',
] as const;
export type ScreenId = (typeof SCREENS)[number];

/** What can lie on top of a screen. */
export type DetailId = 'lever' | 'move' | 'plans' | 'workload' | 'commitment-list';

/** Where keys go: a screen, something opened on it, the help, a text field, or nothing yet. */
export type Place = ScreenId | DetailId | 'help' | 'field' | 'opening';

/** A text field: what it fills, and what has been typed. */
export type Field =
  | {
      readonly kind: 'filter';
      readonly screen: 'bill' | 'levers';
      readonly text: string;
      readonly before: string;
    }
  | ({ readonly kind: 'owner'; readonly moveId: string } & Replaceable)
  | ({
      readonly kind: 'param' | 'delivery';
      readonly moveId: string;
      readonly name: string;
    } & Replaceable);

/** A text that opened with the present value: the first character that is typed replaces it. */
type Replaceable = { readonly text: string; readonly isUntouched: boolean };

/** How deep one is in the bill; `cursor` is the row to come back to. */
export type BillStep = BillView['filters'][number] & { readonly cursor: number };

/** What the commitments screen shows, and the level that is being moved. */
export type CommitmentChoice = {
  /** Month of the run; null: the first one that shows every move. */
  readonly month: number | null;
  /** Lever of the purchase; null: the first that fits. */
  readonly instrument: string | null;
  /** Its level, as the value of the move's parameter; null: the optimum. */
  readonly setting: number | null;
  readonly curve: 'week' | 'duration';
  readonly isZoomed: boolean;
};

/** State of the terminal UI. */
export type UiState = {
  readonly screen: ScreenId;
  readonly isHelpOpen: boolean;
  readonly field: Field | null;
  /** Chosen row, or first visible row, by place. */
  readonly cursors: Readonly<Partial<Record<Place, number>>>;
  /** What is open on a screen: ids of an opportunity, a move, a workload; the menu of shipped plans; all commitments. */
  readonly opened: {
    readonly lever: string | null;
    readonly move: string | null;
    readonly workload: string | null;
    readonly plans: boolean;
    readonly commitmentList: boolean;
  };
  readonly filters: { readonly bill: string; readonly levers: string };
  readonly order: OpportunityOrder;
  readonly bill: { readonly by: BillDimension; readonly path: readonly BillStep[] };
  readonly commitments: CommitmentChoice;
};

/** Nothing open on any screen. */
export const NOTHING_OPEN: UiState['opened'] = {
  lever: null,
  move: null,
  workload: null,
  plans: false,
  commitmentList: false,
};

/** The first state. */
export const INITIAL_UI: UiState = {
  screen: 'brief',
  isHelpOpen: false,
  field: null,
  cursors: {},
  opened: NOTHING_OPEN,
  filters: { bill: '', levers: '' },
  order: 'value',
  bill: { by: 'service', path: [] },
  commitments: { month: null, instrument: null, setting: null, curve: 'week', isZoomed: false },
};

/** What is on the screen, without help and fields over it. */
export function openPlace({ screen, opened }: UiState): ScreenId | DetailId {
  if (screen === 'levers' && opened.lever !== null) return 'lever';
  if (screen === 'plan' && opened.plans) return 'plans';
  if (screen === 'plan' && opened.move !== null) return 'move';
  if (screen === 'risk' && opened.workload !== null) return 'workload';
  if (screen === 'commitments' && opened.commitmentList) return 'commitment-list';
  return screen;
}

/** Holds the state and tells its watchers: keys that arrive together each see what the one before did. */
export type UiStore = {
  getState(): UiState;
  subscribe(watcher: () => void): () => void;
  set(state: UiState): void;
};

/** Creates a store. */
export function createUiStore(initial: UiState = INITIAL_UI): UiStore {
  let state = initial;
  const watchers = new Set<() => void>();
  return {
    getState: () => state,
    subscribe: watcher => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    set: next => {
      if (next === state) return;
      state = next;
      for (const watcher of watchers) watcher();
    },
  };
}
