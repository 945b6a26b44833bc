/** One verifier for each kind of effect. */

import { assertNever } from '../../assert.ts';
import type { Verdict } from '../verdict.ts';
import { verifySchedule, verifyTerminate } from './hours.ts';
import { verifyMoveRegion, verifyResize, verifyRetopologize, verifySpot } from './machine.ts';
import { verifyRemeter, verifyRenegotiate, verifyReshape } from './meters.ts';
import type { ResourceEffect, Sight } from './sight.ts';
import { verifyReprovision, verifyRetier } from './storage.ts';

/** What the later bill says about one planned change of a resource that is still charged. */
export function verify(sight: Sight): Verdict {
  const { effect } = sight;
  switch (effect.kind) {
    case 'terminate':
      return verifyTerminate({ ...sight, effect });
    case 'schedule':
      return verifySchedule({ ...sight, effect });
    case 'resize':
      return verifyResize({ ...sight, effect });
    case 'reprovision':
      return verifyReprovision({ ...sight, effect });
    case 'retier':
      return verifyRetier({ ...sight, effect });
    case 'retopologize':
      return verifyRetopologize({ ...sight, effect });
    case 'remeter':
      return verifyRemeter({ ...sight, effect });
    case 'reshape':
      return verifyReshape({ ...sight, effect });
    case 'spot':
      return verifySpot({ ...sight, effect });
    case 'renegotiate':
      return verifyRenegotiate({ ...sight, effect });
    case 'move-region':
      return verifyMoveRegion({ ...sight, effect });
    default:
      return assertNever(effect);
  }
}

/** Kinds after which a resource may come back under another id: rolled out anew instead of changed in place. */
const MAY_BE_REPLACED: ReadonlySet<ResourceEffect['kind']> = new Set(['resize', 'spot', 'move-region']);

/** Kinds that leave the quantity of work alone, so that the resource itself tells how much it has grown. */
const KEEPS_WORK: ReadonlySet<ResourceEffect['kind']> = new Set([
  'resize',
  'reprovision',
  'retier',
  'retopologize',
  'spot',
  'renegotiate',
  'move-region',
]);

/** Whether what an effect changes may come back under another id. */
export function mayBeReplaced({ kind }: ResourceEffect): boolean {
  return MAY_BE_REPLACED.has(kind);
}

/** Whether the effect leaves machine hours and stored GiB as they are. */
export function keepsWork({ kind }: ResourceEffect): boolean {
  return KEEPS_WORK.has(kind);
}
