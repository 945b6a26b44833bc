/** The worker thread behind the screens: answers questions about one estate, one after the other, and can be told to stop. */

import { parentPort } from 'node:worker_threads';
import { UserError } from '../engine/index.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import type { WorkerAnswer, WorkerQuestion } from './engine-client.ts';
import { createEngineHost } from './engine-host.ts';

const port = parentPort;
const host = createEngineHost(openEmbeddedBook());
const running = new Map<number, AbortController>();

function errorAnswer(id: number, error: unknown): WorkerAnswer {
  if (error instanceof UserError) {
    const { code, message, hint, exitCode } = error;
    return { id, kind: 'user-error', problem: { code, message, hint, exitCode } };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { id, kind: 'bug', text };
}

async function answer(question: Exclude<WorkerQuestion, { kind: 'cancel' }>): Promise<unknown> {
  const controller = new AbortController();
  running.set(question.id, controller);
  const options = {
    signal: controller.signal,
    onProgress: (progress: { readonly text: string; readonly share: number }) =>
      port?.postMessage({ id: question.id, kind: 'progress', progress } satisfies WorkerAnswer),
  };
  switch (question.kind) {
    case 'open':
      return host.open(question.request, options);
    case 'bill':
      return host.bill(question.by, question.filters);
    case 'opportunities':
      return host.opportunities(question.plan, options);
    case 'commitments':
      return host.commitments(question.plan, question.month, options);
    case 'outlook':
      return host.outlook(question.plan, options);
    case 'judge':
      return host.judge(question.plan, options);
    case 'judge-chance':
      return host.judgeChance(question.plan, options);
    case 'judge-ranges':
      return host.judgeRanges(question.plan, options);
  }
}

port?.on('message', (question: WorkerQuestion) => {
  if (question.kind === 'cancel') {
    running.get(question.id)?.abort(new Error('cancelled'));
    return;
  }
  answer(question)
    .then(
      value => port.postMessage({ id: question.id, kind: 'value', value } satisfies WorkerAnswer),
      (error: unknown) => port.postMessage(errorAnswer(question.id, error)),
    )
    .finally(() => running.delete(question.id));
});
