/** Run Fargate tasks on arm64: a fifth less for each vCPU-hour and GB-hour. */

import type { ReshapeEffect } from '../../effect.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { onArm } from '../../pricing/metered-list-price.ts';
import { priceIdOf } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import { isArm, tasksOf } from './fargate-tasks.ts';

const ARM_TASKS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html';

export const fargateGraviton = defineLever({
  meta: {
    id: 'fargate-graviton',
    title: 'Fargate to arm64',
    summary: 'Run Linux tasks on arm64 after building their images for it.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 1, mode: 3, high: 10 },
    leadTimeMonths: 0,
    reversible: true,
    headline: {
      text: '20 % of each vCPU-hour and GB-hour by list price',
      source: 'https://aws.amazon.com/fargate/pricing/',
    },
    planning: {
      text: '20 % of vCPU and memory by list price',
      source: 'https://aws.amazon.com/fargate/pricing/',
    },
    realization: REALIZATION,
    sources: [ARM_TASKS, 'https://aws.amazon.com/fargate/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {},
  eligible: (service, _params, { rates, saving }) => {
    const tasks = tasksOf(service);
    if (tasks.length === 0) return no('runs no Linux tasks on Fargate');
    if (tasks.some(isArm)) return no('already on arm64');
    const changes = tasks.map(({ shape }) => ({
      fromPriceId: priceIdOf(shape),
      to: onArm(shape),
      quantityRatio: 1,
    }));
    const unknown = changes.find(({ to }) => rates.onDemandRate(to) === null);
    if (unknown) return no(`no price of ${unknown.to.item} in ${unknown.to.region || 'this region'}`);
    const [first, ...also] = changes;
    if (!first) return no('runs no Linux tasks on Fargate');
    const change: ReshapeEffect = {
      kind: 'reshape',
      resourceId: service.id,
      ...first,
      capacityRatio: 1,
      also,
    };
    const saved = saving(change);
    if (saved === null) return no('no price of part of its usage');
    if (saved <= 0) return no('arm64 is no cheaper at the prices paid');
    return yes(`${changes.map(({ to }) => to.item).join(' and ')} instead of x86`, 'inferred', { change });
  },
  effect: (_service, { change }) => change,
  risk: () => [
    {
      kind: 'change-event',
      multiplier: 1,
      reason: 'a rolling deployment of images built for arm64',
    },
  ],
});
