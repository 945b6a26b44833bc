/** Deregister machine images that nothing is launched from any more, and delete their snapshots. */

import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { hasUnit, quantityOf, scaleMeters, traceOf } from './aws-meters.ts';
import { freedShareOf, isOfImage, STANDARD_TIER, snapshotMeters } from './snapshot-chain.ts';
import { lookForUse, ONE_CALL, removalRisks, SNAPSHOTS, SURVEYED_WASTE, unusedDaysParam } from './unused.ts';

const DEREGISTER = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/deregister-ami.html';

export const deleteOrphanedImages = defineLever({
  meta: {
    id: 'delete-orphaned-images',
    title: 'Delete orphaned machine images',
    summary: 'Deregister images that nothing was launched from for long, and delete their snapshots.',
    capability: 'usage-optimization',
    stage: 'clean-up',
    effortDays: ONE_CALL,
    leadTimeMonths: 0,
    reversible: false,
    headline: { text: '100 % of the snapshots that only the image needs', source: DEREGISTER },
    planning: SURVEYED_WASTE,
    realization: REALIZATION,
    sources: [DEREGISTER, SNAPSHOTS],
    excludes: [],
  },
  target: 'other',
  params: {
    unusedDaysMin: unusedDaysParam(
      180,
      'Assumption. The last launch is the last access of its snapshot in the imported metrics.',
    ),
    uniquePercent: numberParam({
      label: 'Blocks of its own',
      unit: '% of its storage',
      description: 'Assumption: images made from one volume share blocks, images of a build do not.',
      default: 100,
      min: 1,
      max: 100,
      step: 5,
    }),
  },
  eligible: (resource, params, context) => {
    const meters = snapshotMeters(resource);
    if (meters.length === 0) return no('no snapshot storage');
    if (!isOfImage(resource)) return no('neither its name nor a tag says that it belongs to an image');
    if (hasUnit(resource, STANDARD_TIER)) return no('its own blocks are deleted already');
    // The bill counts snapshots, never launches.
    const use = lookForUse(resource, [], params.unusedDaysMin, context);
    if (use.kind !== 'unused') return no(use.reason);
    const freedShare = freedShareOf({ removed: 1, changedShare: params.uniquePercent / 100 });
    return yes(`${quantityOf(meters).toFixed(1)} GiB-months, ${use.why}`, 'measured', { meters, freedShare });
  },
  effect: (resource, { meters, freedShare }) =>
    scaleMeters(resource, meters, 1 - freedShare, { added: [traceOf(STANDARD_TIER, resource)] }),
  risk: () => [
    {
      kind: 'copy-deletion',
      reason: 'the image may be the only copy of a machine that cannot be built again',
    },
    ...removalRisks('a group or a template may still name the image: it has to be built again'),
  ],
});
