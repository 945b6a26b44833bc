/** What the levers on network, file storage, backups and logs share: meters of an AWS bill by name, and what changing them saves. */

import { remeter } from '../../apply-meters.ts';
import type { RemeterEffect } from '../../effect.ts';
import type { MeterUse, Resource, ResourceBase, UnitUsage } from '../../estate/estate.ts';
import { type Ineligible, no } from '../../lever.ts';
import { booleanParam, type NumberParam, numberParam } from '../../lever-params.ts';
import { meterCost } from '../../pricing/meter-cost.ts';
import type { RateCard } from '../../rate-card.ts';

/** Region prefix of a usage type (`USE2-`, `EU-`); us-east-1 often has none. */
const REGION_PREFIX = /^[A-Z]{2,4}\d?-(?=[A-Z])/;

/** A meter by its usage type without the Region, and by its service where several services use the same name. */
export type MeterName = {
  readonly usageType: RegExp;
  readonly service?: RegExp;
  readonly notService?: RegExp;
};

const CLOUDWATCH = /cloudwatch/i;
const EFS = /^AmazonEFS$|Elastic File System/i;

/** Meters of AWS bills (AWS billing guides of VPC, EFS, CloudWatch and Backup). */
export const METERS = {
  natBytes: { usageType: /^NatGateway-Bytes$/ },
  crossZone: { usageType: /^DataTransfer-(Regional|xAZ-In|xAZ-Out)-Bytes$/ },
  // CloudFront names its own traffic alike.
  internetEgress: { usageType: /^DataTransfer-Out-Bytes$/, notService: /cloudfront/i },
  transitHours: { usageType: /^TransitGateway-Hours$/ },
  transitBytes: { usageType: /^TransitGateway-Bytes$/ },
  logIngestion: { usageType: /^DataProcessing-Bytes$/, service: CLOUDWATCH },
  logStorage: { usageType: /^TimedStorage-ByteHrs$/, service: CLOUDWATCH },
  vendedLogs: { usageType: /^VendedLog-Bytes$/, service: CLOUDWATCH },
  customMetrics: { usageType: /^CW:MetricMonitorUsage$/ },
  efsStandard: { usageType: /^TimedStorage-ByteHrs$/, service: EFS },
  efsInfrequent: { usageType: /^IATimedStorage(-ET)?-ByteHrs$/, service: EFS },
  vaultBackups: { usageType: /^WarmStorage-ByteHrs-/ },
  databaseBackups: { usageType: /^(RDS:ChargedBackupUsage|Aurora:BackupUsage)$/ },
  infrequentRetrieval: { usageType: /^Retrieval-SIA$/ },
} as const satisfies Readonly<Record<string, MeterName>>;

/** Meters of a resource that have this name and still count something. */
export function metersNamed(resource: ResourceBase, name: MeterName): readonly MeterUse[] {
  return resource.meters.filter(({ usageType, serviceCode, quantity }) => {
    const service = serviceCode ?? resource.serviceName;
    return (
      quantity > 0 &&
      name.usageType.test(usageType.replace(REGION_PREFIX, '')) &&
      (name.service?.test(service) ?? true) &&
      !(name.notService?.test(service) ?? false)
    );
  });
}

/** Units and USD of some meters together. */
export function totalOf(meters: readonly MeterUse[]): { readonly quantity: number; readonly cost: number } {
  return {
    quantity: meters.reduce((total, { quantity }) => total + quantity, 0),
    cost: meters.reduce((total, { cost }) => total + cost, 0),
  };
}

/** A share that is nobody's published number, in percent. */
export function shareParam(param: Pick<NumberParam, 'label' | 'description' | 'default'>): NumberParam {
  return numberParam({ unit: '%', min: 0, max: 100, step: 5, ...param });
}

/** Whether the shares of a move were measured: they are assumptions unless somebody says so. */
export function measuredParam(how: string) {
  return booleanParam({
    label: 'Measured',
    unit: '',
    description: `Say yes when the shares above were measured (${how}); they are assumptions otherwise.`,
    default: false,
  });
}

/** Entry of `added` that counts nothing: it tells a second move of the same lever that a first one was here. */
export function traceOf(leverId: string): UnitUsage {
  return { service: 'move', item: leverId, component: '', region: '', quantity: 0 };
}

/** Whether a move of this lever has changed the resource already. */
export function wasChangedBy(resource: ResourceBase, leverId: string): boolean {
  return resource.added.some(({ service, item }) => service === 'move' && item === leverId);
}

/** The answer to a second move of the same lever. */
export const ALREADY = no('an earlier move of the plan does this already');

/** Meters with what is left of each, 0..1. */
export type Cut = { readonly meters: readonly MeterUse[]; readonly left: number };

/** The effect of cutting meters, with its trace. */
export function cutMeters(
  resource: Resource,
  leverId: string,
  change: RemeterEffect['change'],
  cuts: readonly Cut[],
  more: Partial<Pick<RemeterEffect, 'added' | 'once'>> = {},
): RemeterEffect {
  const { added = [], once = [] } = more;
  return {
    kind: 'remeter',
    resourceId: resource.id,
    change,
    meters: cuts.flatMap(({ meters, left }) =>
      meters.map(({ usageType, operation }) => ({ usageType, operation, factor: left })),
    ),
    added: [...added, traceOf(leverId)],
    once,
  };
}

export const dollars = (amount: number) =>
  `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
export const whole = (amount: number) => Math.round(amount).toLocaleString('en-US');

/** USD that an effect on meters saves in the period, what takes their place paid for; the answer no when it saves nothing or a price is unknown. */
export function savedBy(
  resource: Resource,
  effect: RemeterEffect,
  rates: RateCard,
): { readonly saved: number } | Ineligible {
  for (const { service, item, component, region, quantity } of [...effect.added, ...effect.once]) {
    if (quantity > 0 && rates.unitPrice(service, item, component, region) === null)
      return no(`no price of ${service} ${item} ${component} in ${region || 'this region'}`);
  }
  const before = meterCost(resource, rates);
  const after = meterCost(remeter(resource, effect), rates);
  if (before === null || after === null) return no('no price of what earlier moves have put in its place');
  const saved = (before - after) * resource.contractFactor;
  if (saved > 0) return { saved };
  return no(
    saved === 0 ? 'nothing would change' : `what takes its place costs ${dollars(-saved)} more than it saves`,
  );
}
