/** Whose charge it is: AWS's, a support plan's, a seller's. */

import { expect, test } from 'vitest';
import { isMarketplace, supportPlanOf } from '../../../../src/engine/levers/contract/aws-contract.ts';
import { meter } from '../../../helpers/billed-meters.ts';
import { other } from '../../estates.ts';

test.each([
  ['AWSSupportEnterprise', 'AWS Support (Enterprise)', 'enterprise'],
  ['AWSEnterpriseOnRamp', 'AWS Enterprise On-Ramp', 'enterprise_on_ramp'],
  ['AWSSupportBusiness', 'AWS Support (Business)', 'business'],
  ['AWSDeveloperSupport', 'AWS Developer Support', 'developer'],
  [null, 'AWS Support (Business)', 'business'],
  ['AmazonEC2', 'Business Objects', null],
  ['AWSSupportSomething', 'AWS Support', null],
] as const)('%s, %s: plan %s', (serviceCode, serviceName, expected) => {
  expect(supportPlanOf(other('x', '1', { serviceCode, serviceName }))).toBe(expected);
});

test.each([
  ['8vl1fhxyqgl2c5x1p7vdlb6dx', 'Datadog Pro', 'Usage', true],
  ['AWSMarketplace', 'Datadog Pro', 'Usage', true],
  [null, 'AWS Marketplace', 'Usage', true],
  [null, 'Datadog Pro', 'USE1-MP:contract-Units', true],
  ['AmazonEC2', 'Amazon Elastic Compute Cloud', 'BoxUsage:m5.large', false],
  ['awskms', 'AWS Key Management Service', 'KMS-Keys', false],
] as const)('%s, %s, %s: a seller’s charge is %s', (serviceCode, serviceName, usageType, expected) => {
  const resource = other('x', '1', { serviceCode, serviceName, meters: [meter(usageType, 1, 1)] });

  expect(isMarketplace(resource)).toBe(expected);
});
