/** Reads an AWS usage type: what is metered, and of what. `USW2-BoxUsage:m5.large` is an hour of an m5.large. */

import type { OperatingSystem, Tenancy } from './estate.ts';

/** What one line of an AWS bill measures. */
export type Meter =
  | {
      readonly kind: 'instance-hours';
      readonly instanceType: string;
      readonly operatingSystem: OperatingSystem;
      readonly tenancy: Tenancy;
      readonly purchase: 'on-demand' | 'spot';
    }
  | { readonly kind: 'volume-storage'; readonly volumeType: string }
  | { readonly kind: 'volume-iops'; readonly volumeType: string }
  | { readonly kind: 'volume-throughput'; readonly volumeType: string }
  | { readonly kind: 'bucket-storage'; readonly storageClass: string }
  | { readonly kind: 'bucket-monitoring' }
  | {
      readonly kind: 'database-hours';
      readonly instanceClass: string;
      readonly engine: string;
      readonly multiAz: boolean;
    }
  | { readonly kind: 'database-storage'; readonly storageType: string; readonly multiAz: boolean }
  | { readonly kind: 'other' };

const OTHER: Meter = { kind: 'other' };

/** Region prefix of a usage type (`USE2-`, `EU-`, `APS1-`); us-east-1 has none. */
const REGION_PREFIX = /^[A-Z]{2,4}\d?-(?=[A-Z])/;

/**
 * Operation codes of RunInstances that stand for a licence (EC2 user guide, "AMI billing information"). Red Hat with a database
 * licence (0014 is SQL Server Standard) is left to `other`: the price of the plain system is not its own.
 */
const OPERATING_SYSTEMS: Readonly<Record<string, OperatingSystem>> = {
  '': 'linux',
  '0002': 'windows',
  '0010': 'rhel',
  '1010': 'rhel',
  '000g': 'suse',
  '0202': 'windows-sql-web',
  '0006': 'windows-sql-standard',
  '0102': 'windows-sql-enterprise',
  '0200': 'linux-sql-web',
  '0004': 'linux-sql-standard',
  '0100': 'linux-sql-enterprise',
};

/**
 * Operation codes of CreateDBInstance by engine (RDS; SQL Server with its licence included). Oracle and engines with a licence
 * of one's own are left to `other-engine`.
 */
const DATABASE_ENGINES: Readonly<Record<string, string>> = {
  '0002': 'mysql',
  '0010': 'sqlserver-ex',
  '0011': 'sqlserver-web',
  '0012': 'sqlserver-se',
  '0014': 'postgresql',
  '0015': 'sqlserver-ee',
  '0016': 'aurora-mysql',
  '0018': 'mariadb',
  '0021': 'aurora-postgresql',
};

/** The volume type of a usage type's suffix; magnetic volumes have none, io1 is called piops. */
function volumeTypeOf(suffix: string | undefined): string {
  if (suffix === undefined) return 'standard';
  return suffix === 'piops' ? 'io1' : suffix;
}

function instanceMeter(usageType: string, operation: string): Meter | null {
  const match = /^(BoxUsage|SpotUsage|DedicatedUsage|HostBoxUsage)(?::([a-z0-9-]+\.[a-z0-9-]+))?$/.exec(
    usageType,
  );
  if (!match) return null;
  const [, meter, instanceType = 'm1.small'] = match;
  const code = /^RunInstances(?::(?:SV\d+|([0-9a-z]{4})))?/.exec(operation)?.[1] ?? '';
  return {
    kind: 'instance-hours',
    instanceType,
    operatingSystem: OPERATING_SYSTEMS[code] ?? 'other',
    tenancy: meter === 'DedicatedUsage' ? 'dedicated' : meter === 'HostBoxUsage' ? 'host' : 'shared',
    purchase: meter === 'SpotUsage' ? 'spot' : 'on-demand',
  };
}

function volumeMeter(usageType: string): Meter | null {
  const match = /^EBS:Volume(Usage|P-IOPS|P-Throughput)(?:\.([a-z0-9]+))?$/.exec(usageType);
  if (!match) return null;
  const volumeType = volumeTypeOf(match[2]);
  if (match[1] === 'Usage') return { kind: 'volume-storage', volumeType };
  return match[1] === 'P-IOPS'
    ? { kind: 'volume-iops', volumeType }
    : { kind: 'volume-throughput', volumeType };
}

/** Storage classes by the part of a TimedStorage usage type. */
const STORAGE_CLASSES: Readonly<Record<string, string>> = {
  '': 'STANDARD',
  SIA: 'STANDARD_IA',
  ZIA: 'ONEZONE_IA',
  'INT-FA': 'INT_FREQUENT',
  'INT-IA': 'INT_INFREQUENT',
  'INT-AIA': 'INT_ARCHIVE_INSTANT',
  GIR: 'GLACIER_IR',
  Glacier: 'GLACIER_FLEXIBLE',
  GDA: 'DEEP_ARCHIVE',
};

function bucketMeter(usageType: string): Meter | null {
  if (usageType === 'Monitoring-Automation-INT') return { kind: 'bucket-monitoring' };
  const match = /^TimedStorage-(?:(SIA|ZIA|INT-FA|INT-IA|INT-AIA|GIR|GDA)-|(Glacier))?ByteHrs$/.exec(
    usageType,
  );
  const storageClass = match && STORAGE_CLASSES[match[1] ?? match[2] ?? ''];
  return storageClass ? { kind: 'bucket-storage', storageClass } : null;
}

/** RDS storage types by the part of the usage type. */
const DATABASE_STORAGE: Readonly<Record<string, string>> = {
  '': 'magnetic',
  GP2: 'gp2',
  GP3: 'gp3',
  PIOPS: 'io1',
};

function databaseMeter(usageType: string, operation: string): Meter | null {
  const hours = /^(InstanceUsage|Multi-AZUsage):(db\.[a-z0-9.-]+)$/.exec(usageType);
  if (hours?.[2]) {
    const code = /^CreateDBInstance:(\d{4})/.exec(operation)?.[1] ?? '';
    return {
      kind: 'database-hours',
      instanceClass: hours[2],
      engine: DATABASE_ENGINES[code] ?? 'other-engine',
      multiAz: hours[1] === 'Multi-AZUsage',
    };
  }
  const storage = /^RDS:(Multi-AZ-)?(?:(GP2|GP3|PIOPS)-Storage|StorageUsage)$/.exec(usageType);
  const storageType = storage && DATABASE_STORAGE[storage[2] ?? ''];
  return storageType ? { kind: 'database-storage', storageType, multiAz: storage[1] !== undefined } : null;
}

/** What a usage type measures; `other` for everything that no lever changes yet. */
export function awsMeter(
  serviceCode: string | null,
  usageType: string | null,
  operation: string | null,
): Meter {
  if (!usageType) return OTHER;
  const meter = usageType.replace(REGION_PREFIX, '');
  switch (serviceCode) {
    case 'AmazonEC2':
      return instanceMeter(meter, operation ?? '') ?? volumeMeter(meter) ?? OTHER;
    case 'AmazonS3':
      return bucketMeter(meter) ?? OTHER;
    case 'AmazonRDS':
      return databaseMeter(meter, operation ?? '') ?? OTHER;
    default:
      return OTHER;
  }
}
