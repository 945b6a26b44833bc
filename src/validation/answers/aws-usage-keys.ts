/**
 * Keys of an example that name usage: `on_demand_m5_and_lambda`, `covered_r5_units`, `fargate_gb_on_demand_charges`. The
 * words say what is asked and of which usage; a key with a word that means nothing here is not understood.
 */

/** One usage of an example with what became of it. */
export type NamedUsage = {
  readonly id: string;
  readonly family: string | null;
  readonly service: string;
  /** Units that nothing covers, and their price. */
  readonly onDemandQuantity: number;
  readonly onDemandCost: number;
  /** Units under Savings Plans, and their price there. */
  readonly planQuantity: number;
  readonly planCost: number;
  /** Units under Reserved Instances. */
  readonly reservedQuantity: number;
};

const RESERVED_WORDS = new Set(['ri', 'ris', 'reserved', 'reservation', 'reservations']);
const QUANTITY_WORDS = new Set(['unit', 'units', 'quantity', 'instances', 'hours', 'count', 'usage']);
const COST_WORDS = new Set(['charge', 'charges', 'cost', 'costs', 'usd', 'dollars', 'spend', 'amount']);
const PLAN_WORDS = new Set(['sp', 'savings', 'plan', 'plans', 'compute', 'commitment']);
const REST_WORDS = new Set(['other', 'others', 'rest', 'else', 'everything']);
const FILLER_WORDS = new Set([
  'and',
  'by',
  'at',
  'for',
  'of',
  'on',
  'the',
  'total',
  'remaining',
  'uncovered',
  'used',
]);

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '');

/** Usage that a word names: its family, a word of its id, or its service. */
function namedBy(word: string, usages: readonly NamedUsage[]): readonly NamedUsage[] {
  const byName = usages.filter(({ id, family }) => family === word || wordsOf(id).includes(word));
  if (byName.length > 0) return byName;
  return usages.filter(({ service }) => word.length > 2 && service.toLowerCase().includes(word));
}

/** Usage that some words together name: one id, or the beginning of ids; otherwise each word by itself. */
function usagesOf(words: readonly string[], usages: readonly NamedUsage[]): ReadonlySet<NamedUsage> | null {
  const text = words.join(' ');
  const normal = (usage: NamedUsage) => wordsOf(usage.id).join(' ');
  const exact = usages.filter(usage => normal(usage) === text);
  if (exact.length > 0) return new Set(exact);
  const starting = usages.filter(usage => normal(usage).startsWith(`${text} `));
  if (starting.length > 0) return new Set(starting);
  const found = words.map(word => namedBy(word, usages));
  return found.some(each => each.length === 0) ? null : new Set(found.flat());
}

/** Parts of a key: a group of words for each `and`, without the words that only ask. */
function subjectsOf(words: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [[]];
  for (const word of words) {
    if (word === 'and') groups.push([]);
    else groups.at(-1)?.push(word);
  }
  return groups.filter(group => group.length > 0);
}

const isQuestion = (word: string) =>
  [RESERVED_WORDS, QUANTITY_WORDS, COST_WORDS, PLAN_WORDS, FILLER_WORDS].some(words => words.has(word)) ||
  word === 'covered';

function chosen(key: string, usages: readonly NamedUsage[]): ReadonlySet<NamedUsage> | null {
  const words = wordsOf(key.toLowerCase().replaceAll(/on_?demand/g, ' '));
  const subject = words.filter(word => word === 'and' || !isQuestion(word));
  const groups = subjectsOf(subject);
  if (groups.length === 0) return new Set(usages);
  if (groups.flat().some(word => REST_WORDS.has(word))) {
    if (groups.flat().length > 1) return null;
    return new Set(usages.filter(usage => usage.planQuantity + usage.reservedQuantity === 0));
  }
  const sets = groups.map(group => usagesOf(group, usages));
  return sets.some(set => set === null) ? null : new Set(sets.flatMap(set => [...(set ?? [])]));
}

/** Value of a key that names usage; undefined when the key is not understood. */
export function usageKey(key: string, usages: readonly NamedUsage[]): number | undefined {
  const isOnDemand = /on_?demand|uncovered/i.test(key);
  const words = wordsOf(key);
  const isCovered = !isOnDemand && words.some(word => word === 'covered' || word === 'used');
  if (!isOnDemand && !isCovered) return undefined;
  const set = chosen(key, usages);
  if (set === null) return undefined;
  const asks = (question: ReadonlySet<string>) => words.some(word => question.has(word));
  const sum = (value: (usage: NamedUsage) => number) =>
    [...set].reduce((total, usage) => total + value(usage), 0);
  if (isOnDemand) {
    const isQuantity = asks(QUANTITY_WORDS) && !asks(COST_WORDS);
    return sum(usage => (isQuantity ? usage.onDemandQuantity : usage.onDemandCost));
  }
  if (asks(RESERVED_WORDS)) return sum(usage => usage.reservedQuantity);
  return sum(usage => (asks(COST_WORDS) ? usage.planCost : usage.planQuantity));
}
