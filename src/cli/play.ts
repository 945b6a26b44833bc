/** `trimtab play` and `trimtab` alone: the terminal UI on a scenario or on the workspace's bill; a text summary where there is no terminal. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EngineHost } from '../app/engine-host.ts';
import type { EstateRequest } from '../app/estate-source.ts';
import { cacheFolder, workspaceFolder } from '../app/folders.ts';
import type { ScreenLook } from '../app/screens.ts';
import type { Session } from '../app/session.ts';
import { listBills } from '../bill/store.ts';
import { type Command, type CommandInput, ESTATE_OPTIONS, type Io, usageError } from './command.ts';

/** The scenario that a newcomer gets. */
export const DEFAULT_SCENARIO = 'saas-500k';

export const play: Command = {
  name: 'play',
  summary:
    'Opens the terminal UI on a scenario (default: the sample exercise, or the bill of the workspace when there is one).',
  positionals: '[SCENARIO]',
  arity: [0, 1],
  options: {
    ...ESTATE_OPTIONS,
    plan: {
      kind: 'text',
      value: 'FILE',
      description: 'Start from this plan, and save to it (default plan.yaml).',
    },
    theme: {
      kind: 'text',
      value: 'NAME',
      description: 'dark, light or mono (default dark; mono when NO_COLOR is set).',
    },
    ascii: { kind: 'flag', description: 'Draw with ASCII characters only.' },
    'screen-reader': { kind: 'flag', description: 'A linear layout of sentences.' },
    text: { kind: 'flag', description: 'Print the text summary instead of opening the UI.' },
  },
  async run(input) {
    const { io } = input;
    const request = requestOf(input);
    const isInteractive = io.isOutTty && io.isInTty && !input.flag('text');
    if (isInteractive) await playInTerminal(input, request);
    else await printSummary(io, request);
    return 0;
  },
};

/** What to open: the named scenario, else the workspace's bill, else the sample. */
function requestOf(input: CommandInput): EstateRequest {
  const { io, positionals } = input;
  const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
  const named = positionals[0] ?? input.text('scenario');
  if (named !== null && input.text('workspace') !== null)
    throw usageError(play, 'Name a scenario or a workspace, not both.');
  const hasBill = existsSync(workspace) && listBills(workspace).length > 0;
  const isOwnBill = named === null && (hasBill || input.text('workspace') !== null);
  return {
    scenario: isOwnBill ? null : (named ?? DEFAULT_SCENARIO),
    workspace,
    cacheFolder: cacheFolder(io.env, io.platform),
    workloadsFile: input.text('workloads'),
    commitmentsFile: input.text('commitments'),
    period: input.text('month'),
    currency: input.text('currency'),
  };
}

async function printSummary(io: Io, request: EstateRequest): Promise<void> {
  const [{ createEngineHost }, { openEmbeddedBook }, { summaryText }, { printLines, progressLine }] =
    await Promise.all([
      import('../app/engine-host.ts'),
      import('../prices/embedded-book.ts'),
      import('../app/summary-text.ts'),
      import('./ask-engine.ts'),
    ]);
  const host = createEngineHost(openEmbeddedBook());
  const line = progressLine(io);
  const info = await host.open(request, { onProgress: ({ text, share }) => line.show(text, share) });
  line.end();
  printLines(io, await summaryText(host, info, io.columns));
}

/** How the screens are to look. */
function lookOf(input: CommandInput): ScreenLook {
  const { env } = input.io;
  const theme = input.text('theme');
  if (theme !== null && theme !== 'dark' && theme !== 'light' && theme !== 'mono')
    throw usageError(play, `Unknown theme ${theme}.`, 'Themes: dark, light, mono.');
  const isDumb = env.TERM === 'dumb' || env.TERM === 'linux';
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const isUtf8 = locale === '' || /utf-?8/i.test(locale);
  return {
    color: theme ?? (env.NO_COLOR || env.TERM === 'dumb' ? 'mono' : 'dark'),
    glyphs: input.flag('ascii') || isDumb || !isUtf8 ? 'ascii' : 'unicode',
    screenReader: input.flag('screen-reader') || env.INK_SCREEN_READER === 'true',
  };
}

async function playInTerminal(input: CommandInput, request: EstateRequest): Promise<void> {
  const { io } = input;
  const look = lookOf(input);
  const [{ startEngineClient }, { createSession }, planFiles] = await Promise.all([
    import('../app/engine-client.ts'),
    import('../app/session.ts'),
    import('../app/plan-file-io.ts'),
  ]);
  const planFile = resolve(io.cwd, input.text('plan') ?? 'plan.yaml');
  const client = startEngineClient();
  try {
    const session = createSession(client as EngineHost);
    void openWithPlan(session, request, input.text('plan') === null ? null : planFile);
    await io.openScreens({
      session,
      look,
      savePlan: plan => {
        planFiles.writePlan(planFile, plan);
        return planFile;
      },
      loadShippedPlan: name => planFiles.readPlanOrThrow(session.getState().info?.plans[name] ?? ''),
    });
    const { isSaved, plan } = session.getState();
    if (!isSaved && plan.moves.length > 0)
      io.err(
        'Your plan is kept as a draft; the next start continues with it. `w` on the Plan screen writes plan.yaml.\n',
      );
  } finally {
    await client.close();
  }
}

/** Opens the estate with the named plan, else with the draft of last time. What goes wrong is shown on the screen. */
async function openWithPlan(
  session: Session,
  request: EstateRequest,
  planFile: string | null,
): Promise<void> {
  const { draftFile, keepDraft, restoreDraft } = await import('../app/plan-draft.ts');
  const { readPlanOrThrow } = await import('../app/plan-file-io.ts');
  try {
    await session.open(request);
    if (session.getState().phase !== 'open') return;
    if (planFile !== null && existsSync(planFile))
      session.dispatch({ kind: 'load-plan', plan: readPlanOrThrow(planFile), from: planFile });
    else restoreDraft(session, draftFile(request));
    keepDraft(session, draftFile(request));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    session.dispatch({ kind: 'notice', notice: { kind: 'error', text } });
  }
}
