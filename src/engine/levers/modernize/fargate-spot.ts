/** Run a part of stateless Fargate tasks on Fargate Spot, at two minutes notice. */

import type { ReshapeEffect } from '../../effect.ts';
import type { UnitUsage } from '../../estate/estate.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam, numberParam } from '../../lever-params.ts';
import { meteredUnitOf } from '../../pricing/metered-list-price.ts';
import { priceIdOf } from '../../rate-card.ts';
import { REALIZATION } from '../realization.ts';
import { tasksOf } from './fargate-tasks.ts';
import { declaredState } from './spot-capacity.ts';

const CAPACITY =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html';

/** Entry of `added` that counts nothing: part of these tasks is on spot already. */
const TRACE: UnitUsage = { service: 'move', item: 'fargate-spot', component: '', region: '', quantity: 0 };

export const fargateSpot = defineLever({
  meta: {
    id: 'fargate-spot',
    title: 'Fargate Spot',
    summary: 'Run part of the stateless tasks of a service on Fargate Spot.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 1, mode: 3, high: 8 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: 'up to 70 % of on-demand', source: 'https://aws.amazon.com/fargate/pricing/' },
    planning: {
      text: '55 % of what is eligible, as for instances: Fargate has no other published average',
      source:
        'https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework (KPI queries, 2026-08-14)',
    },
    realization: REALIZATION,
    sources: [CAPACITY, 'https://aws.amazon.com/fargate/pricing/'],
    excludes: [],
  },
  target: 'other',
  params: {
    sharePercent: numberParam({
      label: 'Share on spot',
      unit: '%',
      description: 'Assumption: the rest must carry the load while spot tasks are replaced.',
      default: 50,
      min: 5,
      max: 90,
      step: 5,
    }),
    spotPricePercent: numberParam({
      label: 'Spot price',
      unit: '% of on-demand',
      description: 'Assumption, range 30 to 70 %: AWS says up to 70 % off and publishes no average.',
      default: 45,
      min: 10,
      max: 100,
      step: 5,
    }),
    pools: numberParam({
      label: 'Zones',
      unit: 'zones',
      description: 'Spot tasks of one zone are interrupted together. Assumption: three.',
      default: 3,
      min: 2,
      max: 6,
      step: 1,
    }),
    acceptUndeclared: booleanParam({
      label: 'Also where nothing is declared',
      unit: '',
      description: 'Takes tasks for stateless although workloads.yaml (tiers) does not say so.',
      default: false,
    }),
  },
  eligible: (service, params, context) => {
    const tasks = tasksOf(service);
    if (tasks.length === 0) return no('runs no Linux tasks on Fargate');
    if (service.added.some(({ item }) => item === TRACE.item)) return no('already on spot in part');
    const state = declaredState(context.workload(service).tiers);
    if ('forbidden' in state) return no(state.forbidden);
    if (!state.isStateless && !params.acceptUndeclared)
      return no('not declared stateless: add its compute tier to workloads.yaml');
    const share = params.sharePercent / 100;
    const added: UnitUsage[] = [TRACE];
    for (const { shape, hours } of tasks) {
      const unit = meteredUnitOf(shape);
      const price = unit && context.rates.unitPrice(unit.service, unit.item, unit.component, shape.region);
      if (!unit || price === null) return no(`no price of ${shape.item} in ${shape.region || 'this region'}`);
      const used = hours.reduce((total, units) => total + units, 0);
      // A spot hour counts as the part of an on-demand hour that it costs.
      added.push({ ...unit, region: shape.region, quantity: used * share * (params.spotPricePercent / 100) });
    }
    const changes = tasks.map(({ shape }) => ({
      fromPriceId: priceIdOf(shape),
      to: shape,
      quantityRatio: 1 - share,
    }));
    const [first, ...also] = changes;
    if (!first) return no('runs no Linux tasks on Fargate');
    const change: ReshapeEffect = {
      kind: 'reshape',
      resourceId: service.id,
      ...first,
      capacityRatio: 1,
      also,
      added,
    };
    const saved = context.saving(change);
    if (saved === null || saved <= 0) return no('spot is no cheaper than what is paid');
    return yes(
      `${params.sharePercent} % of its tasks on spot at an assumed ${params.spotPricePercent} % of on-demand`,
      'assumed',
      { change, share },
    );
  },
  effect: (_service, { change }) => change,
  risk: (_service, { share }, { pools }) => [
    { kind: 'spot', share, pools, reason: `${Math.round(share * 100)} % of the tasks in ${pools} zones` },
    {
      kind: 'change-event',
      multiplier: 1,
      reason: 'a capacity provider strategy, rolled out as a deployment',
    },
  ],
});
