/** Answers on capacity reservations, licences by active vCPU, and what a recommendation prints. */

import { HOURS_PER_MONTH, MS_PER_HOUR } from '../../engine/calendar.ts';
import { capacityReservationPools, slotHours } from '../../engine/commitments/aws/capacity-reservations.ts';
import {
  type IncludedLicence,
  LICENCE_RATE_PER_VCPU_HOUR,
  licensedCost,
} from '../../engine/commitments/aws/licences.ts';
import { recommendationOf } from '../../engine/commitments/aws/recommendation.ts';
import type { Answer, Facts, Inputs } from '../answer.ts';
import { has, numberIn, numberOf, numberOr, numbersOf, textOf } from '../read-inputs.ts';
import { checkSize, EXAMPLE_REGION } from './aws-application.ts';

const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

/** Slots over the life of a reservation. `running` is a number for all of it, or one for each hour, also beyond its end. */
const CAPACITY_RESERVATION: Answer = {
  kind: 'aws-odcr',
  accepts: inputs => has(inputs, 'reserved', 'running'),
  compute: inputs => {
    const slots = numberOf(inputs, 'reserved');
    const duration = numberIn(inputs, 'duration_hours', 'reservation_hours') ?? 1;
    const listed = Array.isArray(inputs.running) ? numbersOf(inputs, 'running') : null;
    const constant = listed ? 0 : numberOf(inputs, 'running');
    const hours = Math.max(1, Math.ceil(duration), listed?.length ?? 0);
    checkSize(1, hours);
    const rate = numberIn(inputs, 'on_demand_rate') ?? 1;
    const reservation = {
      id: 'reservation',
      account: '',
      workload: null,
      instanceType: has(inputs, 'instance_type') ? textOf(inputs, 'instance_type') : 'm4.large',
      region: EXAMPLE_REGION,
      availabilityZone: null,
      operatingSystem: 'linux',
      tenancy: 'shared',
      slots,
      startMs: 0,
      // To the second, as it is billed.
      endMs: Math.round(duration * 3600) * 1000,
      listRate: rate,
      onDemandRate: rate,
      running: Float64Array.from({ length: hours }, (_, hour) =>
        listed ? (listed[hour] ?? 0) : constant * Math.max(0, Math.min(1, duration - hour)),
      ),
    } as const;
    const period = { startMs: 0, endMs: hours * MS_PER_HOUR };
    const { running, empty } = capacityReservationPools(reservation, period, hours);
    const [runningHours, emptyHours] = [sumOf(running.quantities), sumOf(empty.quantities)];
    return {
      instance_slots_billed_as_running: listed ? Array.from(listed) : constant,
      unused_slots_billed: listed ? Array.from(empty.quantities) : Math.max(0, slots - constant),
      reservation_hours_billed_per_slot: slots > 0 ? sumOf(slotHours(reservation, period, hours)) / slots : 0,
      running_instance_hours: runningHours,
      unused_slot_hours: emptyHours,
      ...(has(inputs, 'on_demand_rate')
        ? {
            running_cost: runningHours * rate,
            unused_cost: emptyHours * rate,
            total_cost: (runningHours + emptyHours) * rate,
          }
        : {}),
    };
  },
};

function includedLicence(name: string): IncludedLicence | null {
  const edition = /sql/i.test(name) ? /enterprise|standard|web/i.exec(name)?.[0]?.toLowerCase() : 'none';
  if (edition === 'enterprise' || edition === 'standard' || edition === 'web')
    return `windows-server-sql-server-${edition}`;
  return edition === 'none' && /windows/i.test(name) ? 'windows-server' : null;
}

function licenceRate(inputs: Inputs): number {
  const given = numberIn(inputs, 'licence_rate_per_vcpu_hour', 'license_rate_per_vcpu_hour');
  if (given !== null) return given;
  const name = textOf(inputs, has(inputs, 'licence') ? 'licence' : 'license');
  const licence = includedLicence(name);
  if (licence === null) throw new Error(`no rate is known for the licence \`${name}\``);
  return LICENCE_RATE_PER_VCPU_HOUR[licence];
}

/** Machine and licence. Price and vCPUs of the machine come from the price book where the example does not say them. */
function licenceFacts(inputs: Inputs, { book }: Facts) {
  const type = textOf(inputs, 'instance_type');
  const region = has(inputs, 'region') ? textOf(inputs, 'region') : EXAMPLE_REGION;
  const rate =
    numberIn(inputs, 'baseline_rate_per_hour', 'instance_rate_per_hour') ??
    book.instancePrice(type, region, 'linux')?.price;
  if (rate === undefined) throw new Error(`no price is known for ${type} in ${region}`);
  const defaultVcpus = numberIn(inputs, 'default_vcpus') ?? book.instanceType(type, region)?.vcpus;
  if (defaultVcpus === undefined) throw new Error('`default_vcpus` is missing');
  const activeVcpus = numberOr(inputs, 'active_vcpus', defaultVcpus);
  if (activeVcpus > defaultVcpus) throw new Error('`active_vcpus` must be at most `default_vcpus`');
  const hours = numberOf(inputs, 'hours');
  const cost = licensedCost({
    hours,
    instanceRatePerHour: rate,
    defaultVcpus,
    activeVcpus,
    licenceRatePerVcpuHour: licenceRate(inputs),
  });
  return {
    baseline_instance_cost: cost.instanceCost,
    baseline_rate_per_hour: rate,
    licence_cost: cost.licenceCost,
    licence_cost_default_vcpus: cost.licenceCostDefault,
    saving: cost.saving,
    [`saving_from_${activeVcpus}_vcpus`]: cost.saving,
    total_cost: cost.instanceCost + cost.licenceCost,
    total_cost_default_vcpus: cost.instanceCost + cost.licenceCostDefault,
  };
}

const LICENCE: Answer = {
  kind: 'licence',
  accepts: inputs => has(inputs, 'instance_type', 'hours'),
  compute: licenceFacts,
};

/** Averages by the hour in, what the page prints out. Printed averages are rounded, so the results are as rough. */
const RECOMMENDATION: Answer = {
  kind: 'recommendation',
  accepts: inputs => has(inputs, 'recommended_commitment_per_hour', 'average_saving_per_hour'),
  compute: inputs => {
    const commitment = numberOf(inputs, 'recommended_commitment_per_hour');
    const saving = numberOf(inputs, 'average_saving_per_hour');
    const spend = numberIn(inputs, 'average_on_demand_per_hour', 'current_on_demand_per_hour');
    const remaining =
      numberIn(inputs, 'average_remaining_on_demand_per_hour') ??
      (spend === null ? 0 : Math.max(0, spend - commitment - saving));
    const figures = recommendationOf({
      commitmentPerHour: commitment,
      savingPerHour: saving,
      remainingOnDemandPerHour: remaining,
    });
    const percent = (share: number | null) => (share === null ? null : share * 100);
    return {
      savings_percentage_vs_on_demand: figures.savingsShare,
      estimated_savings_percentage: percent(figures.savingsShare),
      estimated_roi: percent(figures.returnOnInvestment),
      monthly_saving: figures.monthlySaving,
      monthly_commitment: figures.monthlyCommitment,
      monthly_on_demand: figures.monthlyOnDemand,
      implied_average_on_demand_per_hour: figures.onDemandPerHour,
      hours_per_month: HOURS_PER_MONTH,
    };
  },
  // The averages are printed to a cent.
  inputRounding: key => (key.startsWith('monthly_') ? 0.005 * HOURS_PER_MONTH : 0),
};

/** Capacity, licences, recommendations. */
export const CAPACITY_AND_LICENCE_ANSWERS: readonly Answer[] = [
  CAPACITY_RESERVATION,
  LICENCE,
  RECOMMENDATION,
];
