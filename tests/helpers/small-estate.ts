/** A small company, its bill and its workloads, opened without files: the real engine under the screens' tests. */

import { createEngineHost } from '../../src/app/engine-host.ts';
import { createSession, type Session } from '../../src/app/session.ts';
import { buildEstate, type Workload } from '../../src/engine/index.ts';
import { openEmbeddedBook } from '../../src/prices/embedded-book.ts';
import { type Company, companySchema } from '../../src/scenario/company.ts';
import { memoryExtract } from './memory-extract.ts';

const REGION = 'us-east-1';
const volume = (gib: number) => ({
  type: 'gp2' as const,
  gib,
  iops: [30, 90, 150, 320],
  mibps: [2, 7, 12, 26],
});

/** About $12k a month: oversized services, idle machines, a staging environment, a database with a standby, cold objects. */
export const SMALL_COMPANY: Company = companySchema.parse({
  schema: 'trimtab/company/1',
  name: 'Tidewater',
  month: '2026-10',
  region: REGION,
  zones: [`${REGION}a`, `${REGION}b`],
  payer: '111122220000',
  accounts: { production: '111122220001', staging: '111122220002' },
  peakHour: 16,
  fleets: [
    {
      workload: 'shop',
      account: 'production',
      name: 'shop-api',
      type: 'm5.4xlarge',
      count: 8,
      cpu: [9, 18, 22, 31],
      memory: [20, 24, 25, 28],
      networkMbps: [120, 300, 380, 600],
      volume: volume(200),
      tags: { env: 'prod', service: 'shop' },
    },
    {
      workload: 'shop',
      account: 'production',
      name: 'shop-classic',
      type: 'm5.2xlarge',
      count: 4,
      cpu: [0.6, 1.2, 1.7, 3.5],
      memory: [8, 9, 9, 11],
      networkMbps: [0.1, 0.4, 0.8, 2],
      volume: volume(300),
      tags: { env: 'prod', service: 'shop' },
    },
    {
      workload: 'staging',
      account: 'staging',
      name: 'staging-app',
      type: 'm6i.2xlarge',
      count: 6,
      cpu: [5, 18, 34, 58],
      memory: [36, 44, 47, 52],
      networkMbps: [20, 90, 180, 400],
      volume: volume(100),
      tags: { env: 'staging', service: 'staging' },
    },
  ],
  databases: [
    {
      workload: 'shop',
      account: 'production',
      name: 'orders',
      class: 'db.r5.2xlarge',
      engine: 'postgresql',
      multiAz: true,
      storage: { type: 'gp3', gib: 500 },
      tags: { env: 'prod', service: 'shop' },
    },
  ],
  buckets: [
    {
      workload: 'archive',
      account: 'production',
      name: 'tidewater-archive',
      gib: 60_000,
      objectKib: 20_000,
      smallObjectPercent: 2,
      ages: [
        { fromDays: 0, percent: 10, readPercent: 100 },
        { fromDays: 30, percent: 20, readPercent: 10 },
        { fromDays: 90, percent: 70, readPercent: 0.5 },
      ],
      tags: { env: 'prod', service: 'archive' },
    },
  ],
  savingsPlans: [
    {
      id: 'plan-1',
      offering: 'compute',
      perHour: 0.6,
      payment: 'no-upfront',
      termYears: 1,
      start: '2026-10-01',
    },
  ],
});

function workload(name: string, rest: Partial<Workload>): Workload {
  return {
    name,
    owner: `Team ${name}`,
    environment: 'production',
    criticality: null,
    slo: null,
    zones: null,
    maxUtilization: 0.8,
    dependencies: [],
    operations: { deploysPerMonth: 8, changeFailureRate: 0.05, autoHeal: true },
    costPerBadMinute: null,
    rtoMinutes: null,
    rpoMinutes: null,
    match: [{ tags: { service: name } }],
    ...rest,
  };
}

/** Workloads of the small company. */
export const SMALL_WORKLOADS: readonly Workload[] = [
  workload('shop', { slo: { objective: 0.999, windowDays: 30 }, rtoMinutes: 60, rpoMinutes: 5 }),
  workload('staging', { environment: 'staging' }),
  workload('archive', {}),
];

const STORY = `Tidewater sells boats on the internet. The bill grew, the sales did not.

- FinOps: "We have one Compute Savings Plan."
- Shop: "shop-classic was replaced in June."`;

/** What can be changed about the small estate. */
export type SmallOptions = {
  readonly company?: Company;
  readonly workloads?: readonly Workload[];
  readonly title?: string;
  readonly story?: string;
};

/** A session on the small estate; open it with any request. */
export function smallSession(options: SmallOptions = {}): Session {
  const book = openEmbeddedBook();
  const { company = SMALL_COMPANY, workloads = SMALL_WORKLOADS } = options;
  const { extract, utilization } = memoryExtract(company, '1', book);
  const estate = buildEstate({ extract, workloads, utilization, book });
  const target = { goal: { kind: 'reduce-by', fraction: 0.3 }, byMonth: 6, basis: 'run-rate' } as const;
  const scenario = {
    id: 'small',
    title: options.title ?? 'Tidewater',
    summary: 'Cut the bill by 30 %.',
    seed: '1',
    folder: '',
    companyFile: '',
    workloadsFile: '',
    businessMetricsFile: null,
    story: options.story ?? STORY,
    target,
    guardrails: {
      maxBreachProbability: 0.05,
      maxBreachIncrease: 0.02,
      protectedWorkloads: [],
      forbiddenLevers: [],
    },
    team: { engineers: 3, engineerDaysPerMonth: 8 },
    assumptions: {},
    plans: { reference: 'reference.yaml' },
  };
  const businessMetrics = { value: [], findings: [] };
  const opened = { estate, extract, scenario, workspace: 'memory', businessMetrics, findings: [] };
  return createSession(createEngineHost(book, async () => opened));
}

/** Any request: the small estate is always the one that opens. */
export const SMALL_REQUEST = {
  scenario: 'small',
  workspace: 'memory',
  cacheFolder: 'memory',
  workloadsFile: null,
  commitmentsFile: null,
  period: null,
  currency: null,
};
