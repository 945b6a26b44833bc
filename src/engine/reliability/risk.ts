/** What a lever does to reliability, as data: changes of a workload's availability parameters, and events of the month it is done in. */

import { assert, assertNever } from '../assert.ts';
import type { Availability, ComputeTier, TierMachine } from './availability.ts';
import type { Impact } from './failure-class.ts';

/**
 * The change itself can fail, in the window in which it is made. One per workload and rollout: machines changed together
 * are one change.
 */
type ChangeEvent = {
  readonly kind: 'change-event';
  /**
   * Over the team's change failure rate: 0.5 a flag or an API call, 1 a rolling change, 1.5 with a restart or failover,
   * 2 a data migration or a new topology, 3 a move to another Region (an assumed scale of reversibility).
   */
  readonly multiplier: number;
  /** Share of requests that fail when it goes wrong; left out: the default for changes. */
  readonly impact?: Impact;
  readonly reason: string;
};

/** A machine gets smaller, larger, or is removed (ratio 0). Its demand stays with the tier. */
type CapacityChange = {
  readonly kind: 'capacity';
  readonly resourceId: string;
  /** New over old vCPUs. */
  readonly ratio: number;
  readonly reason: string;
};

/** A database gets or loses its standby in another zone. */
type DatabaseDeploymentChange = {
  readonly kind: 'database-deployment';
  readonly resourceId: string;
  readonly multiAz: boolean;
  readonly reason: string;
};

/** Machines that are stopped and started again on a schedule. */
type StartFailure = {
  readonly kind: 'start-failure';
  readonly startsPerMonth: number;
  /** That one start fails. */
  readonly probability: number;
  /** Until a failed start is repaired. */
  readonly minutes: number;
  readonly reason: string;
};

/** Something was removed that turns out to be needed, in the window of the removal. */
type WrongRemoval = {
  readonly kind: 'wrong-removal';
  readonly probability: number;
  readonly restoreMinutes: number;
  readonly reason: string;
};

/** Objects move to a storage class of another availability. */
type StorageAvailabilityChange = {
  readonly kind: 'storage-availability';
  /** Designed share of good time, 0..1. */
  readonly from: number;
  readonly to: number;
  /** Share of the workload's requests that read the moved objects; left out: the default. */
  readonly requestShare?: number;
  readonly reason: string;
};

/** Nothing that runs is touched. */
type NoRisk = { readonly kind: 'none'; readonly reason: string };

/** One statement of a lever about risk. */
export type RiskChange =
  | ChangeEvent
  | CapacityChange
  | DatabaseDeploymentChange
  | StartFailure
  | WrongRemoval
  | StorageAvailabilityChange
  | NoRisk;

const isShare = (value: number) => value >= 0 && value <= 1;
const isAmount = (value: number) => value >= 0 && Number.isFinite(value);

/** Holds when the numbers of a change are possible. @throws BugError */
export function assertRiskChange(change: RiskChange): void {
  switch (change.kind) {
    case 'change-event':
      assert(isAmount(change.multiplier), 'the multiplier of a change event is finite and not negative');
      break;
    case 'capacity':
      assert(isAmount(change.ratio), 'a capacity ratio is finite and not negative');
      break;
    case 'start-failure':
      assert(
        isAmount(change.startsPerMonth) && isAmount(change.minutes),
        'starts and minutes are finite and not negative',
      );
      assert(isShare(change.probability), 'the probability of a failed start is within [0, 1]');
      break;
    case 'wrong-removal':
      assert(isShare(change.probability), 'the probability of a wrong removal is within [0, 1]');
      assert(isAmount(change.restoreMinutes), 'a restore takes a finite time');
      break;
    case 'storage-availability':
      assert(
        isShare(change.from) && isShare(change.to) && isShare(change.requestShare ?? 0),
        'an availability is within [0, 1]',
      );
      break;
    case 'database-deployment':
    case 'none':
      break;
    default:
      assertNever(change);
  }
}

function withCapacity(tier: ComputeTier, resourceId: string, ratio: number): ComputeTier {
  const resize = (machine: TierMachine): TierMachine =>
    machine.resourceId === resourceId ? { ...machine, capacity: machine.capacity * ratio } : machine;
  return { ...tier, machines: tier.machines.map(resize) };
}

function applyOne(availability: Availability, change: RiskChange): Availability {
  switch (change.kind) {
    case 'capacity': {
      const { compute } = availability;
      return compute
        ? { ...availability, compute: withCapacity(compute, change.resourceId, change.ratio) }
        : availability;
    }
    case 'database-deployment': {
      const { resourceId, multiAz } = change;
      const databases = availability.databases.map(item =>
        item.resourceId === resourceId ? { ...item, multiAz } : item,
      );
      return { ...availability, databases };
    }
    case 'start-failure': {
      const { startsPerMonth, probability, minutes } = change;
      return { ...availability, starts: [...availability.starts, { startsPerMonth, probability, minutes }] };
    }
    case 'storage-availability': {
      const { from, to, requestShare = null } = change;
      return { ...availability, storage: [...availability.storage, { from, to, requestShare }] };
    }
    case 'change-event':
    case 'wrong-removal':
    case 'none':
      return availability;
    default:
      return assertNever(change);
  }
}

/**
 * The availability after changes that last: parameters are changed, and the model is evaluated once afterwards. The order
 * matters only where two changes set the same database. Events of the month itself (`change-event`, `wrong-removal`) change
 * no parameter: they are handed to `evaluateReliability` for the window in which they happen.
 * Changes of resources that the model does not hold are passed over.
 */
export function applyRisk(availability: Availability, changes: readonly RiskChange[]): Availability {
  let result = availability;
  for (const change of changes) {
    assertRiskChange(change);
    result = applyOne(result, change);
  }
  return result;
}
