/** The file of `trimtab reliability evaluate`: a risk register, or two of them side by side. */

import { z } from 'zod';
import { shareSchema, shortText } from '../plan-values.ts';
import type { ClassList } from './class-list.ts';
import { CLASSES_MAX, durationSchema, impactSchema, registerEntrySchema } from './class-list.ts';
import { RELIABILITY_CONSTANTS } from './constants.ts';
import type { Distribution } from './distribution.ts';
import type { Impact } from './failure-class.ts';

const CHANGES_MAX = 1000;
const WINDOW_DAYS_MAX = 3660;

const windowDays = z.number().gt(0).max(WINDOW_DAYS_MAX);
const cost = z.number().min(0).max(1e12);

const changeSchema = z.strictObject({
  name: shortText.optional(),
  /** How often it is made in the window. */
  count: z.number().min(0).max(100_000).default(1),
  failureProbability: shareSchema,
  userImpactingShare: shareSchema.optional(),
  impact: impactSchema.optional(),
  duration: durationSchema.optional(),
});

const listShape = {
  slo: shareSchema.nullish(),
  windowDays: windowDays.optional(),
  costPerBadMinute: cost.nullish(),
  changes: z.array(changeSchema).max(CHANGES_MAX).optional(),
};
const classes = z.array(registerEntrySchema).max(CLASSES_MAX);

const listSchema = z.strictObject({ ...listShape, classes });

const isOneOrTwo = (file: { classes?: unknown; before?: unknown; after?: unknown }) =>
  file.classes === undefined
    ? file.before !== undefined && file.after !== undefined
    : file.before === undefined && file.after === undefined;

/** Schema of the file, version 1. Objective, window and cost of the top hold for `before` and `after` where these do not say otherwise. */
export const registerFileSchema = z
  .strictObject({
    schema: z.literal('trimtab/reliability/1').optional(),
    ...listShape,
    classes: classes.optional(),
    before: listSchema.optional(),
    after: listSchema.optional(),
  })
  .refine(isOneOrTwo, 'give `classes`, or both `before` and `after`')
  .refine(
    ({ before, after }) => (before?.windowDays ?? null) === (after?.windowDays ?? null),
    '`before` and `after` have windows of one length',
  );

/** A file that was read. */
export type RegisterFile = z.output<typeof registerFileSchema>;

/** A change that is made in the window, with its defaults filled in. */
export type RegisterChange = {
  readonly name: string;
  /** Failures that reach users, expected in the window. */
  readonly expectedFailures: number;
  readonly impact: Impact;
  readonly duration: Distribution;
};

/** One register, complete. */
export type Register = ClassList & { readonly changes: readonly RegisterChange[] };

type ListInput = Omit<RegisterFile, 'schema' | 'before' | 'after'>;
type ChangeInput = z.output<typeof changeSchema>;

function changeOf(change: ChangeInput, index: number): RegisterChange {
  const { userImpactingShare, changeImpact, changeRecoveryBands, changeRecoverySigma } =
    RELIABILITY_CONSTANTS;
  const { failureProbability } = change;
  const bands = changeRecoveryBands.value;
  const band =
    bands.find(({ changeFailureRateMax }) => failureProbability <= changeFailureRateMax) ?? bands.at(-1);
  const recovery: Distribution = {
    kind: 'lognormal',
    mu: Math.log(band?.medianMinutes ?? 60),
    sigma: changeRecoverySigma.value,
  };
  return {
    name: change.name ?? `change ${index + 1}`,
    expectedFailures:
      change.count * failureProbability * (change.userImpactingShare ?? userImpactingShare.value),
    impact: change.impact ?? changeImpact.value,
    duration: change.duration ?? recovery,
  };
}

function registerOf(list: ListInput, shared: ListInput | null): Register {
  return {
    slo: list.slo ?? shared?.slo ?? null,
    windowDays: list.windowDays ?? shared?.windowDays ?? RELIABILITY_CONSTANTS.windowDays.value,
    costPerBadMinute: list.costPerBadMinute ?? shared?.costPerBadMinute ?? null,
    classes: list.classes ?? [],
    changes: (list.changes ?? shared?.changes ?? []).map(changeOf),
  };
}

/** The registers of a file: one, or before and after. */
export function registersOf(file: RegisterFile): {
  readonly before: Register | null;
  readonly register: Register;
} {
  const { before, after, ...shared } = file;
  if (before === undefined || after === undefined)
    return { before: null, register: registerOf(shared, null) };
  return { before: registerOf(before, shared), register: registerOf(after, shared) };
}

/** Names of the constants that fill what a change leaves out. */
export const CHANGE_DEFAULTS = [
  'userImpactingShare',
  'changeImpact',
  'changeRecoveryBands',
  'changeRecoverySigma',
] as const;
