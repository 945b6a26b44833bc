/** Builds answers of Cost Explorer for tests. */

/** Amounts by metric, in dollars. */
export type Metrics = Readonly<Record<string, string>>;

const ONE: Metrics = { UnblendedCost: '1', AmortizedCost: '1' };

function amounts(metrics: Metrics): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, amount]) => [name, { Amount: amount, Unit: 'USD' }]),
  );
}

/** A group of a period. */
export function group(keys: readonly string[], metrics: Metrics = ONE) {
  return { Keys: keys, Metrics: amounts(metrics) };
}

/** A period with these groups; without groups it has a total of 1. */
export function period(start: string, end: string, groups: readonly unknown[], isEstimated = false) {
  return {
    TimePeriod: { Start: start, End: end },
    Total: groups.length === 0 ? amounts(ONE) : {},
    Groups: groups,
    Estimated: isEstimated,
  };
}

/** An answer; groups are dimensions or definitions. */
export function answer(
  periods: readonly unknown[],
  options: { readonly groups?: readonly unknown[]; readonly token?: string } = {},
) {
  const { groups, token } = options;
  return {
    ResultsByTime: periods,
    ...(groups === undefined
      ? {}
      : {
          GroupDefinitions: groups.map(name =>
            typeof name === 'string' ? { Type: 'DIMENSION', Key: name } : name,
          ),
        }),
    ...(token === undefined ? {} : { NextPageToken: token }),
  };
}
