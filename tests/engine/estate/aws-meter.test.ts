/** AWS usage types: what each measures, and look-alikes that measure something else. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsMeter } from '../../../src/engine/estate/aws-meter.ts';

const hours = (more: object = {}) => ({
  kind: 'instance-hours',
  instanceType: 'm5.large',
  operatingSystem: 'linux',
  tenancy: 'shared',
  purchase: 'on-demand',
  ...more,
});

describe('EC2 instance-hours', () => {
  test.each([
    ['BoxUsage:m5.large', 'RunInstances', hours()],
    ['USW2-BoxUsage:m5.large', 'RunInstances', hours()],
    ['EU-BoxUsage:m5.large', 'RunInstances', hours()],
    ['EUC1-BoxUsage:m5.large', 'RunInstances', hours()],
    ['APN1-BoxUsage:u-6tb1.112xlarge', 'RunInstances', hours({ instanceType: 'u-6tb1.112xlarge' })],
    ['USE2-BoxUsage:m7g.metal', null, hours({ instanceType: 'm7g.metal' })],
    ['BoxUsage', 'RunInstances', hours({ instanceType: 'm1.small' })],
    ['BoxUsage:m5.large', 'RunInstances:0002', hours({ operatingSystem: 'windows' })],
    ['BoxUsage:m5.large', 'RunInstances:0010', hours({ operatingSystem: 'rhel' })],
    ['BoxUsage:m5.large', 'RunInstances:000g', hours({ operatingSystem: 'suse' })],
    // With a database licence an hour costs several times as much: no price list of plain Windows or Red Hat applies.
    ['BoxUsage:m5.large', 'RunInstances:0006', hours({ operatingSystem: 'windows-sql-standard' })],
    ['BoxUsage:m5.large', 'RunInstances:0102', hours({ operatingSystem: 'windows-sql-enterprise' })],
    ['BoxUsage:m5.large', 'RunInstances:0202', hours({ operatingSystem: 'windows-sql-web' })],
    ['BoxUsage:m5.large', 'RunInstances:0004', hours({ operatingSystem: 'linux-sql-standard' })],
    ['BoxUsage:m5.large', 'RunInstances:0100', hours({ operatingSystem: 'linux-sql-enterprise' })],
    ['BoxUsage:m5.large', 'RunInstances:0200', hours({ operatingSystem: 'linux-sql-web' })],
    ['BoxUsage:m5.large', 'RunInstances:0014', hours({ operatingSystem: 'other' })],
    ['BoxUsage:m5.large', 'RunInstances:0800', hours({ operatingSystem: 'other' })],
    ['SpotUsage:m5.large', 'RunInstances:SV001', hours({ purchase: 'spot' })],
    [
      'EU-SpotUsage:m5.large',
      'RunInstances:0002:SV001',
      hours({ purchase: 'spot', operatingSystem: 'windows' }),
    ],
    ['DedicatedUsage:m5.large', 'RunInstances', hours({ tenancy: 'dedicated' })],
    ['HostBoxUsage:m5.large', 'RunInstances', hours({ tenancy: 'host' })],
  ])('%s, %s', (usageType, operation, expected) => {
    expect(awsMeter('AmazonEC2', usageType, operation)).toEqual(expected);
  });
});

describe('EBS', () => {
  test.each([
    ['EBS:VolumeUsage.gp2', { kind: 'volume-storage', volumeType: 'gp2' }],
    ['USW2-EBS:VolumeUsage.gp3', { kind: 'volume-storage', volumeType: 'gp3' }],
    ['EU-EBS:VolumeUsage.piops', { kind: 'volume-storage', volumeType: 'io1' }],
    ['EBS:VolumeUsage.io2', { kind: 'volume-storage', volumeType: 'io2' }],
    ['EBS:VolumeUsage.st1', { kind: 'volume-storage', volumeType: 'st1' }],
    ['EBS:VolumeUsage', { kind: 'volume-storage', volumeType: 'standard' }],
    ['EBS:VolumeP-IOPS.gp3', { kind: 'volume-iops', volumeType: 'gp3' }],
    ['EBS:VolumeP-IOPS.piops', { kind: 'volume-iops', volumeType: 'io1' }],
    ['EBS:VolumeP-Throughput.gp3', { kind: 'volume-throughput', volumeType: 'gp3' }],
  ])('%s', (usageType, expected) => {
    expect(awsMeter('AmazonEC2', usageType, 'CreateVolume-Gp2')).toEqual(expected);
  });
});

describe('S3', () => {
  test.each([
    ['TimedStorage-ByteHrs', 'STANDARD'],
    ['USW2-TimedStorage-ByteHrs', 'STANDARD'],
    ['TimedStorage-SIA-ByteHrs', 'STANDARD_IA'],
    ['TimedStorage-ZIA-ByteHrs', 'ONEZONE_IA'],
    ['EUC1-TimedStorage-INT-FA-ByteHrs', 'INT_FREQUENT'],
    ['TimedStorage-INT-IA-ByteHrs', 'INT_INFREQUENT'],
    ['TimedStorage-INT-AIA-ByteHrs', 'INT_ARCHIVE_INSTANT'],
    ['TimedStorage-GIR-ByteHrs', 'GLACIER_IR'],
    ['TimedStorage-GlacierByteHrs', 'GLACIER_FLEXIBLE'],
    ['TimedStorage-GDA-ByteHrs', 'DEEP_ARCHIVE'],
  ])('%s is storage in %s', (usageType, storageClass) => {
    expect(awsMeter('AmazonS3', usageType, 'StandardStorage')).toEqual({
      kind: 'bucket-storage',
      storageClass,
    });
  });

  test('Monitoring-Automation-INT is the monitoring fee', () => {
    expect(awsMeter('AmazonS3', 'EU-Monitoring-Automation-INT', null)).toEqual({ kind: 'bucket-monitoring' });
  });
});

describe('RDS', () => {
  const database = (engine: string, multiAz = false) => ({
    kind: 'database-hours',
    instanceClass: 'db.r6g.large',
    engine,
    multiAz,
  });

  test.each([
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0002', database('mysql')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0014', database('postgresql')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0016', database('aurora-mysql')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0018', database('mariadb')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0021', database('aurora-postgresql')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0010', database('sqlserver-ex')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0011', database('sqlserver-web')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0012', database('sqlserver-se')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0015', database('sqlserver-ee')],
    ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0009', database('other-engine')],
    ['InstanceUsage:db.r6g.large', null, database('other-engine')],
    ['EU-Multi-AZUsage:db.r6g.large', 'CreateDBInstance:0014', database('postgresql', true)],
    [
      'RDS:GP2-Storage',
      'CreateDBInstance:0014',
      { kind: 'database-storage', storageType: 'gp2', multiAz: false },
    ],
    [
      'USE2-RDS:Multi-AZ-GP3-Storage',
      'CreateDBInstance:0014',
      { kind: 'database-storage', storageType: 'gp3', multiAz: true },
    ],
    ['RDS:PIOPS-Storage', null, { kind: 'database-storage', storageType: 'io1', multiAz: false }],
    ['RDS:StorageUsage', null, { kind: 'database-storage', storageType: 'magnetic', multiAz: false }],
    ['RDS:Multi-AZ-StorageUsage', null, { kind: 'database-storage', storageType: 'magnetic', multiAz: true }],
  ])('%s, %s', (usageType, operation, expected) => {
    expect(awsMeter('AmazonRDS', usageType, operation)).toEqual(expected);
  });
});

describe('is nothing that a lever may change', () => {
  test.each([
    ['AmazonRoute53', 'DNS-Queries'],
    ['AmazonEC2', 'DNS-Queries'],
    ['AmazonEC2', 'NatGateway-Hours'],
    ['AmazonEC2', 'EBS:SnapshotUsage'],
    ['AmazonEC2', 'EBSOptimized:m1.large'],
    ['AmazonEC2', 'EBS:VolumeIOUsage'],
    ['AmazonEC2', 'EBS:VolumeP-IOPS.io2.tier2'],
    ['AmazonEC2', 'UnusedBox:m5.large'],
    ['AmazonEC2', 'ReservedBoxUsage:m5.large'],
    ['AmazonEC2', 'HeavyUsage:m5.large'],
    ['AmazonEC2', 'CPUCredits:t3'],
    ['AmazonEC2', 'DataTransfer-Out-Bytes'],
    ['AmazonEC2', 'BoxUsage:m5.large;DROP'],
    ['AmazonEC2', ' BoxUsage:m5.large'],
    ['AmazonEC2', 'BoxUsage:M5.LARGE'],
    ['AmazonEC2', 'TimedStorage-ByteHrs'],
    ['AmazonS3', 'BoxUsage:m5.large'],
    ['AmazonS3', 'TimedStorage-RRS-ByteHrs'],
    ['AmazonS3', 'TimedStorage-SIA-SmObjects'],
    ['AmazonS3', 'TimedStorage-GlacierStaging'],
    ['AmazonS3', 'EarlyDelete-SIA'],
    ['AmazonS3', 'Requests-Tier1'],
    ['AmazonRDS', 'InstanceUsage:cache.m5.large'],
    ['AmazonRDS', 'RDS:ChargedBackupUsage'],
    ['AmazonRDS', 'Aurora:StorageUsage'],
    ['AmazonElastiCache', 'NodeUsage:cache.m5.large'],
    ['AmazonSageMaker', 'BoxUsage:m5.large'],
    [null, 'BoxUsage:m5.large'],
    ['AmazonEC2', ''],
    ['AmazonEC2', null],
    ['constructor', 'constructor'],
  ])('%s %s', (serviceCode, usageType) => {
    expect(awsMeter(serviceCode, usageType, 'RunInstances')).toEqual({ kind: 'other' });
  });
});

test('the Region never changes what is measured', () => {
  const prefixes = [
    '',
    'USW1-',
    'USW2-',
    'USE2-',
    'EU-',
    'EUC1-',
    'EUW3-',
    'APS1-',
    'APN1-',
    'SAE1-',
    'CAN1-',
    'UGW1-',
    'MES1-',
    'AFS1-',
  ];
  const meters = [
    ['AmazonEC2', 'BoxUsage:c7g.xlarge'],
    ['AmazonEC2', 'EBS:VolumeUsage.gp3'],
    ['AmazonS3', 'TimedStorage-SIA-ByteHrs'],
    ['AmazonRDS', 'Multi-AZUsage:db.m5.large'],
    ['AmazonEC2', 'DNS-Queries'],
  ] as const;
  for (const [code, usageType] of meters)
    for (const prefix of prefixes)
      expect(awsMeter(code, prefix + usageType, null)).toEqual(awsMeter(code, usageType, null));
});

test('any text gets an answer', () => {
  const codes = fc.constantFrom('AmazonEC2', 'AmazonS3', 'AmazonRDS');
  fc.assert(
    fc.property(codes, fc.string(), fc.option(fc.string()), (code, usageType, operation) => {
      expect(awsMeter(code, usageType, operation).kind).toBeTypeOf('string');
    }),
  );
});
