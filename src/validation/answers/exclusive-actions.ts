/** Worked examples of actions that exclude each other: deleting a resource or making it smaller. */

import { z } from 'zod';
import { bestOfExclusive } from '../../engine/attribution/exclusive-actions.ts';
import type { Answer, Inputs } from '../answer.ts';
import { canonicalName, namedNumbers, oneOf, resolveSpelling, within } from './named-numbers.ts';
import { readAnswer } from './read-answer.ts';

const OUTPUTS = {
  total_saving: [
    'total_savings',
    'saving',
    'savings',
    'estimated_monthly_savings',
    'total_estimated_monthly_savings',
  ],
  chosen: ['kept', 'action', 'best_action', 'best'],
  sum_of_savings: ['additive', 'not_additive', 'sum'],
};

const LISTS = ['actions', 'recommendations'];
const saving = z.number().min(0).max(1e15);
const actionSchema = z
  .record(z.string(), z.unknown())
  .transform(entry =>
    Object.fromEntries(Object.entries(entry).map(([key, value]) => [canonicalName(key), value])),
  )
  .pipe(
    z
      .object({
        resource: z.string().max(500).optional(),
        resource_id: z.string().max(500).optional(),
        action: z.string().max(500).optional(),
        action_type: z.string().max(500).optional(),
        saving: saving.optional(),
        savings: saving.optional(),
        monthly_savings: saving.optional(),
        estimated_monthly_savings: saving.optional(),
      })
      .transform(entry => ({
        resource: entry.resource ?? entry.resource_id ?? '',
        action: entry.action ?? entry.action_type ?? '',
        saving:
          entry.saving ??
          entry.savings ??
          entry.monthly_savings ??
          entry.estimated_monthly_savings ??
          Number.NaN,
      }))
      .refine(entry => !Number.isNaN(entry.saving) && entry.action !== ''),
  );

/** A list of actions, or the two savings of one resource (a deletion saves all that the resource costs). */
function readActions(inputs: Inputs) {
  const listed = Object.entries(inputs).find(([key]) => LISTS.includes(canonicalName(key)));
  if (listed !== undefined) {
    const others = Object.entries(inputs).filter(entry => entry[0] !== listed[0]);
    const actions = z.array(actionSchema).min(1).max(10_000).safeParse(listed[1]);
    return actions.success && others.every(([, value]) => typeof value === 'string') ? actions.data : null;
  }
  const given = namedNumbers(inputs, {
    delete_saving: ['delete_savings', 'cost', 'monthly_cost', 'resource_cost'],
    rightsize_saving: ['rightsize_savings', 'rightsizing_saving', 'rightsizing_savings'],
  });
  const deletion = given && oneOf(given, 'delete_saving');
  const rightsizing = given && oneOf(given, 'rightsize_saving');
  if (given === null || deletion == null || rightsizing == null) return null;
  if (!within(given, 'delete_saving', 0) || !within(given, 'rightsize_saving', 0)) return null;
  return [
    { resource: '', action: 'delete', saving: deletion },
    { resource: '', action: 'rightsize', saving: rightsizing },
  ];
}

/** Of the actions on one resource only the one that saves most counts. */
export const EXCLUSIVE_ACTIONS_ANSWER: Answer = {
  ...readAnswer('stacking', readActions, actions => {
    const best = bestOfExclusive(actions);
    return {
      total_saving: best.reduce((sum, action) => sum + action.saving, 0),
      chosen: best.length === 1 ? best[0]?.action : best.map(({ action }) => action),
      sum_of_savings: actions.reduce((sum, action) => sum + action.saving, 0),
    };
  }),
  resolve: resolveSpelling(OUTPUTS),
};
