/** Reads a CSV of AWS's price lists as a stream: some lines about the list, a header, and the rows by the names of its columns. */

import type { OfferRow } from './aws-offers.ts';
import { csvRecords } from './csv-records.ts';
import type { OnRead } from './price-answer.ts';
import { answerRefused, type RequestPolicy, readParts } from './requests.ts';

/** EC2's list of a large Region has several hundred MB, and so has its list of Savings Plans. */
export const MAX_LIST_BYTES = 4e9;
/** Lines above the header; the real lists have five. */
const MAX_LINES_ABOVE = 20;
/** Rows between two words of progress. */
const ROWS_PER_PROGRESS = 50_000;

/**
 * Gives each row of a list to `onRow`; one request, no second try.
 * @param required columns without which it is no such list
 * @throws PassingError, or UserError when it is no list
 */
export async function readRows(
  url: URL,
  { policy, onRead }: { readonly policy: RequestPolicy; readonly onRead: OnRead },
  required: readonly string[],
  onRow: (row: OfferRow) => void,
): Promise<void> {
  const address = `${url.origin}${url.pathname}`;
  let columns: ReadonlyMap<string, number> | null = null;
  let rows = 0;
  for await (const cells of csvRecords(readParts(url, policy, MAX_LIST_BYTES))) {
    rows += 1;
    if (columns === null) {
      const isHeader = ['SKU', 'Currency', ...required].every(name => cells.includes(name));
      if (isHeader) columns = new Map(cells.map((name, index) => [name, index]));
      else if (rows > MAX_LINES_ABOVE) throw answerRefused(`${address} is no price list`);
      continue;
    }
    const index = columns;
    if (cells.length !== index.size) throw answerRefused(`${address} has a row of another length`);
    onRow(column => cells[index.get(column) ?? -1] ?? '');
    if (rows % ROWS_PER_PROGRESS === 0) onRead({ text: `${rows} rows read` });
  }
  if (columns === null) throw answerRefused(`${address} is no price list`);
}
