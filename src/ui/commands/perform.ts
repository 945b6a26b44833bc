/** From a key to what it does. */

import { type Command, commandFor } from '../keymap.ts';
import { keyPlace } from '../pick-screen.ts';
import type { Place } from '../ui-state.ts';
import { BILL } from './bill.ts';
import { COMMITMENTS } from './commitments.ts';
import { FIELD } from './field.ts';
import { GENERAL } from './general.ts';
import { LEVER, LEVERS } from './levers.ts';
import { MOVE } from './move.ts';
import { PLAN, PLANS, RISK } from './plan.ts';
import type { Handler, World } from './world.ts';

const BY_PLACE: Partial<Record<Place, Partial<Record<Command, Handler>>>> = {
  bill: BILL,
  levers: LEVERS,
  lever: LEVER,
  plan: PLAN,
  move: MOVE,
  plans: PLANS,
  risk: RISK,
  commitments: COMMITMENTS,
  field: FIELD,
};

/** What a command does in a place; null when the key table promises more than there is. */
export function handlerFor(place: Place, command: Command): Handler | null {
  return BY_PLACE[place]?.[command] ?? GENERAL[command] ?? null;
}

/** Does what a key means where one is. */
export function pressKey(world: World, key: string): void {
  const place = keyPlace(world.session.getState(), world.store.getState());
  const command = commandFor(place, key);
  if (command !== null) handlerFor(place, command)?.(world, key);
}
