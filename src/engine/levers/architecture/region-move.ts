/**
 * Run in a cheaper Region. Only what has a price there moves; what a commitment bound to the old Region paid for is priced
 * anew, and the commitment stays behind.
 */

import type { MoveRegionEffect } from '../../effect.ts';
import type { Resource } from '../../estate/estate.ts';
import type { Workload } from '../../estate/workload.ts';
import { defineLever, type Ineligible, type LeverContext, no, yes } from '../../lever.ts';
import { choiceParam, numberParam } from '../../lever-params.ts';
import { regionMoveRules } from '../../reliability/residency-rules.ts';
import { REALIZATION } from '../realization.ts';
import { dataGib, meterRatios } from './region-prices.ts';

const TRANSFER = 'https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer';
const REGIONS =
  'https://docs.aws.amazon.com/wellarchitected/latest/framework/cost_pricing_model_region_cost.html';

/** A rule on where personal data may go that the move would break; null for none. */
function brokenRule(from: string, to: string, { policy }: Workload): string | null {
  const { personalData, transferBasis, transferImpactAssessment, frameworks } = policy ?? {};
  // No recorded basis counts against a move only where personal data is declared.
  const basis = personalData === true ? (transferBasis ?? null) : (transferBasis ?? undefined);
  const rules = regionMoveRules(from, to, {
    personalData,
    frameworks,
    transferBasis: basis,
    transferImpactAssessment,
  });
  return rules.find(({ allowed }) => allowed === false)?.rule ?? null;
}

function moveOf(
  resource: Resource,
  toRegion: string,
  { rates }: LeverContext,
): { readonly effect: MoveRegionEffect } | Ineligible {
  const from = resource.region ?? '';
  const prices = meterRatios(resource, toRegion, rates.book);
  if ('unknown' in prices) return no(`no price of ${prices.unknown} in ${from} or ${toRegion}`);
  const gib = dataGib(resource);
  const crossing = { service: 'data_transfer_out', item: 'inter_region', component: 'default', region: from };
  if (gib > 0 && rates.unitPrice(crossing.service, crossing.item, crossing.component, from) === null)
    return no(`no price of moving data out of ${from}`);
  return {
    effect: {
      kind: 'move-region',
      resourceId: resource.id,
      toRegion,
      meters: prices.ratios,
      once: gib > 0 ? [{ ...crossing, quantity: gib }] : [],
    },
  };
}

export const regionMove = defineLever({
  meta: {
    id: 'region-move',
    title: 'Move to a cheaper Region',
    summary: 'Run the same in another Region, where law, latency and prices allow it.',
    capability: 'architecting',
    stage: 'architecture',
    effortDays: { low: 20, mode: 45, high: 120 },
    leadTimeMonths: 3,
    reversible: false,
    headline: { text: 'the difference between two price lists', source: REGIONS },
    planning: {
      text: 'the same less what stays behind; running in both Regions during the move is not in it',
      source: REGIONS,
    },
    realization: REALIZATION,
    sources: [REGIONS, TRANSFER],
    excludes: [],
  },
  target: 'resource',
  params: {
    toRegion: choiceParam({
      label: 'New Region',
      unit: '',
      description: 'Regions of AWS that the price book lists.',
      default: 'us-east-1',
      choices: ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1'],
    }),
    addedMs: numberParam({
      label: 'Longer way',
      unit: 'ms',
      description:
        'Assumption: what the new place adds to a request; measure it from where your readers are.',
      default: 80,
      min: 0,
      max: 500,
      step: 10,
    }),
  },
  eligible: (resource, { toRegion }, context) => {
    const { region } = resource;
    if (context.estate.provider !== 'AWS') return no('these are Regions of AWS');
    if (region === null || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return no('is in no Region');
    if (region === toRegion) return no(`is in ${toRegion}`);
    const rule = brokenRule(region, toRegion, context.workload(resource));
    if (rule !== null) return no(rule);
    if (resource.kind === 'database' && resource.isCommitted)
      return no('a reservation pays for it, which does not move');
    const move = moveOf(resource, toRegion, context);
    if ('reason' in move) return move;
    const saved = context.saving(move.effect);
    if (saved === null) return no(`no price for it in ${toRegion}`);
    if (saved <= 0) return no(`costs no less in ${toRegion}`);
    return yes(`${region} to ${toRegion}, at its list prices less your discount`, 'inferred', {
      effect: move.effect,
      from: region,
    });
  },
  effect: (_resource, { effect }) => effect,
  risk: (_resource, { from }, { toRegion, addedMs }) => [
    { kind: 'region', from, to: toRegion, addedMs, reason: 'readers and data are elsewhere' },
    { kind: 'change-event', multiplier: 3, reason: 'everything moves, data included' },
  ],
});
