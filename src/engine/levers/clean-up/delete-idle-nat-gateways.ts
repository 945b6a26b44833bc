/** Delete NAT gateways that nothing leaves the network through. */

import { HOURS_PER_MONTH } from '../../calendar.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { isGroup, metersNamed, perHourOf, quantityOf, remove } from './aws-meters.ts';
import {
  COMPUTE_OPTIMIZER,
  lookForUse,
  ONE_CALL,
  removalRisks,
  SURVEYED_WASTE,
  unusedDaysParam,
} from './unused.ts';

const BYTES_PER_GB = 2 ** 30;

export const deleteIdleNatGateways = defineLever({
  meta: {
    id: 'delete-idle-nat-gateways',
    title: 'Delete idle NAT gateways',
    summary: 'Delete NAT gateways that are charged by the hour and process next to no bytes.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '100 % of an idle NAT gateway', source: COMPUTE_OPTIMIZER },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [COMPUTE_OPTIMIZER, 'https://aws.amazon.com/vpc/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    unusedDaysMin: unusedDaysParam(32, 'AWS Compute Optimizer looks at NAT gateways for 32 days.'),
    gbPerMonthMax: numberParam({
      label: 'Processed at most',
      unit: 'GB a month',
      description:
        'Assumption: updates of a machine that is otherwise silent. What is charged without a resource id must have none.',
      default: 1,
      min: 0,
      max: 1000,
      step: 1,
    }),
  },
  eligible: (resource, params, context) => {
    const hourMeters = metersNamed(resource, /^NatGateway-Hours$/);
    const hours = quantityOf(hourMeters);
    if (hours === 0) return no('no NAT gateway hours');
    const bytes = metersNamed(resource, /^NatGateway-(Prvd-)?Bytes$/);
    const gbPerMonth = perHourOf(quantityOf(bytes), hours) * HOURS_PER_MONTH;
    if (gbPerMonth > (isGroup(resource) ? 0 : params.gbPerMonthMax))
      return no(`processes ${gbPerMonth.toLocaleString('en-US', { maximumFractionDigits: 1 })} GB a month`);
    const max = (params.gbPerMonthMax * BYTES_PER_GB) / (HOURS_PER_MONTH * 3600);
    const use = lookForUse(resource, [{ metric: 'bytesProcessed', max }], params.unusedDaysMin, context);
    if (use.kind === 'used') return no(use.reason);
    const meters = [...hourMeters, ...bytes];
    if (use.kind === 'unused') return yes(use.why, 'measured', { meters });
    return yes(`${Math.round(hours)} hours, ${gbPerMonth.toFixed(1)} GB a month in the bill`, 'inferred', {
      meters,
    });
  },
  effect: (resource, { meters }) => remove(resource, meters),
  risk: () =>
    removalRisks('it may be the way out of a standby: a new gateway takes minutes and has another address'),
});
