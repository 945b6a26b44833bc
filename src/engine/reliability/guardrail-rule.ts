/** One published rule on one lever: allowed, not allowed, or not evaluable because something was not declared. */

/** The answer of a rule. */
export type RuleResult = {
  /** kebab-case, stable. */
  readonly id: string;
  /** Null: not evaluable, because something needed for the rule was not declared. It is never a yes. */
  readonly allowed: boolean | null;
  /** The rule as it is shown: its name, and what it asks for. */
  readonly rule: string;
  /** Where the rule comes from: an address, or whose policy it is. */
  readonly source: string;
};

/** A rule without its answer. */
export type Rule = Omit<RuleResult, 'allowed'>;

/** The answer of a rule. */
export function answered(rule: Rule, allowed: boolean | null): RuleResult {
  return { ...rule, allowed };
}

/** All of several conditions: one that fails decides, then one that is not known. */
export function allOf(...conditions: readonly (boolean | null)[]): boolean | null {
  if (conditions.includes(false)) return false;
  return conditions.includes(null) ? null : true;
}

/** At most a declared limit; not evaluable when either is not known. */
export function atMost(value: number | null | undefined, limit: number | null | undefined): boolean | null {
  if (value === null || value === undefined || limit === null || limit === undefined) return null;
  return value <= limit;
}

/** The rule that decides: the first that forbids, then the first that cannot be evaluated, then the first that allows. Null for none. */
export function decidingRule(results: readonly RuleResult[]): RuleResult | null {
  for (const verdict of [false, null, true]) {
    const found = results.find(({ allowed }) => allowed === verdict);
    if (found) return found;
  }
  return null;
}
