/** Google Cloud usage that a commitment may cover, by the description of its SKU: `N2 Instance Core running in Americas`. */

import type { Committable } from './aws-committable.ts';

/** What no commitment covers, whatever service it is of (spot, licences, premiums for sole tenancy, reserved time slots). */
const NEVER = /\b(Spot|Preemptible|Licensing|License|Sole Tenancy|Premium|DWS|Calendar Mode|Commitment)\b/i;

/** Memory beyond the ratio of a machine has no commitment price in the lists: an assumption that none covers it. */
const EXTENDED = /\bExtended\b/i;

/** Series whose SKUs have a name instead of the series. */
const NAMED_SERIES: readonly (readonly [pattern: RegExp, series: string])[] = [
  [/^Compute optimized\b/i, 'c2'],
  // M3 and later carry their own name.
  [/^Memory[- ]optimized\b/i, 'm1'],
  [/^Micro Instance\b/i, 'f1'],
  [/^Small Instance\b/i, 'g1'],
  // The first generation: `N1 Predefined Instance Core`, and `Custom Instance Core`.
  [/^(N1 )?(Predefined|Custom)\b/i, 'n1'],
];

/** `n2` of `N2 Custom Instance Core` or of `Commitment v1: N2 Cpu`; null where the text names none. */
const SERIES = /^([A-Z]\d+[A-Z]?)\b/i;

/** Machine series that a SKU is of; null where its text names none. @param text the SKU without what stands before the series */
export function gcpSeriesOf(text: string): string | null {
  const named = NAMED_SERIES.find(([pattern]) => pattern.test(text));
  return named ? named[1] : (SERIES.exec(text)?.[1]?.toLowerCase() ?? null);
}

/** The unit tells the resource. Accelerators and local disks are sold by type, which commitments here do not tell apart. */
function resourceOf(description: string): 'vcpu' | 'memory-gib' | null {
  if (/\b(GPU|SSD|Disk|Storage)\b/i.test(description)) return null;
  if (/\b(Core|VCPU|CPU)\b/i.test(description)) return 'vcpu';
  return /\b(Ram|Memory)\b/i.test(description) ? 'memory-gib' : null;
}

/**
 * Products with spend-based commitments by service name, and the SKUs that they cover (Google Cloud, "Spend-based committed
 * use discounts", 2022-2026): compute capacity, no storage, backup, network or fees.
 */
const SPEND_PRODUCTS: Readonly<Record<string, { readonly product: string; readonly covered: RegExp }>> = {
  'Cloud SQL': { product: 'cloud-sql', covered: /\b(vCPU|RAM)\b/i },
  'Cloud Run': { product: 'cloud-run', covered: /\b(CPU|Memory|Requests)\b/i },
  'Cloud Spanner': {
    product: 'cloud-spanner',
    covered: /\b(Node|Nodes|Processing Units?|Compute Capacity)\b/i,
  },
  'Kubernetes Engine': { product: 'gke', covered: /^Autopilot\b/i },
};

const NOT_CAPACITY = /\b(storage|backup|network|egress|ingress|transfer|IP address|snapshot)\b/i;

function spendCommittable(serviceName: string, description: string, region: string): Committable | null {
  const found = Object.hasOwn(SPEND_PRODUCTS, serviceName) ? SPEND_PRODUCTS[serviceName] : undefined;
  if (!found?.covered.test(description) || NOT_CAPACITY.test(description)) return null;
  return { unit: 'unit', shape: { kind: 'gcp-metered', product: found.product, region, sku: description } };
}

/** What a line of usage is to commitments; null for what none covers (spot, disks, transfer, licences). */
export function gcpCommittable(
  serviceName: string,
  description: string | null,
  machineType: string | null,
  region: string | null,
  zone: string | null,
): Committable | null {
  if (description === null || NEVER.test(description) || EXTENDED.test(description)) return null;
  if (serviceName !== 'Compute Engine') return spendCommittable(serviceName, description, region ?? '');
  if (!/\brunning in\b/i.test(description)) return null;
  const resource = resourceOf(description);
  const series = gcpSeriesOf(description);
  if (resource === null || series === null) return null;
  return {
    unit: resource === 'vcpu' ? 'vcpu-hour' : 'gib-hour',
    shape: {
      kind: 'gcp-resource',
      series,
      region: region ?? '',
      zone,
      machineType,
      resource,
      sku: description,
      product: 'compute',
    },
  };
}
