/** Numbers on Regions, interruptible machines, capacity that is started late, and what operations lose with their tools. */

import type { Constant } from './constant.ts';
import { assumed, assumedShape, fitted, UPTIME_ARCHIVE } from './constant.ts';
import type { Pert } from './distribution.ts';

const SPOT_FEED = 'https://aws.amazon.com/ec2/spot/instance-advisor/';

/** Every default of this file, by name; part of the constants of the model. */
export const TOPOLOGY_CONSTANTS = {
  regionEventsPerRegionYear: {
    value: 0.51,
    low: 0.255,
    high: 1.53,
    unit: 'events per Region-year',
    provenance: 'dataset',
    source: UPTIME_ARCHIVE,
    year: 2020,
    note: '32 events of EC2 in 2018-2020 that were not of one zone, over about 63 Region-years.',
  } satisfies Constant<number>,
  regionEventMinutes: fitted(3.853, 1.144, '32 EC2 events of 2018-2020 beyond one zone; median 42 minutes.'),
  regionEventImpact: assumedShape<Pert>(
    { kind: 'pert', low: 0, mode: 0.1, high: 1 },
    'share of requests',
    'Many such events are errors of the control plane: machines that run go on running.',
  ),

  spotMonthlyProbability: {
    value: 0.158,
    low: 0.025,
    high: 0.3,
    unit: 'probability per month',
    provenance: 'dataset',
    source: SPOT_FEED,
    year: 2025,
    note: 'Mean of the bands over 14,962 pools, each counted once; the band of one pool says more.',
  } satisfies Constant<number>,
  spotReplacementMinutes: assumedShape<Pert>(
    { kind: 'pert', low: 2, mode: 5, high: 15 },
    'minutes',
    'From the end of an interrupted machine until another one serves.',
  ),
  spotNoticeMinutes: assumed(
    2,
    0.5,
    2,
    'minutes',
    'Notice before an interruption: two minutes on AWS, half a minute elsewhere.',
  ),

  zoneImbalance: assumed(
    0.1,
    0,
    0.3,
    'share of the load',
    'Without balancing across zones the busiest zone has more than its share.',
  ),
  launchFailureProbability: assumed(
    0.1,
    0.01,
    0.5,
    'probability per zone event',
    'Machines without reserved capacity cannot be started while everybody starts machines.',
  ),
  scaleUpMinutes: assumed(4, 3, 5, 'minutes', 'From the alarm until a new machine takes requests.'),
  scaleUpHeadroom: assumed(
    0.1,
    0,
    0.3,
    'share of capacity',
    'What an autoscaled tier keeps free for the time until a machine is started.',
  ),
  outOfMemoryPerYear: assumed(
    12,
    1,
    52,
    'failures per machine-year',
    'A machine with less memory than was seen in use runs out of it now and then.',
  ),
  outOfMemoryRestartMinutes: assumed(3, 1, 15, 'minutes', 'Restart of the process, and its warm-up.'),
  memoryNeededMargin: assumed(
    0,
    0,
    0.2,
    'share of memory',
    'Room above the highest memory use that was seen.',
  ),
  natFailoverMinutes: assumed(
    30,
    10,
    60,
    'minutes',
    'Until somebody has pointed the routes to a gateway in another zone.',
  ),
  egressRequestShare: assumed(
    0.3,
    0,
    1,
    'share of requests',
    'Requests that need an address outside the network.',
  ),
  missingEvidenceFactor: assumed(
    1.5,
    1,
    3,
    'factor on repair time',
    'A playbook is worth about a factor of three, which is the most that missing logs can cost.',
  ),
  alertPeriods: assumed(3, 1, 5, 'metric periods', 'Periods that an alarm waits for before it fires.'),
  cacheMissImpact: assumed(
    0.3,
    0.05,
    1,
    'share of requests',
    'Requests that the store behind a cache cannot take while the cache is cold.',
  ),
  cacheWarmUpMinutes: assumed(15, 5, 60, 'minutes', 'Until a cold cache has its hit ratio back.'),
  selfHostedMaintenancePerYear: assumed(
    12,
    4,
    26,
    'windows per year',
    'Patches of operating system and engine that nobody else applies.',
  ),
} as const;
