/** Which workload a resource belongs to: the first one with a rule that matches. */

import { UNALLOCATED } from './estate.ts';
import type { Workload, WorkloadMatch } from './workload.ts';

/** What rules look at. */
export type MatchSubject = {
  readonly id: string;
  readonly name: string | null;
  readonly account: string | null;
  readonly accountName: string | null;
  readonly serviceName: string;
  readonly serviceCode: string | null;
  readonly region: string | null;
  readonly tags: Readonly<Record<string, string>>;
};

/** Matches `*` as any run of characters, without backtracking on hostile patterns. Case does not matter. */
export function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const subject = text.toLowerCase();
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return subject === first;
  if (!subject.startsWith(first)) return false;
  let from = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = subject.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return subject.length - last.length >= from && subject.endsWith(last);
}

function anyMatches(pattern: string | undefined, texts: readonly (string | null)[]): boolean {
  return pattern === undefined || texts.some(text => text !== null && matchesPattern(pattern, text));
}

/** Tags carry the provider's prefix in some bills: `user_env`, `user:env` and `env` are the same tag. */
function tagValue(tags: Readonly<Record<string, string>>, key: string): string | null {
  for (const name of [key, `user_${key}`, `user:${key}`, `resourceTags/user_${key}`]) {
    const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
    if (value !== undefined) return value;
  }
  return null;
}

function ruleMatches(rule: WorkloadMatch, subject: MatchSubject): boolean {
  const tagsMatch = Object.entries(rule.tags ?? {}).every(([key, pattern]) => {
    const value = tagValue(subject.tags, key);
    return value !== null && matchesPattern(pattern, value);
  });
  return (
    tagsMatch &&
    anyMatches(rule.account, [subject.account, subject.accountName]) &&
    anyMatches(rule.service, [subject.serviceName, subject.serviceCode]) &&
    anyMatches(rule.region, [subject.region]) &&
    anyMatches(rule.resourceId, [subject.id, subject.name])
  );
}

/** Name of the first workload whose rules match; `unallocated` when none does. */
export function matchWorkload(workloads: readonly Workload[], subject: MatchSubject): string {
  for (const workload of workloads) {
    if (workload.match.some(rule => ruleMatches(rule, subject))) return workload.name;
  }
  return UNALLOCATED;
}

/** The workload of everything that no rule matched: no objective, environment unknown. */
export const UNALLOCATED_WORKLOAD: Workload = {
  name: UNALLOCATED,
  owner: null,
  environment: 'other',
  criticality: null,
  slo: null,
  zones: null,
  maxUtilization: 0.8,
  dependencies: [],
  operations: { deploysPerMonth: 0, changeFailureRate: 0, autoHeal: false },
  costPerBadMinute: null,
  rtoMinutes: null,
  rpoMinutes: null,
  match: [],
};
