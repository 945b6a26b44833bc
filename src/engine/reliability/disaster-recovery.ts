/** Strategies of disaster recovery, in the words of the Well-Architected Framework and as minutes to compute with. */

import { assumed } from './constants.ts';

/** https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html */
export type RecoveryStrategy = 'backup-restore' | 'pilot-light' | 'warm-standby' | 'active-active';

/** What a strategy promises. */
export type RecoveryObjectives = {
  /** As the framework words it. */
  readonly rpo: string;
  readonly rto: string;
  /** The longest time that the words still fit, which is our reading. */
  readonly rpoMinutes: number;
  readonly rtoMinutes: number;
};

/** Minutes that the framework's words stand for at most. */
const LONGEST = {
  hours: assumed(1440, 60, 1440, 'minutes', 'A recovery point of hours: backups are taken daily at least.'),
  tensOfMinutes: assumed(60, 20, 100, 'minutes', 'Tens of minutes end where hours begin.'),
  minutes: assumed(15, 2, 60, 'minutes', 'Minutes end where tens of minutes begin.'),
  seconds: assumed(1, 0.1, 1, 'minutes', 'Seconds end where minutes begin.'),
  nearZero: assumed(0, 0, 0.1, 'minutes', 'Near zero, unless data is corrupted in both places.'),
} as const;

const STRATEGIES: Readonly<Record<RecoveryStrategy, RecoveryObjectives>> = {
  'backup-restore': {
    rpo: 'hours',
    rto: '24 hours or less',
    rpoMinutes: LONGEST.hours.value,
    rtoMinutes: 1440,
  },
  'pilot-light': {
    rpo: 'minutes',
    rto: 'tens of minutes',
    rpoMinutes: LONGEST.minutes.value,
    rtoMinutes: LONGEST.tensOfMinutes.value,
  },
  'warm-standby': {
    rpo: 'seconds',
    rto: 'minutes',
    rpoMinutes: LONGEST.seconds.value,
    rtoMinutes: LONGEST.minutes.value,
  },
  'active-active': {
    rpo: 'near zero',
    rto: 'potentially zero',
    rpoMinutes: LONGEST.nearZero.value,
    rtoMinutes: LONGEST.nearZero.value,
  },
};

/** The strategy of a name, in any case and punctuation; null for another word. */
export function recoveryStrategy(name: string): RecoveryStrategy | null {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  if (plain.includes('active') || plain.includes('multisite')) return 'active-active';
  if (plain.includes('warm')) return 'warm-standby';
  if (plain.includes('pilot')) return 'pilot-light';
  if (plain.includes('backup')) return 'backup-restore';
  return null;
}

/** What a strategy promises. */
export function recoveryObjectives(strategy: RecoveryStrategy): RecoveryObjectives {
  return STRATEGIES[strategy];
}
