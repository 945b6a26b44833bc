/** Writes files for the readers and prices them with a book of round numbers. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PriceFact } from '../../src/engine/price-book.ts';
import type { PortfolioPrices } from '../../src/portfolio/book-prices.ts';
import { readUsage, type UsageFile, type UsageRead } from '../../src/portfolio/read-usage.ts';
import { testBook } from '../helpers/test-book.ts';

/** Start of files that count hours. */
export const START_MS = Date.UTC(2026, 0, 1);

/** The test book, with a search over some named facts: `service item` to price. */
export function testPrices(named: Readonly<Record<string, number>> = {}): PortfolioPrices {
  return {
    ...testBook(),
    findPrices: ({ words, service = '', region = '' }) =>
      Object.entries(named)
        .filter(([key]) => key === `${service} ${words.join(' ')}`)
        .map(
          ([, price]): PriceFact => ({
            provider: 'aws',
            service,
            item: words.join(' '),
            region,
            unit: 'hour',
            price,
            currency: 'USD',
            source: 'made up for tests',
            date: '2024',
            licence: 'Apache-2.0',
            kind: 'assumed',
            confidence: null,
            note: null,
          }),
        ),
  };
}

/** Runs with a file of this text, and removes it. */
export async function withFile<T>(
  text: string | Uint8Array,
  run: (path: string) => Promise<T> | T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trimtab-portfolio-'));
  try {
    const path = join(folder, 'usage.csv');
    writeFileSync(path, text);
    return await run(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads usage text. */
export function readText(text: string | Uint8Array): Promise<UsageRead> {
  return withFile(text, path => readUsage(path, { startMs: START_MS }));
}

/** Reads usage that must be sound. */
export async function usageOf(text: string): Promise<UsageFile> {
  const { usage, findings } = await readText(text);
  if (usage === null) throw new Error(JSON.stringify(findings));
  return usage;
}

/** Codes, rows and columns of the findings. */
export function placesOf({ findings }: UsageRead): string[] {
  return findings.map(({ code, source }) => `${code} ${source?.row ?? '-'} ${source?.column ?? '-'}`);
}
