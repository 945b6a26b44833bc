/** The policy of a plan as its file has it. */

import { z } from 'zod';
import { monthText, names, shareSchema, shortText } from './plan-values.ts';
import { DEFAULT_PLAN_POLICY, type PlanPolicy } from './reliability/plan-policy.ts';

/** When changes may be made, and how many at once; the documented error budget policy by default. */
export const policySchema = z.strictObject({
  freezeWindows: z
    .array(
      z
        .strictObject({
          from: monthText,
          to: monthText,
          workloads: names.optional(),
          reason: shortText.optional(),
        })
        .refine(({ from, to }) => from <= to, 'a freeze ends after it begins'),
    )
    .max(100)
    .optional(),
  freezeWhenExhausted: z.boolean().optional(),
  postmortemShare: shareSchema.optional(),
  wipShare: shareSchema.optional(),
  changesPerWindow: z.number().int().min(1).max(100).optional(),
  urgentMoves: names.optional(),
});

type PolicyFile = z.output<typeof policySchema>;

/** The policy that a file states; the documented one where it says nothing. */
export function policyOf(policy: PolicyFile | undefined): PlanPolicy {
  const given = policy ?? {};
  const defaults = DEFAULT_PLAN_POLICY;
  return {
    freezeWindows: (given.freezeWindows ?? []).map(({ from, to, workloads, reason }) => ({
      from,
      to,
      workloads: workloads ?? ['*'],
      reason: reason ?? null,
    })),
    freezeWhenExhausted: given.freezeWhenExhausted ?? defaults.freezeWhenExhausted,
    postmortemShare: given.postmortemShare ?? defaults.postmortemShare,
    wipShare: given.wipShare ?? defaults.wipShare,
    changesPerWindow: given.changesPerWindow ?? defaults.changesPerWindow,
    urgentMoves: given.urgentMoves ?? [],
  };
}

/** The policy as a file has it; nothing where it is the default. */
export function policyFileOf(policy: PlanPolicy): { readonly policy?: z.input<typeof policySchema> } {
  const { freezeWindows, urgentMoves, ...numbers } = policy;
  const changed = Object.fromEntries(
    Object.entries(numbers).filter(
      ([name, value]) => value !== DEFAULT_PLAN_POLICY[name as keyof typeof numbers],
    ),
  );
  const file = {
    ...(freezeWindows.length === 0
      ? {}
      : {
          freezeWindows: freezeWindows.map(({ from, to, workloads, reason }) => ({
            from,
            to,
            workloads: [...workloads],
            ...(reason === null ? {} : { reason }),
          })),
        }),
    ...changed,
    ...(urgentMoves.length === 0 ? {} : { urgentMoves: [...urgentMoves] }),
  };
  return Object.keys(file).length === 0 ? {} : { policy: file };
}
