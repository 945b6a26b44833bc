/** Delete load balancers that balance nothing. */

import { HOURS_PER_DAY } from '../../calendar.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { isGroup, metersNamed, perHourOf, quantityOf, remove } from './aws-meters.ts';
import {
  lookForUse,
  ONE_CALL,
  removalRisks,
  SURVEYED_WASTE,
  TRUSTED_ADVISOR,
  unusedDaysParam,
} from './unused.ts';

const SECONDS_PER_DAY = HOURS_PER_DAY * 3600;

export const deleteIdleLoadBalancers = defineLever({
  meta: {
    id: 'delete-idle-load-balancers',
    title: 'Delete idle load balancers',
    summary: 'Delete load balancers that are charged by the hour and handle next to nothing.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of an idle load balancer', source: TRUSTED_ADVISOR },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [TRUSTED_ADVISOR, 'https://aws.amazon.com/elasticloadbalancing/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    unusedDaysMin: unusedDaysParam(7, 'AWS Trusted Advisor looks at seven days.'),
    requestsPerDayMax: numberParam({
      label: 'Requests at most',
      unit: 'a day',
      description: 'AWS Trusted Advisor calls it idle below 100 a day; held against the busiest moment.',
      default: 100,
      min: 0,
      max: 10_000,
      step: 10,
    }),
    capacityUnitsMax: numberParam({
      label: 'Capacity units at most',
      unit: 'LCU or GB an hour',
      description:
        'Assumption, for the bill: 0.0001 units are about 200 new connections a day. What is charged without a resource id must have none.',
      default: 0.0001,
      min: 0,
      max: 1,
      step: 0.0001,
    }),
  },
  eligible: (resource, params, context) => {
    const hourMeters = metersNamed(resource, /^LoadBalancerUsage$/);
    const hours = quantityOf(hourMeters);
    if (hours === 0) return no('no load balancer hours');
    const work = metersNamed(resource, /^(LCUUsage|DataProcessing-Bytes|DataTransfer-.*Bytes)$/);
    const perHour = perHourOf(quantityOf(work), hours);
    if (perHour > (isGroup(resource) ? 0 : params.capacityUnitsMax))
      return no(`the bill shows ${perHour.toPrecision(2)} capacity units an hour`);
    const limits = [
      { metric: 'requestsPerSecond', max: params.requestsPerDayMax / SECONDS_PER_DAY },
      { metric: 'connections', max: 0 },
    ] as const;
    const use = lookForUse(resource, limits, params.unusedDaysMin, context);
    if (use.kind === 'used') return no(use.reason);
    const meters = [...hourMeters, ...work];
    if (use.kind === 'unused') return yes(use.why, 'measured', { meters });
    return yes(`${Math.round(hours)} hours and next to no capacity units in the bill`, 'inferred', {
      meters,
    });
  },
  effect: (resource, { meters }) => remove(resource, meters),
  risk: () =>
    removalRisks(
      'it may wait for a failover or a launch: it is made again from its template, under another name',
    ),
});
