/** Splits a CSV answer into records while it arrives, in memory that does not grow with it. */

import { answerRefused } from './requests.ts';

/** A longer record has a quote that is never closed. */
const MAX_RECORD_CHARACTERS = 1 << 17;

/** What stands in quotes, and the place after the closing one. */
function quotedCell(line: string, open: number): { readonly cell: string; readonly end: number } {
  let cell = '';
  for (let from = open + 1; ; ) {
    const quote = line.indexOf('"', from);
    if (quote < 0) throw answerRefused('The price list ends inside a quote');
    cell += line.slice(from, quote);
    if (line[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    from = quote + 2;
  }
}

function plainCell(line: string, start: number): { readonly cell: string; readonly end: number } {
  const comma = line.indexOf(',', start);
  const end = comma < 0 ? line.length : comma;
  return { cell: line.slice(start, end), end };
}

function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const { cell, end } = line[at] === '"' ? quotedCell(line, at) : plainCell(line, at);
    if (end < line.length && line[end] !== ',') throw answerRefused('The price list is no CSV');
    cells.push(cell);
    at = end + 1;
  }
  return cells;
}

/** True when a line break at the end of this text stands between records, not inside a quoted cell. */
function isWhole(text: string): boolean {
  let isOutside = true;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOutside = !isOutside;
  return isOutside;
}

/**
 * Records of a CSV in UTF-8: comma, quotes as in RFC 4180.
 * @throws UserError when it is no CSV, or ends inside a record
 */
export async function* csvRecords(parts: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (part?: Uint8Array) => {
    try {
      return part ? decoder.decode(part, { stream: true }) : decoder.decode();
    } catch {
      throw answerRefused('The price list is no text in UTF-8');
    }
  };
  let rest = '';
  for await (const part of parts) {
    const text = rest + decode(part);
    let start = 0;
    for (let end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', end + 1)) {
      const line = text.slice(start, end).replace(/\r$/, '');
      if (!isWhole(line)) continue;
      start = end + 1;
      if (line !== '') yield cellsOf(line);
    }
    rest = text.slice(start);
    if (rest.length > MAX_RECORD_CHARACTERS)
      throw answerRefused('The price list has a record without an end');
  }
  rest += decode();
  if (rest !== '') yield cellsOf(rest);
}
