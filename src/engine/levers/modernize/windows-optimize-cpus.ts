/** Switch vCPUs of a Windows machine off that it does not need: the licence follows the active ones, the machine stays. */

import type { ResizeEffect } from '../../effect.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { numberParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { licenceUnits, windowsMachine } from './windows-licence.ts';

const OPTIMIZE = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-optimize-cpu.html';

/** vCPUs are switched off in pairs: a core has two threads. Some types allow fewer steps; the guide lists them. */
const STEP = 2;

export const windowsOptimizeCpus = defineLever({
  meta: {
    id: 'windows-optimize-cpus',
    title: 'Windows licence by active vCPUs',
    summary: 'Switch unused vCPUs of a Windows machine off; memory and disks stay, the licence shrinks.',
    capability: 'rate-optimization',
    stage: 'modernize',
    effortDays: { low: 0.5, mode: 1, high: 3 },
    leadTimeMonths: 0,
    reversible: true,
    headline: { text: '50 % of the licence with half of the vCPUs', source: OPTIMIZE },
    planning: {
      text: 'the licence of the vCPUs that memory or disks forced on the machine; nothing of the machine',
      source: OPTIMIZE,
    },
    realization: REALIZATION,
    sources: [OPTIMIZE],
    excludes: ['windows-to-linux'],
  },
  target: 'instance',
  params: {
    headroomPercent: numberParam({
      label: 'CPU headroom above p99',
      unit: '%',
      description: 'Compute Optimizer adds 20 % to the 99.5th percentile by default; p99 is used here.',
      default: 20,
      min: 0,
      max: 200,
      step: 5,
    }),
    observedDaysMin: numberParam({
      label: 'Observed at least',
      unit: 'days',
      description: 'Compute Optimizer looks back 14 days by default.',
      default: 14,
      min: 1,
      max: 365,
      step: 1,
    }),
  },
  eligible: (instance, params, { rates, saving }) => {
    const machine = windowsMachine(instance, rates);
    if (typeof machine === 'string') return no(machine);
    const { type, hours, licencePerVcpuHour } = machine;
    const { utilization } = instance;
    if (!utilization || (utilization.observedDays ?? 0) < params.observedDaysMin)
      return no('not observed long enough');
    const peak = utilization.cpu.p99 ?? utilization.cpu.max;
    if (peak === null) return no('CPU not observed: import metrics');
    const needed = peak * type.vcpus * (1 + params.headroomPercent / 100);
    const active = Math.max(STEP, STEP * Math.ceil(needed / STEP));
    if (active >= type.vcpus) return no(`needs ${active} of its ${type.vcpus} vCPUs`);
    const change: ResizeEffect = {
      kind: 'resize',
      resourceId: instance.id,
      toInstanceType: type.name,
      vcpuRatio: active / type.vcpus,
      memoryRatio: 1,
      // The bill then has the machine at the price of Linux and the licence beside it.
      toOperatingSystem: 'linux',
      added: [licenceUnits(instance, active, hours)],
    };
    const saved = saving(change);
    if (saved === null || saved <= 0) return no('did not run');
    return yes(
      `${active} of ${type.vcpus} vCPUs active: the others' licences cost $${((type.vcpus - active) * licencePerVcpuHour).toFixed(3)} an hour`,
      'measured',
      { change, active, vcpus: type.vcpus },
    );
  },
  effect: (_instance, { change }) => change,
  risk: ({ id }, { active, vcpus }) => [
    {
      kind: 'capacity',
      resourceId: id,
      ratio: active / vcpus,
      reason: `${active} of ${vcpus} vCPUs stay on`,
    },
    { kind: 'change-event', multiplier: 1.5, reason: 'CPU options are set while the machine is stopped' },
  ],
});
