/** Google Cloud usage that a commitment may cover, by the description of its SKU: `N2 Instance Core running in Americas`. */

import type { Committable } from './aws-committable.ts';

/** Series without their own word: the first generation is called predefined or custom. */
const SERIES =
  /^(?:Custom |Commitment v1: )?(?:Spot Preemptible |Preemptible )?([A-Z]\d[A-Z]?)(?: AMD| Arm| ARM)?\b/;

/** Products with spend-based commitments, by service name (Google "Spend-based committed use discounts"). */
const SPEND_PRODUCTS: Readonly<Record<string, string>> = {
  'Cloud SQL': 'cloud-sql',
  'Cloud Run': 'cloud-run',
  'Cloud Spanner': 'cloud-spanner',
  'Kubernetes Engine': 'kubernetes-engine',
};

/** Share of usage that may be covered: the unit tells the resource. */
function resourceOf(description: string): 'vcpu' | 'memory-gib' | null {
  if (/\bCore\b/.test(description)) return 'vcpu';
  return /\b(Ram|RAM|Memory)\b/.test(description) ? 'memory-gib' : null;
}

/** What a line of usage is to commitments; null for what none covers (spot, disks, transfer, licences). */
export function gcpCommittable(
  serviceName: string,
  description: string | null,
  machineType: string | null,
  region: string | null,
  zone: string | null,
): Committable | null {
  if (
    description === null ||
    /\b(Spot|Preemptible|Licensing|License|Sole Tenancy|Premium)\b/i.test(description)
  )
    return null;
  const product = SPEND_PRODUCTS[serviceName];
  if (product !== undefined) {
    const shape = { kind: 'gcp-metered', product, region: region ?? '', sku: description } as const;
    return { unit: 'hour', shape };
  }
  if (serviceName !== 'Compute Engine' || !/running in/i.test(description)) return null;
  const resource = resourceOf(description);
  if (resource === null) return null;
  const series = /\b(Micro|Small) Instance\b/i.test(description)
    ? 'shared-core'
    : (SERIES.exec(description)?.[1]?.toLowerCase() ?? 'n1');
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
