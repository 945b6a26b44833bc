/** What the order of a plan costs, in words. */

import type { OrderCost, OrderReason } from '../engine/index.ts';
import { count, money, plural } from './format.ts';

/** Reasons that are told; the rest is in the data. */
const REASONS_MAX = 3;
/** Less than this is nothing, in the bill's currency. */
const NOTHING = 0.5;

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

function reasonWords(reason: OrderReason, currency: string): string {
  const [move] = reason.moves;
  const amount = money(Number(reason.cost), currency);
  if (move === undefined) return '';
  if (reason.kind !== 'committed-before-shrinking') {
    return reason.kind === 'waits'
      ? `${move.moveId} starts in month ${move.writtenStart} where month ${move.bestStart} is better: ${amount}.`
      : `${move.moveId} saves less because of the moves around it: ${amount}.`;
  }
  const shrinking = listed(
    reason.shrunkBy.map(({ moveId, start, how }) => `${moveId} (month ${start}) ${how}`),
  );
  const unused = Number(reason.unusedPerMonth);
  const stranded = Number(reason.strandedPerMonth);
  const stays =
    unused > NOTHING
      ? ` ${money(unused, currency)} a month is committed and unused in the end${
          stranded > NOTHING && unused - stranded > NOTHING
            ? `, ${money(stranded, currency)} of it because of the order`
            : stranded > NOTHING
              ? ''
              : ', in the best order too: it is bought too large'
        }.`
      : '';
  return `${move.moveId} (month ${move.writtenStart}) commits to what ${shrinking} later: ${amount}.${stays}`;
}

function searchWords({ method, ordersPlayed, ordersThere }: OrderCost): string {
  return method === 'all'
    ? `All ${plural(ordersThere, 'order')} of the same start months were played.`
    : `${count(ordersPlayed)} of ${count(ordersThere)} orders were played: a search, not a proof; there may be a better one.`;
}

function laterWords(order: OrderCost): string {
  const later = order.reasons.filter(({ kind, cost }) => kind === 'hurried' && cost.isNegative());
  if (later.length === 0) return '';
  const given = later.reduce((total, { cost }) => total - Number(cost), 0);
  const names = later.flatMap(({ moves }) =>
    moves.map(({ moveId, bestStart }) => `${moveId} (month ${bestStart})`),
  );
  return `For that ${listed(names)} ${names.length === 1 ? 'starts' : 'start'} later, which costs ${money(given, order.currency)}.`;
}

function canonicalWords({ written, canonical, currency }: OrderCost): string {
  const isSame = canonical.starts.every(({ start }, index) => start === written.starts[index]?.start);
  if (isSame) return 'Every purchase comes after all other moves already.';
  const less = Number(written.cost) - Number(canonical.cost);
  const breaks = canonical.breaksGuardrail ? ', and break a guardrail' : '';
  const than = `would cost ${money(Math.abs(less), currency)} ${less >= 0 ? 'less' : 'more'} than your order${breaks}`;
  return `Every purchase after all other moves ${than}.`;
}

/** The whole verdict: what the order costs, why, and how thoroughly was looked. */
export function orderSentence(order: OrderCost): string {
  const { currency, horizonMonths } = order;
  if (Number(order.cost) < NOTHING) {
    return `Your order costs nothing over ${plural(horizonMonths, 'month')}: no better one was found. ${searchWords(order)} ${canonicalWords(order)}`;
  }
  const told = order.reasons.filter(({ cost }) => Number(cost) > NOTHING).slice(0, REASONS_MAX);
  return [
    `Your order costs ${money(Number(order.cost), currency)} over ${plural(horizonMonths, 'month')}.`,
    ...told.map(reason => reasonWords(reason, currency)),
    laterWords(order),
    searchWords(order),
    canonicalWords(order),
  ]
    .filter(text => text !== '')
    .join(' ');
}
