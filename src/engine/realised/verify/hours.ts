/** Changes that show in the hours of a resource: removed, or running in some hours of the week only. */

import { applyEffect, hoursOn } from '../../apply-effect.ts';
import { HOURS_PER_DAY, HOURS_PER_WEEK, hourOfWeek } from '../../calendar.ts';
import type { ScheduleEffect, TerminateEffect } from '../../effect.ts';
import type { Estate, Resource } from '../../estate/estate.ts';
import { byShare, cannotTell, notDone, type Verdict } from '../verdict.ts';
import { meanUnits, profilesOf, workQuantity } from '../work-quantity.ts';
import type { Sight } from './sight.ts';

/** Decimals of quantities in a clause. */
const shown = (value: number) => String(Number(value.toPrecision(4)));

/** Units in the last day of the period. */
function lastDay(resource: Resource, { hours }: Estate): number {
  return profilesOf(resource).reduce(
    (sum, profile) => sum + profile.slice(Math.max(0, hours - HOURS_PER_DAY)).reduce((a, b) => a + b, 0),
    0,
  );
}

/**
 * A resource that the later bill still has: not removed, or removed during the month. An hourly bill shows which: what
 * still ran on the last day was not removed, however few its hours.
 */
export function verifyTerminate({ before, after, from, to }: Sight<TerminateEffect>): Verdict {
  const [then, now] = [workQuantity(before, from), workQuantity(after, to)];
  if (then === null || now === null || then <= 0) return notDone('still charged');
  const isHourly = to.granularity === 'hourly' && profilesOf(after).length > 0;
  if (isHourly && lastDay(after, to) > 0) return notDone('still in use on the last day of the month');
  return byShare(1 - now / then, `${shown(now)} in use on average, ${shown(then)} before`);
}

/** Mean units in the hours of the week in which a schedule is off. */
function offUnits(resource: Resource, estate: Estate, on: readonly boolean[]): number {
  const first = hourOfWeek(estate.period.startMs);
  let [units, hours] = [0, 0];
  for (let hour = 0; hour < estate.hours; hour++) {
    if (on[(first + hour) % HOURS_PER_WEEK]) continue;
    hours++;
    for (const profile of profilesOf(resource)) units += profile[hour] ?? 0;
  }
  return hours === 0 ? 0 : units / hours;
}

/** Fewer hours: those outside the schedule where both bills tell hours, else all of them. */
export function verifySchedule({ effect, before, after, from, to }: Sight<ScheduleEffect>): Verdict {
  if (profilesOf(after).length === 0 || profilesOf(before).length === 0)
    return cannotTell('no hours in the bill');
  if (from.granularity === 'hourly' && to.granularity === 'hourly') {
    const on = hoursOn(effect.schedule);
    const [then, now] = [offUnits(before, from, on), offUnits(after, to, on)];
    if (then <= 0) return cannotTell('was already off outside the schedule');
    return byShare(1 - now / then, `${shown(now)} running outside the schedule, ${shown(then)} before`);
  }
  const planned = applyEffect(before, effect, from.period).resource ?? before;
  const [then, now] = [meanUnits(before, from) ?? 0, meanUnits(after, to) ?? 0];
  const goal = meanUnits(planned, from) ?? 0;
  if (then <= goal) return cannotTell('the schedule takes no hours away');
  return byShare(
    (then - now) / (then - goal),
    `${shown(now)} running on average, ${shown(then)} before, ${shown(goal)} planned`,
  );
}
