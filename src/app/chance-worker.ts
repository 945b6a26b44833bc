/** A worker thread that draws runs of a surrogate: one question, blocks as they are done, and it ends. */

import { parentPort, workerData } from 'node:worker_threads';
import { drawBlock } from '../engine/chance/draw-block.ts';
import type { ChanceWork } from './chance-runner.ts';

const { surrogate, seed, parts }: ChanceWork = workerData;

for (const { from, to } of parts) {
  const block = drawBlock(surrogate, seed, from, to);
  parentPort?.postMessage(block);
}
