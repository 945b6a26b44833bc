/** What SKUs of Google Cloud are to commitments. */

import { describe, expect, test } from 'vitest';
import { gcpCommittable } from '../../../../src/engine/estate/meters/gcp-committable.ts';

function read(description: string | null, serviceName = 'Compute Engine') {
  return gcpCommittable(serviceName, description, 'n2-standard-4', 'europe-west1', 'europe-west1-b');
}

test.each([
  ['N2 Instance Core running in EMEA', 'n2', 'vcpu'],
  ['N2 Instance Ram running in EMEA', 'n2', 'memory-gib'],
  ['N2 Custom Instance Core running in EMEA', 'n2', 'vcpu'],
  ['N2D AMD Instance Core running in Frankfurt', 'n2d', 'vcpu'],
  ['N2D AMD Custom Instance Ram running in Frankfurt', 'n2d', 'memory-gib'],
  ['N1 Predefined Instance Core running in Americas', 'n1', 'vcpu'],
  ['N1 Predefined Instance Ram running in Americas', 'n1', 'memory-gib'],
  ['Custom Instance Core running in Americas', 'n1', 'vcpu'],
  ['E2 Instance Core running in Belgium', 'e2', 'vcpu'],
  ['T2A Arm Instance Ram running in Iowa', 't2a', 'memory-gib'],
  ['Compute optimized Core running in Americas', 'c2', 'vcpu'],
  ['Compute optimized Ram running in Americas', 'c2', 'memory-gib'],
  ['C2D AMD Instance Core running in Americas', 'c2d', 'vcpu'],
  ['Memory-optimized Instance Core running in Americas', 'm1', 'vcpu'],
  ['M3 Memory-optimized Instance Ram running in Americas', 'm3', 'memory-gib'],
  ['A2 Instance Core running in Americas', 'a2', 'vcpu'],
  ['C4A Arm Instance Core running in Iowa', 'c4a', 'vcpu'],
  ['Micro Instance with burstable CPU running in Americas', 'f1', 'vcpu'],
  ['Small Instance with 1 VCPU running in Americas', 'g1', 'vcpu'],
])('%s is %s %s', (description, series, resource) => {
  expect(read(description)).toEqual({
    unit: resource === 'vcpu' ? 'vcpu-hour' : 'gib-hour',
    shape: {
      kind: 'gcp-resource',
      series,
      region: 'europe-west1',
      zone: 'europe-west1-b',
      machineType: 'n2-standard-4',
      resource,
      sku: description,
      product: 'compute',
    },
  });
});

test.each([
  ['Cloud SQL for PostgreSQL: Regional - vCPU in Belgium', 'Cloud SQL', 'cloud-sql'],
  ['Cloud SQL for MySQL: Zonal - RAM in Belgium', 'Cloud SQL', 'cloud-sql'],
  ['Autopilot Pod mCPU Requests (europe-west1)', 'Kubernetes Engine', 'gke'],
  ['CPU Allocation Time', 'Cloud Run', 'cloud-run'],
  ['Spanner Regional Node', 'Cloud Spanner', 'cloud-spanner'],
])('%s of %s is on the list of %s', (sku, serviceName, product) => {
  expect(read(sku, serviceName)).toMatchObject({
    shape: { kind: 'gcp-metered', product, region: 'europe-west1', sku },
  });
});

describe('no commitment covers', () => {
  test.each([
    ['Spot Preemptible N2 Instance Core running in EMEA', 'Compute Engine'],
    ['Preemptible N1 Predefined Instance Ram running in Americas', 'Compute Engine'],
    ['Licensing Fee for Windows Server 2019 Datacenter Edition (CPU cost)', 'Compute Engine'],
    ['N1 Custom Extended Instance Ram running in EMEA', 'Compute Engine'],
    ['Sole Tenancy Premium for N2 Sole Tenancy Instance Core running in EMEA', 'Compute Engine'],
    ['Commitment v1: N2 Cpu in EMEA for 1 Year', 'Compute Engine'],
    ['Nvidia Tesla T4 GPU running in EMEA', 'Compute Engine'],
    ['SSD backed Local Storage in Belgium', 'Compute Engine'],
    ['Storage PD Capacity', 'Compute Engine'],
    ['Network Internet Data Transfer Out from EMEA to EMEA', 'Compute Engine'],
    ['External IP Charge on a Standard VM', 'Compute Engine'],
    ['Cloud SQL for MySQL: Zonal - Standard storage in Belgium', 'Cloud SQL'],
    ['Network Internet Egress from Belgium', 'Cloud SQL'],
    ['Regional Kubernetes Clusters', 'Kubernetes Engine'],
    ['Spanner Regional Storage', 'Cloud Spanner'],
    ['N2 Instance Core running in EMEA', 'BigQuery'],
    ['Something running in EMEA', 'Compute Engine'],
    ['anything', 'constructor'],
  ])('%s of %s', (description, serviceName) => {
    expect(read(description, serviceName)).toBeNull();
  });

  test('a line without a SKU', () => {
    expect(read(null)).toBeNull();
  });
});
