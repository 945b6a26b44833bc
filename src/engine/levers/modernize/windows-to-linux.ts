/** Move what runs on Windows to Linux on the same machine: the licence goes as a whole, and the software must run there. */

import type { ResizeEffect } from '../../effect.ts';
import { defineLever, no, yes } from '../../lever.ts';
import { booleanParam } from '../../lever-params.ts';
import { REALIZATION } from '../realization.ts';
import { windowsMachine } from './windows-licence.ts';

const PORTING =
  'https://docs.aws.amazon.com/prescriptive-guidance/latest/optimize-costs-microsoft-workloads/net-linux.html';

export const windowsToLinux = defineLever({
  meta: {
    id: 'windows-to-linux',
    title: 'Windows to Linux',
    summary: 'Run portable software of a Windows machine on Linux; the licence of every vCPU goes.',
    capability: 'architecting',
    stage: 'modernize',
    effortDays: { low: 10, mode: 30, high: 90 },
    leadTimeMonths: 3,
    reversible: true,
    headline: {
      text: '49 % of an m5 on Windows by list price',
      source: 'https://aws.amazon.com/ec2/pricing/on-demand/',
    },
    planning: {
      text: 'the licence of what can really be ported, nothing before that is known',
      source: PORTING,
    },
    realization: REALIZATION,
    sources: [PORTING],
    excludes: ['windows-optimize-cpus', 'sql-server-licence'],
  },
  target: 'instance',
  params: {
    isPortable: booleanParam({
      label: 'Its software runs on Linux',
      unit: '',
      description: 'Say yes for workloads of which it is known; no bill and no metric tells it.',
      default: false,
    }),
  },
  eligible: (instance, { isPortable }, { rates, saving }) => {
    const machine = windowsMachine(instance, rates);
    if (typeof machine === 'string') return no(machine);
    if (!isPortable) return no('nobody has said that its software runs on Linux');
    const { type } = machine;
    const change: ResizeEffect = {
      kind: 'resize',
      resourceId: instance.id,
      toInstanceType: type.name,
      vcpuRatio: 1,
      memoryRatio: 1,
      toOperatingSystem: 'linux',
    };
    const saved = saving(change);
    if (saved === null || saved <= 0) return no('did not run');
    return yes(`${type.vcpus} vCPUs of ${type.name} without a licence`, 'assumed', { change });
  },
  effect: (_instance, { change }) => change,
  risk: () => [
    { kind: 'change-event', multiplier: 2, reason: 'ported software on another system, with its data moved' },
  ],
});
