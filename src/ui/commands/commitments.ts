/** Commands on the commitments: move the level, jump to the optimum, change purchase, curve and month, buy. */

import { money } from '../../report/format.ts';
import { chosenInstrument, chosenLevel, isUpToDate, levelAt } from '../commitment-choice.ts';
import type { Command } from '../keymap.ts';
import type { CommitmentChoice } from '../ui-state.ts';
import { change, type Handler, say, setCursor, type World } from './world.ts';

/** Levels that a large step passes. */
const LARGE_STEP = 10;

function choose(world: World, part: Partial<CommitmentChoice>): void {
  change(world, { commitments: { ...world.store.getState().commitments, ...part } });
}

/** What the screen is on; null before the first answer, or where no purchase fits. */
function shown(world: World) {
  const view = world.session.getState().commitments?.view;
  const choice = world.store.getState().commitments;
  const instrument = view ? chosenInstrument(view, choice) : null;
  return view && instrument ? { view, instrument, choice } : null;
}

/** Moves the level among those that were worked out. */
function move(to: (at: number, last: number) => number): Handler {
  return world => {
    const now = shown(world);
    if (!now) return;
    const { instrument, choice } = now;
    const last = instrument.levels.length - 1;
    const next = Math.max(0, Math.min(last, to(chosenLevel(instrument, choice), last)));
    choose(world, { setting: instrument.levels[next]?.setting ?? null });
  };
}

function nextInstrument(world: World): void {
  const now = shown(world);
  if (!now) return;
  const { instruments } = now.view;
  const next = instruments[(instruments.indexOf(now.instrument) + 1) % instruments.length];
  if (instruments.length < 2) say(world, 'info', `Only ${now.instrument.title} fits in this month.`);
  else choose(world, { instrument: next?.id ?? null, setting: null });
}

function changeMonth(by: number): Handler {
  return world => {
    const view = world.session.getState().commitments?.view;
    if (!view) return;
    const { month } = world.store.getState().commitments;
    const next = Math.max(1, Math.min(view.monthsMax, (month ?? view.index) + by));
    choose(world, { month: next });
  };
}

/** Puts the purchase into the plan; a number that is still being worked out is not bought on. */
function buy(world: World): void {
  const now = shown(world);
  const level = now && levelAt(now.instrument, now.choice);
  if (!now || !level) return;
  if (!isUpToDate(world.session.getState(), now.choice)) {
    say(world, 'info', 'The levels of the changed plan are being worked out: Enter once they are there.');
    return;
  }
  if (level.committedPerHour <= 0) {
    say(world, 'info', 'The level is 0: nothing to buy. Up raises it.');
    return;
  }
  const { instrument, view } = now;
  const { move: template, setting } = instrument;
  const params = setting === null ? template.params : { ...template.params, [setting]: level.setting };
  world.session.dispatch({ kind: 'add-move', move: { ...template, params } });
  choose(world, { setting: null });
  const size = `${money(level.committedPerHour, view.currency, 3)}/h`;
  say(
    world,
    'info',
    `Added ${instrument.title} of ${size} from month ${template.start}. u takes it back, 4 shows the plan.`,
  );
}

function zoom(world: World): void {
  const { isZoomed } = world.store.getState().commitments;
  const chart = shown(world)?.instrument.chart ?? world.session.getState().commitments?.view.chart;
  if (!chart || chart.zoom !== null) choose(world, { isZoomed: !isZoomed });
  else if (chart.lowest === chart.highest)
    say(world, 'info', 'Every hour has the same demand: a larger scale shows nothing more.');
  else say(world, 'info', 'The demand starts near 0: the whole scale shows it best.');
}

function openList(world: World): void {
  const { opened } = world.store.getState();
  change(world, { opened: { ...opened, commitmentList: true } });
  setCursor(world, 'commitment-list', 0);
}

/** Handlers of the commitments screen. */
export const COMMITMENTS: Partial<Record<Command, Handler>> = {
  up: move(at => at + 1),
  down: move(at => at - 1),
  'page-up': move(at => at + LARGE_STEP),
  'page-down': move(at => at - LARGE_STEP),
  first: move(() => 0),
  last: move((_at, last) => last),
  optimum: world => choose(world, { setting: null }),
  instrument: nextInstrument,
  curve: world => {
    const { curve } = world.store.getState().commitments;
    choose(world, { curve: curve === 'week' ? 'duration' : 'week' });
  },
  zoom,
  list: openList,
  later: changeMonth(1),
  earlier: changeMonth(-1),
  open: buy,
};
