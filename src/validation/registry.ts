/** Every answer, in the order in which they are asked. */

import type { Answer } from './answer.ts';
import { AWS_COMMITMENT_ANSWERS } from './answers/aws-commitments.ts';
import { AZURE_COMMITMENT_ANSWERS } from './answers/azure-commitments.ts';
import { EBS_ANSWERS } from './answers/ebs.ts';
import { FOCUS_ANSWERS } from './answers/focus.ts';
import { GCP_COMMITMENT_ANSWERS } from './answers/gcp-commitments.ts';
import { KUBERNETES_ANSWERS } from './answers/kubernetes.ts';
import { LAMBDA_ANSWERS } from './answers/lambda.ts';
import { LEVER_SAVING_ANSWERS } from './answers/lever-saving.ts';
import { LOGS_ANSWERS } from './answers/logs.ts';
import { METRIC_ANSWERS } from './answers/metrics.ts';
import { NETWORK_ANSWERS } from './answers/network.ts';
import { RELIABILITY_ANSWERS } from './answers/reliability.ts';
import { S3_ANSWERS } from './answers/s3.ts';
import { TIERS_ANSWERS } from './answers/tiers.ts';

/** Answers of all kinds. */
export const ANSWERS: readonly Answer[] = [
  ...EBS_ANSWERS,
  ...S3_ANSWERS,
  ...LAMBDA_ANSWERS,
  ...LOGS_ANSWERS,
  ...NETWORK_ANSWERS,
  ...TIERS_ANSWERS,
  ...KUBERNETES_ANSWERS,
  ...FOCUS_ANSWERS,
  ...AWS_COMMITMENT_ANSWERS,
  ...GCP_COMMITMENT_ANSWERS,
  ...AZURE_COMMITMENT_ANSWERS,
  ...METRIC_ANSWERS,
  ...RELIABILITY_ANSWERS,
  ...LEVER_SAVING_ANSWERS,
];
