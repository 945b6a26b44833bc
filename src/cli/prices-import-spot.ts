/** `trimtab prices import-spot`: what spot machines cost in one's own account, out of AWS's price history. */

import { basename, resolve } from 'node:path';
import { workspaceFolder } from '../app/folders.ts';
import { type Finding, UserError } from '../engine/index.ts';
import { findingLog } from '../input/finding-log.ts';
import { quote } from '../input/quote.ts';
import { writeOverlay } from '../prices/overlay-store.ts';
import { type SpotHistory, spotHistory } from '../prices/spot-history.ts';
import { readSpotRecords, type SpotRecords } from '../prices/spot-history-file.ts';
import type { PricesImportSpotReport } from '../report/contract.ts';
import { findingsText } from '../report/text/findings.ts';
import { importSpotText } from '../report/text/import-spot.ts';
import { printJson, printLines } from './ask-engine.ts';
import { type Command, JSON_OPTION, WORKSPACE_OPTION } from './command.ts';

const MAX_FILES = 50;
const MAX_FINDINGS = 50;

function findingsOf(files: readonly SpotRecords[], history: SpotHistory): readonly Finding[] {
  const log = findingLog(MAX_FINDINGS);
  for (const { findings } of files) findings.forEach(log.add);
  for (const { record, message } of history.refused) {
    const { file, row, place } = record;
    log.add({
      code: 'spot-record',
      severity: 'warning',
      message: `record ${place} is left out: ${message}`,
      hint: 'Give the answer of `aws ec2 describe-spot-price-history` as it is.',
      source: { file, row, column: null },
    });
  }
  for (const [product, records] of history.otherProducts) {
    log.add({
      code: 'spot-other-product',
      severity: 'info',
      message: `${records} records of ${quote(product)} are left out: the book has Linux and Windows`,
      hint: null,
      source: null,
    });
  }
  return log.all();
}

export const pricesImportSpot: Command = {
  name: 'prices import-spot',
  summary:
    'Reads a spot price history, as `aws ec2 describe-spot-price-history --output json` writes it (or CSV with its column names), into the workspace: one dated price for each type and Region, in place of what was imported for the Region before.',
  positionals: 'FILE...',
  arity: [1, MAX_FILES],
  options: { ...WORKSPACE_OPTION, ...JSON_OPTION },
  async run(input) {
    const { io, positionals } = input;
    const workspace = workspaceFolder(input.text('workspace') ?? undefined, io.cwd);
    const files = positionals.map(file => readSpotRecords(resolve(io.cwd, file)));
    const now = new Date();
    const history = spotHistory(
      files.flatMap(({ records }) => records),
      now,
    );
    const findings = findingsOf(files, history);
    if (history.regions.length === 0 || findings.some(({ severity }) => severity === 'error')) {
      throw new UserError({
        code: 'spot-not-read',
        message: ['No spot prices were taken over; nothing was changed.', ...findingsText(findings)].join(
          '\n',
        ),
        hint: 'docs/prices.md shows how the file is made.',
        exitCode: 3,
      });
    }
    const names = positionals.map(file => basename(file)).join(', ');
    const source = `aws ec2 describe-spot-price-history, ${names}`.slice(0, 1000);
    for (const { region, prices } of history.regions) {
      const place = { provider: 'aws', service: 'ec2-spot-history', region } as const;
      writeOverlay(workspace, { ...place, readAt: now.toISOString(), source, prices });
    }
    const report: PricesImportSpotReport = {
      schema: 'trimtab/prices-import-spot/1',
      workspace,
      records: history.used,
      regions: history.regions.map(({ region, prices }) => ({
        region,
        prices: prices.length,
        date: prices[0]?.date ?? '',
      })),
      findings: findings.map(each => ({ ...each })),
    };
    if (input.flag('json')) printJson(io, report);
    else printLines(io, importSpotText(report, io.columns));
    return 0;
  },
};
