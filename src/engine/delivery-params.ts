/** How a move is carried out, as fields that a screen can show: the same kinds of values that levers have. */

import { ADOPTION_STAGES, type AdoptionStage, DEFAULT_DELIVERY, type Delivery } from './delivery.ts';
import type { Lever } from './lever.ts';
import { choiceParam, numberParam, type ParamSchema } from './lever-params.ts';
import type { Move } from './plan.ts';
import { MAX_HORIZON_MONTHS } from './simulate/assumptions.ts';

const STATUS = choiceParam({
  label: 'Status',
  unit: '',
  description: 'How far it has come. What is further on its way is more certain to be done.',
  default: DEFAULT_DELIVERY.status,
  choices: ADOPTION_STAGES,
});

const ROLLOUT = {
  rampMonths: numberParam({
    label: 'Months of the rollout',
    unit: '',
    description: '1 is all at once; with more, a wave each month.',
    default: DEFAULT_DELIVERY.rampMonths,
    min: 1,
    max: MAX_HORIZON_MONTHS,
    step: 1,
  }),
  rampBy: choiceParam({
    label: 'Waves by',
    unit: '',
    description:
      'resource: whole resources, those outside production first; share: all of them for a growing share of the month.',
    default: DEFAULT_DELIVERY.rampBy,
    choices: ['resource', 'share'],
  }),
  dualRunMonths: numberParam({
    label: 'Months side by side',
    unit: '',
    description: 'Months before the effect in which the old still runs and the new is paid for too.',
    default: DEFAULT_DELIVERY.dualRunMonths,
    min: 0,
    max: 12,
    step: 1,
  }),
};

/** Fields of a move of this lever: a purchase has no waves. */
export function deliveryParams({ target }: Pick<Lever, 'target'>): ParamSchema {
  return target === 'estate' ? { status: STATUS } : { ...ROLLOUT, status: STATUS };
}

const isStage = (value: unknown): value is AdoptionStage => ADOPTION_STAGES.some(stage => stage === value);

/** The move with one field changed; a value that does not fit changes nothing. */
export function withDelivery(move: Move, name: string, value: number | string | boolean): Move {
  const now = move.delivery ?? DEFAULT_DELIVERY;
  const changed = (part: Partial<Delivery>): Move => ({ ...move, delivery: { ...now, ...part } });
  if (name === 'status' && isStage(value)) return changed({ status: value });
  if (name === 'rampBy' && (value === 'resource' || value === 'share')) return changed({ rampBy: value });
  if (name === 'rampMonths' && typeof value === 'number') return changed({ rampMonths: value });
  if (name === 'dualRunMonths' && typeof value === 'number') return changed({ dualRunMonths: value });
  return move;
}

/** Value of one field. */
export function deliveryValue({ delivery = DEFAULT_DELIVERY }: Move, name: string): number | string {
  const { status, rampBy, rampMonths, dualRunMonths } = delivery;
  const values: Readonly<Record<string, number | string>> = { status, rampBy, rampMonths, dualRunMonths };
  return Object.hasOwn(values, name) ? (values[name] ?? '') : '';
}
