/** Names in a plan that its bill does not have: in scopes, in guardrails, in the policy, of owners. */

import { matchesPattern } from '../../engine/estate/match-workload.ts';
import type { Environment } from '../../engine/estate/workload.ts';
import type { Estate, Move, Plan, Run, Scope } from '../../engine/index.ts';
import { closestWord } from '../../input/did-you-mean.ts';
import { quote } from '../../input/quote.ts';
import type { PlacedProblem, PlanPath } from './problem.ts';

type Part = keyof Scope;

/** What one entry of a part is called. */
const NOUNS: Readonly<Record<Part, string>> = {
  workloads: 'workload',
  environments: 'environment',
  accounts: 'account',
  regions: 'Region',
  resources: 'resource',
};

const PARTS = ['workloads', 'environments', 'accounts', 'regions', 'resources'] as const satisfies Part[];

/** Environments that a workload may have; a bill need not have all of them. */
const ENVIRONMENTS: readonly Environment[] = ['production', 'staging', 'development', 'test', 'other'];

/** Names shown where nothing is near. */
const NAMES_SHOWN = 8;

const isPattern = (text: string) => text.includes('*');
const some = <T>(value: T | null): T[] => (value === null ? [] : [value]);

/** Every name that a part of a scope may hold. */
function knownNames({ resources, workloads }: Estate): Readonly<Record<Part, readonly string[]>> {
  const unique = (names: readonly string[]) => [...new Set(names)];
  return {
    workloads: unique([...workloads.map(({ name }) => name), ...resources.map(({ workload }) => workload)]),
    environments: ENVIRONMENTS,
    accounts: unique(resources.flatMap(({ account }) => some(account))),
    regions: unique(resources.flatMap(({ region }) => some(region))),
    resources: unique(resources.flatMap(({ id, name }) => [id, ...some(name)])),
  };
}

/** What to write instead: the nearest name, or the few that there are. */
function hintFor(word: string, known: readonly string[], noun: string, whose = 'The bill has'): string {
  const close = closestWord(word, known);
  if (close !== null) return `Did you mean ${quote(close)}?`;
  if (known.length === 0) return `There is no ${noun} at all.`;
  return `${whose} ${known.length > NAMES_SHOWN ? `${known.length} of them` : known.map(quote).join(', ')}.`;
}

function unmatched(patterns: readonly string[], known: readonly string[]): { word: string; index: number }[] {
  return patterns.flatMap((word, index) =>
    known.some(name => matchesPattern(word, name)) ? [] : [{ word, index }],
  );
}

function scopeProblems(move: Move, at: number, known: ReturnType<typeof knownNames>): PlacedProblem[] {
  return PARTS.flatMap(part =>
    unmatched(move.scope[part] ?? [], known[part]).map(({ word, index }): PlacedProblem => {
      const noun = NOUNS[part];
      return {
        code: `unknown-${noun.toLowerCase()}`,
        // A pattern may be written for a bill to come; a name that is not there is a slip.
        severity: isPattern(word) ? 'warning' : 'error',
        message: isPattern(word)
          ? `Move ${move.id}: no ${noun} of the bill matches ${quote(word)}.`
          : `Move ${move.id}: the bill has no ${noun} ${quote(word)}.`,
        hint: hintFor(word, known[part], noun),
        path: ['moves', at, 'scope', part, index],
      };
    }),
  );
}

/** Patterns over workloads that protect or freeze nothing. */
function unusedPatterns(plan: Plan, workloads: readonly string[]): PlacedProblem[] {
  const unused = (patterns: readonly string[], path: PlanPath, what: string) =>
    unmatched(patterns, workloads).map(
      ({ word, index }): PlacedProblem => ({
        code: 'unused-guardrail',
        severity: 'warning',
        message: `${what} ${quote(word)}, and no workload of the bill matches it.`,
        hint: hintFor(word, workloads, 'workload'),
        path: [...path, index],
      }),
    );
  return [
    ...unused(
      plan.guardrails.protectedWorkloads,
      ['guardrails', 'protectedWorkloads'],
      'A guardrail protects',
    ),
    ...plan.policy.freezeWindows.flatMap(({ workloads: frozen }, index) =>
      unused(frozen, ['policy', 'freezeWindows', index, 'workloads'], 'A freeze holds'),
    ),
  ];
}

function unknownUrgentMoves({ policy, moves }: Plan): PlacedProblem[] {
  const ids = moves.map(({ id }) => id);
  return policy.urgentMoves.flatMap((word, index): PlacedProblem[] =>
    ids.includes(word)
      ? []
      : [
          {
            code: 'unknown-move',
            severity: 'error',
            message: `The policy calls ${quote(word)} urgent, and the plan has no such move.`,
            hint: hintFor(word, ids, 'move', 'The plan has'),
            path: ['policy', 'urgentMoves', index],
          },
        ],
  );
}

/** Owners that are none of the teams; one team alone stands for everybody. */
function unknownOwners({ plan, assumptions }: Run): PlacedProblem[] {
  const teams = assumptions.teams.map(({ name }) => name);
  if (teams.length < 2) return [];
  const known = new Set(teams.map(name => name.toLowerCase()));
  return plan.moves.flatMap(({ id, owner }, at): PlacedProblem[] =>
    owner === null || known.has(owner.toLowerCase())
      ? []
      : [
          {
            code: 'unknown-owner',
            severity: 'warning',
            message: `Move ${id}: ${quote(owner)} is none of the teams, so its work goes to whoever has most days left.`,
            hint: hintFor(owner, teams, 'team', 'The teams are'),
            path: ['moves', at, 'owner'],
          },
        ],
  );
}

/** Names that nothing answers to. */
export function nameProblems(run: Run, estate: Estate): PlacedProblem[] {
  const known = knownNames(estate);
  return [
    ...run.plan.moves.flatMap((move, at) => scopeProblems(move, at, known)),
    ...unusedPatterns(run.plan, known.workloads),
    ...unknownUrgentMoves(run.plan),
    ...unknownOwners(run),
  ];
}
