/** From the reference bill to the later one: what each cause added or took away, adding up exactly. */

import { assert } from '../assert.ts';
import { chargeRole } from '../growth/charge-sum.ts';
import { type ComparedMonths, presenceOf, subjectChange } from '../growth/subject-change.ts';
import { type Decimal, sum, ZERO } from '../money.ts';
import type { Subject } from './month-bill.ts';
import type { TouchedResource } from './touched.ts';

/**
 * Causes, in the order they are shown. `moves`: what the plan saved, negative; `unexplained`: changes of resources whose
 * move the bill does not decide.
 */
export const BRIDGE_CAUSES = [
  'calendar',
  'growth',
  'newResources',
  'goneResources',
  'price',
  'commitments',
  'other',
  'moves',
  'unexplained',
] as const;
export type BridgeCause = (typeof BRIDGE_CAUSES)[number];

/** The two bills and what lies between them, in effective cost. */
export type Bridge = {
  readonly reference: Decimal;
  readonly causes: Readonly<Record<BridgeCause, Decimal>>;
  readonly later: Decimal;
};

/** What a touched resource is to the bridge. */
export type BridgedResource = {
  readonly subject: Subject;
  readonly replacement: Subject | null;
  readonly touched: TouchedResource;
};

type Causes = Record<BridgeCause, Decimal>;

function noCauses(): Causes {
  return {
    calendar: ZERO,
    growth: ZERO,
    newResources: ZERO,
    goneResources: ZERO,
    price: ZERO,
    commitments: ZERO,
    other: ZERO,
    moves: ZERO,
    unexplained: ZERO,
  };
}

function add(causes: Causes, cause: BridgeCause, amount: Decimal): void {
  causes[cause] = causes[cause].plus(amount);
}

/** A subject that no move has changed: as any comparison of two months takes it apart. */
function addUnchanged(causes: Causes, subject: Subject, months: ComparedMonths, isOpen: boolean): void {
  const charges = [...subject.before.charges, ...subject.after.charges];
  const { parts } = subjectChange(charges, presenceOf(charges, months), months);
  add(causes, isOpen ? 'unexplained' : 'growth', parts.usage);
  add(causes, isOpen ? 'unexplained' : 'newResources', parts.newResources);
  add(causes, isOpen ? 'unexplained' : 'goneResources', parts.goneResources);
  for (const cause of ['price', 'commitments', 'calendar', 'other'] as const)
    add(causes, cause, parts[cause]);
}

/** Charges of a touched resource that are no usage: tax, credits, fees. */
function addNoUsage(causes: Causes, { subject, replacement }: BridgedResource): void {
  const sides = [
    { charges: subject.before.charges, sign: -1 },
    { charges: (replacement ?? subject).after.charges, sign: 1 },
  ];
  for (const { charges, sign } of sides)
    for (const charge of charges) {
      const role = chargeRole(charge);
      if (role !== 'usage')
        add(
          causes,
          role === 'commitment' ? 'commitments' : 'other',
          ZERO.plus(charge.effectiveCost).times(sign),
        );
    }
}

function addMoved(causes: Causes, bridged: BridgedResource): void {
  const { cost } = bridged.touched;
  if (!cost) return;
  add(causes, 'calendar', cost.calendar);
  add(causes, 'growth', cost.growth);
  add(causes, 'price', cost.price);
  add(causes, 'commitments', cost.ended.minus(cost.covered));
  add(causes, 'moves', cost.later.minus(cost.expected));
  addNoUsage(causes, bridged);
}

/** An old resource and the one in its place, as one that goes on. */
function asOne(subject: Subject, found: BridgedResource | undefined): Subject {
  return found?.replacement ? { ...subject, after: found.replacement.after } : subject;
}

const isUndecided = ({ changes }: TouchedResource) =>
  changes.some(({ verdict }) => verdict.outcome === 'cannot-tell') &&
  changes.every(({ verdict }) => verdict.outcome !== 'not-done' && verdict.outcome !== 'gone');

/**
 * Adds the causes up.
 * @param bridged touched resources by key
 * @param purchased what the plan's purchases save in the later month: a part of what commitments did
 */
export function bridgeOf(
  subjects: ReadonlyMap<string, Subject>,
  bridged: ReadonlyMap<string, BridgedResource>,
  months: ComparedMonths,
  purchased: Decimal,
): Bridge {
  const causes = noCauses();
  const stoodIn = new Set(
    [...bridged.values()].flatMap(({ replacement }) => (replacement ? [replacement.key] : [])),
  );
  for (const [key, subject] of subjects) {
    if (stoodIn.has(key)) continue;
    const found = bridged.get(key);
    if (found?.touched.cost) addMoved(causes, found);
    else
      addUnchanged(causes, asOne(subject, found), months, found !== undefined && isUndecided(found.touched));
  }
  add(causes, 'moves', purchased.negated());
  add(causes, 'commitments', purchased);
  const total = (side: 'before' | 'after') =>
    sum([...subjects.values()].flatMap(subject => subject[side].charges.map(each => each.effectiveCost)));
  const [reference, later] = [total('before'), total('after')];
  assert(
    reference.plus(sum(Object.values(causes))).equals(later),
    'the two bills and what lies between them add up',
  );
  return { reference, causes, later };
}
