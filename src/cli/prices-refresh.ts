/** `trimtab prices refresh`: reads the providers' public price lists into the workspace. */

import { workspaceFolder } from '../app/folders.ts';
import type { PriceProvider } from '../connect/refresh-parts.ts';
import { openEmbeddedBook } from '../prices/embedded-book.ts';
import { NO_PRICES } from '../prices/overlay.ts';
import { openOverlays } from '../prices/overlay-store.ts';
import type { PricesRefreshReport } from '../report/contract.ts';
import { refreshText } from '../report/text/prices.ts';
import { printJson, printLines, progressLine } from './ask-engine.ts';
import { type Command, type CommandInput, JSON_OPTION, usageError, WORKSPACE_OPTION } from './command.ts';

const PROVIDERS: readonly PriceProvider[] = ['aws', 'gcp', 'azure'];

function listOf(input: CommandInput, option: string): readonly string[] {
  return (input.text(option) ?? '')
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

export const pricesRefresh: Command = {
  name: 'prices refresh',
  summary:
    'Reads public price lists into the workspace, where they stand before the prices that came with the program. It connects to the providers; no other command on prices does. docs/prices.md says what is read.',
  positionals: '',
  arity: [0, 0],
  options: {
    aws: {
      kind: 'flag',
      description:
        'Read AWS price lists, Savings Plans and the spot advisor (no credentials; EC2 of one Region is several hundred MB).',
    },
    gcp: {
      kind: 'flag',
      description: 'Read Google Cloud’s catalog (GOOGLE_API_KEY or default credentials).',
    },
    azure: { kind: 'flag', description: 'Read Azure retail prices (no credentials).' },
    region: { kind: 'text', value: 'R,...', description: 'Only these Regions (default: those of the book).' },
    service: {
      kind: 'text',
      value: 'S,...',
      description:
        'Only these services: ec2, ebs, rds, elasticache, opensearch, ec2-savings-plans, ec2-spot; compute-engine; virtual-machines.',
    },
    endpoint: { kind: 'text', value: 'URL', description: 'Ask this address instead, for example a mirror.' },
    ...WORKSPACE_OPTION,
    ...JSON_OPTION,
  },
  async run(input) {
    const { io } = input;
    const providers = PROVIDERS.filter(name => input.flag(name));
    const endpoint = input.text('endpoint');
    if (providers.length === 0)
      throw usageError(pricesRefresh, 'Nothing to read.', 'Name a provider: --aws, --gcp or --azure.');
    if (endpoint !== null && providers.length > 1)
      throw usageError(
        pricesRefresh,
        '--endpoint is the address of one provider.',
        'Name one provider with it.',
      );
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const [{ refreshParts }, { refreshPrices }, { defaultPolicy }] = await Promise.all([
      import('../connect/refresh-parts.ts'),
      import('../connect/refresh.ts'),
      import('../connect/requests.ts'),
    ]);
    const book = openEmbeddedBook();
    const parts = providers.flatMap(provider =>
      refreshParts({
        provider,
        regions: listOf(input, 'region'),
        services: listOf(input, 'service'),
        endpoint,
        apiKey: io.env.GOOGLE_API_KEY ?? null,
        book,
        current: () => openEmbeddedBook({ override: NO_PRICES, overlay: openOverlays(workspace) }),
        policy: defaultPolicy(io.signal),
        now: new Date(),
      }),
    );
    const line = progressLine(io);
    try {
      const result = await refreshPrices(workspace, parts, {
        signal: io.signal,
        onProgress: (text, share) => line.show(text, share),
      });
      line.end();
      const report: PricesRefreshReport = {
        schema: 'trimtab/prices-refresh/1',
        workspace,
        outcomes: result.outcomes.map(each => ({ ...each })),
        findings: result.findings.map(each => ({ ...each })),
      };
      if (input.flag('json')) printJson(io, report);
      else printLines(io, refreshText(report, io.columns));
      return report.outcomes.every(({ state }) => state === 'refreshed') ? 0 : 4;
    } finally {
      line.end();
    }
  },
};
