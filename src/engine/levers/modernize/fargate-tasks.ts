/** Usage of Fargate tasks on Linux: vCPUs and memory are sold beside each other and move together. */

import type { UsageShape } from '../../commitments/usage.ts';
import type { MeteredUsage, OtherResource } from '../../estate/estate.ts';

/** vCPU-hours or GB-hours of tasks. */
export type TaskUsage = MeteredUsage & {
  readonly shape: Extract<UsageShape, { readonly kind: 'aws-metered' }>;
};

const LINUX_TASK = /^Fargate-(ARM-)?(vCPU|GB)-Hours/;

/** What Linux tasks used, on either architecture. */
export function tasksOf({ metered }: OtherResource): readonly TaskUsage[] {
  return metered.filter(
    (usage): usage is TaskUsage =>
      usage.shape.kind === 'aws-metered' &&
      usage.shape.service === 'AWSFargate' &&
      LINUX_TASK.test(usage.shape.item) &&
      usage.hours.some(units => units > 0),
  );
}

/** Whether these tasks run on arm64. */
export function isArm({ shape }: TaskUsage): boolean {
  return shape.item.startsWith('Fargate-ARM-');
}
