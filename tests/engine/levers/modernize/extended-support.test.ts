/** Surcharges for old versions of databases and clusters: all of it goes, nothing else does. */

import { describe, expect, test } from 'vitest';
import { billed, meter } from '../../../helpers/billed-meters.ts';
import { database } from '../../estates.ts';
import { answerFor, BOOK, reasonOf, savedBy } from './real-book.ts';

describe('RDS', () => {
  const LEVER = 'rds-extended-support';
  const SURCHARGE = meter('USE1-ExtendedSupport:Yr1-Yr2:PostgreSQL11', 336, 0.1);
  const BACKUP = meter('RDS:ChargedBackupUsage', 100, 0.095);

  test('2 vCPUs for 168 hours at 0.10 cost 33.60, which all goes; the backups stay', () => {
    const old = database('d', { meters: [SURCHARGE, BACKUP] });
    expect(answerFor(LEVER, [old])).toMatchObject({
      why: '336 vCPU-hours of extended support cost $33.60',
      evidence: 'inferred',
      effect: {
        kind: 'remeter',
        meters: [{ usageType: SURCHARGE.usageType, operation: null, factor: 0 }],
        added: [],
      },
      risks: [{ kind: 'change-event', multiplier: 2 }],
    });
    expect(savedBy(LEVER, [old])).toBeCloseTo(33.6, 9);
  });

  test.each([
    ['without the surcharge', [BACKUP], 'is charged no extended support'],
    [
      'for a name that only resembles it',
      [meter('NotExtendedSupport:x', 5, 1)],
      'is charged no extended support',
    ],
    [
      'where it is free',
      [meter('ExtendedSupport:Yr1-Yr2:MySQL5.7', 5, 0)],
      'its extended support costs nothing',
    ],
    [
      'where it is used up',
      [meter('ExtendedSupport:Yr1-Yr2:MySQL5.7', 0, 0)],
      'is charged no extended support',
    ],
  ])('no %s', (_name, meters, reason) => {
    expect(reasonOf(answerFor(LEVER, [database('d', { meters })]))).toBe(reason);
  });
});

describe('EKS', () => {
  const LEVER = 'eks-extended-support';
  const hours = (usageType: string, price: number) =>
    meter(usageType, 168, price, { serviceCode: 'AmazonEKS', unit: 'Hours' });
  const CLUSTER = hours('AmazonEKS-Hours:perCluster', 0.1);

  test('0.50 an hour go, billed beside the cluster or in one meter with it', () => {
    const beside = billed('c', [CLUSTER, hours('AmazonEKS-Hours:extendedSupport', 0.5)]);
    const together = billed('c', [hours('USE1-AmazonEKS-Hours:extendedSupport', 0.6)]);
    expect(savedBy(LEVER, [beside])).toBeCloseTo(0.5 * 168, 9);
    expect(savedBy(LEVER, [together])).toBeCloseTo(0.5 * 168, 9);
    expect(answerFor(LEVER, [together])).toMatchObject({
      effect: {
        added: [{ service: 'eks', item: 'control_plane', component: 'standard_support', quantity: 168 }],
      },
    });
  });

  test.each([
    ['in standard support', billed('c', [CLUSTER]), 'is charged no extended support'],
    [
      'without a price of standard support',
      billed('c', [hours('EUW1-AmazonEKS-Hours:extendedSupport', 0.6)], { region: 'xx-nowhere-9' }),
      'no price of a cluster in standard support in xx-nowhere-9',
    ],
    [
      'at a private price below the standard one',
      billed('c', [hours('AmazonEKS-Hours:extendedSupport', 0.08)]),
      'standard support is no cheaper than what is paid',
    ],
  ])('no %s', (_name, cluster, reason) => {
    expect(reasonOf(answerFor(LEVER, [cluster]))).toBe(reason);
  });

  test('the book has the 0.50', () => {
    const price = (component: string) =>
      BOOK.unitPrice('eks', 'control_plane', component, 'us-east-1')?.price ?? 0;
    expect(price('extended_support') - price('standard_support')).toBeCloseTo(0.5, 9);
  });
});
