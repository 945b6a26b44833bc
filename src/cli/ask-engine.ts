/** What most commands need: an estate opened in this thread, with progress for people. */

import { runChance } from '../app/chance-runner.ts';
import { createEngineHost } from '../app/engine-host.ts';
import type { EstateRequest } from '../app/estate-source.ts';
import { cacheFolder, workspaceFolder } from '../app/folders.ts';
import type { Chance, Run, Simulator } from '../engine/index.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import type { CommandInput, Io } from './command.ts';

/** Shows progress on one line of stderr where a person looks at it. */
export function progressLine(io: Io): { show(text: string, share: number | null): void; end(): void } {
  let isShown = false;
  return {
    show: (text, share) => {
      if (!io.isErrTty) return;
      isShown = true;
      io.err(`\r\u001b[K${text}${share === null ? '' : ` ${Math.round(share * 100)} %`}`);
    },
    end: () => {
      if (isShown) io.err('\r\u001b[K');
    },
  };
}

/** The estate that a command's options name. @param fallbackScenario used when neither the options nor the plan name one */
export function estateRequest(input: CommandInput, planScenario: string | null = null): EstateRequest {
  const { io } = input;
  const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
  // A plan written for a scenario is played on it, unless a workspace is named.
  const scenario = input.text('scenario') ?? (input.text('workspace') === null ? planScenario : null);
  return {
    scenario,
    workspace,
    cacheFolder: cacheFolder(io.env, io.platform),
    workloadsFile: input.text('workloads'),
    commitmentsFile: input.text('commitments'),
    businessMetricsFile: input.text('business-metrics'),
    period: input.text('month'),
    currency: input.text('currency'),
  };
}

/** Opens the estate that a command's options name. @throws UserError */
export async function openFor(input: CommandInput, planScenario: string | null = null) {
  const host = createEngineHost(openEmbeddedBook());
  const line = progressLine(input.io);
  try {
    const info = await host.open(estateRequest(input, planScenario), {
      onProgress: ({ text, share }) => line.show(text, share),
    });
    return { host, info };
  } finally {
    line.end();
  }
}

/** Most draws of a command. */
export const MAX_RUNS = 1_000_000;

/** What a run leaves to chance: drawn on all processors, with progress, stopped by Ctrl+C. */
export async function drawChance(
  io: Io,
  simulator: Simulator,
  run: Run,
  options: { readonly seed: string; readonly runs: number },
): Promise<Chance> {
  const line = progressLine(io);
  try {
    return await runChance(simulator, run, {
      ...options,
      signal: io.signal,
      onProgress: ({ text, share }) => line.show(text, share),
    });
  } finally {
    line.end();
  }
}

/** Prints a report as JSON. */
export function printJson(io: Io, report: unknown): void {
  io.out(`${JSON.stringify(report, null, 2)}\n`);
}

/** Prints lines of text. */
export function printLines(io: Io, lines: readonly string[]): void {
  io.out(`${lines.join('\n')}\n`);
}
