/** Give back public IPv4 addresses that are attached to nothing that runs. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { isGroup, metersNamed, quantityOf, remove } from './aws-meters.ts';
import { ONE_CALL, removalRisks, SURVEYED_WASTE, TRUSTED_ADVISOR } from './unused.ts';

const ADDRESSES = 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html';

export const releaseUnusedAddresses = defineLever({
  meta: {
    id: 'release-unused-addresses',
    title: 'Release unused public addresses',
    summary: 'Release public IPv4 addresses that the bill meters as idle.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: '100 % of an idle address', source: TRUSTED_ADVISOR },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [ADDRESSES, TRUSTED_ADVISOR],
    excludes: [],
  },
  target: 'other',
  params: {
    inUsePercentMax: numberParam({
      label: 'In use at most',
      unit: '% of its hours',
      description:
        'Assumption: an address that is in use for longer belongs to something that is stopped at times.',
      default: 5,
      min: 0,
      max: 50,
      step: 1,
    }),
  },
  eligible: (resource, params, { estate }) => {
    const idle = metersNamed(resource, /^(ElasticIP|PublicIPv4):IdleAddress$/);
    const idleHours = quantityOf(idle);
    if (idleHours === 0) return no('no address is metered as idle');
    const inUseHours = quantityOf(metersNamed(resource, /^PublicIPv4:InUseAddress$/));
    const inUsePercent = (100 * inUseHours) / (inUseHours + idleHours);
    // Hours of many addresses in one charge: those in use are others.
    if (!isGroup(resource) && inUsePercent > params.inUsePercentMax)
      return no(`in use for ${inUsePercent.toFixed(0)} % of its hours`);
    const addresses = Math.max(1, Math.round(idleHours / estate.hours));
    return yes(
      `${Math.round(idleHours).toLocaleString('en-US')} idle hours, about ${addresses} ${addresses === 1 ? 'address' : 'addresses'}`,
      'inferred',
      { idle },
    );
  },
  effect: (resource, { idle }) => remove(resource, idle),
  risk: () =>
    removalRisks('a released address does not come back: somebody may have allowed it in a firewall'),
});
