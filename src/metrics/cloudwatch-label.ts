/** Reads what people put into the label of a CloudWatch series: `CPUUtilization InstanceId=i-0a1 Average`. */

import { isCloudWatchMetric } from './metric-catalogue.ts';
import { type Statistic, statisticOf } from './series.ts';

/** Words of a label, by what they mean. */
export type LabelParts = {
  readonly metric: string | null;
  readonly statistic: Statistic | null;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Words that are none of these: names of resources, perhaps. */
  readonly words: readonly string[];
};

const WORDS_MAX = 40;

/** Splits at spaces, commas, semicolons and bars, and takes apart `name=value`. */
export function partsOfLabel(label: string): LabelParts {
  let metric: string | null = null;
  let statistic: Statistic | null = null;
  const dimensions: [string, string][] = [];
  const words: string[] = [];
  for (const word of label.split(/[\s,;|]+/).slice(0, WORDS_MAX)) {
    const [, name, value] = /^([A-Za-z][\w.-]*)=(.+)$/.exec(word) ?? [];
    if (word === '') continue;
    if (name !== undefined && value !== undefined) dimensions.push([name, value]);
    else if (metric === null && isCloudWatchMetric(word)) metric = word;
    else if (statistic === null && statisticOf(word) !== null) statistic = statisticOf(word);
    else words.push(word);
  }
  return { metric, statistic, dimensions: Object.fromEntries(dimensions), words };
}
