/** Asks levers about single resources at the prices of the book that ships with the program. */

import type { Estate, OtherResource, Resource } from '../../../../src/engine/estate/estate.ts';
import { leverContext } from '../../../../src/engine/simulate/lever-context.ts';
import { openEmbeddedBook } from '../../../../src/prices/embedded-book.ts';
import { metered, type NodeShape, nodeShape } from '../../../helpers/metered-usage.ts';
import { ask, type EstateOptions, estateOf, flat, ratesOf } from '../../estates.ts';

/** One book for all tests: it reads each Region once. */
export const BOOK = openEmbeddedBook();

type Params = Readonly<Record<string, number | string | boolean>>;

/** The answer about the first of some resources. */
export function answerFor(
  lever: string,
  resources: readonly Resource[],
  params: Params = {},
  options: EstateOptions = {},
) {
  const estate = estateOf(resources, { book: BOOK, ...options });
  return ask(lever, estate, resources[0]?.id ?? '', params, options.book ?? BOOK);
}

/** The reason of a no; fails on a yes. */
export function reasonOf(answer: ReturnType<typeof ask>): string {
  if (!('reason' in answer)) throw new Error(`said yes: ${answer.why}`);
  return answer.reason;
}

/** USD saved by a yes in the period of the estate; fails on a no. */
export function savedBy(
  lever: string,
  resources: readonly Resource[],
  params: Params = {},
  options: EstateOptions = {},
): number {
  const estate: Estate = estateOf(resources, { book: BOOK, ...options });
  const answer = ask(lever, estate, resources[0]?.id ?? '', params, options.book ?? BOOK);
  if ('reason' in answer) throw new Error(`said no: ${answer.reason}`);
  return leverContext(estate, ratesOf(estate, options.book ?? BOOK)).saving(answer.effect) ?? Number.NaN;
}

/** A resource of three nodes of each shape. */
export function nodes(...shapes: readonly Partial<NodeShape>[]): OtherResource {
  return metered(
    'n',
    shapes.map(shape => ({ shape: nodeShape(shape), hours: flat(3) })),
  );
}

/** A node of a search domain. */
export function search(nodeClass: string): Partial<NodeShape> {
  return { service: 'opensearch', nodeClass, engine: null };
}
