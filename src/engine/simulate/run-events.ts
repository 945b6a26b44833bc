/** What happens in a month of a run although nobody plans it, in words. */

import type { Inject } from '../forecast/inject.ts';
import { monthIndexOf } from '../forecast/month-ref.ts';
import type { Assumptions } from './assumptions.ts';

function percentText(share: number): string {
  const percent = Math.round(share * 1000) / 10;
  return `${percent > 0 ? '+' : ''}${percent} %`;
}

function wordsOf(inject: Inject): string {
  switch (inject.kind) {
    case 'traffic':
      return `traffic of ${inject.workloads.join(', ')} ${percentText(inject.change)}${inject.months === null ? '' : ` for ${inject.months} months`}`;
    case 'capacity':
      return `days of ${inject.teams.join(', ')} ${percentText(inject.change)}`;
    case 'target':
      return `the target becomes ${percentText(-inject.reduceBy)}`;
    case 'refusal':
      return `${inject.workloads.join(', ')} refuse ${inject.levers.join(', ')}`;
    case 'zone-outage':
      return 'an availability zone fails';
  }
}

/** Events and changed prices that begin in a month of the run. */
export function eventsIn(
  { injects, priceChanges }: Assumptions,
  referenceMonth: string,
  index: number,
): string[] {
  const begins = ({ from }: { readonly from: Inject['from'] }) =>
    monthIndexOf(from, referenceMonth) === index;
  return [
    ...injects.filter(begins).map(inject => inject.title ?? wordsOf(inject)),
    ...priceChanges
      .filter(begins)
      .map(
        ({ services, purchase, change }) =>
          `prices of ${services.join(', ')}${purchase === 'spot' ? ' (spot)' : ''} ${percentText(change)}`,
      ),
  ];
}
