/**
 * Captures a screen of the built program as docs/screen.svg: the reference plan of the sample, on the plan screen.
 * Usage: npm run build && node tools/screen.ts
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm, { type IBufferCell } from '@xterm/headless';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const COLUMNS = 110;
const ROWS = 44;
/** Pixels of a cell, and of the text in it. */
const CELL = { width: 8.4, height: 18, font: 14 };
const MARGIN = 14;
const PLAN = 'scenarios/saas-500k/plans/reference.yaml';

/** Runs the program until the screen shows the pattern, pressing one key first. */
async function capture(): Promise<xterm.Terminal> {
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  const cache = mkdtempSync(join(tmpdir(), 'trimtab-screen-'));
  const child = spawn(
    process.execPath,
    [join(root, 'dist/bin.js'), 'play', '--scenario', 'saas-500k', '--plan', PLAN],
    {
      name: 'xterm-256color',
      cols: COLUMNS,
      rows: ROWS,
      cwd: root,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', COLORTERM: 'truecolor', TRIMTAB_CACHE_DIR: cache },
    },
  );
  child.onData(data => terminal.write(data));
  const text = () =>
    Array.from({ length: ROWS }, (_, row) => terminal.buffer.active.getLine(row)?.translateToString() ?? '');
  const until = async (pattern: RegExp) => {
    for (let waited = 0; !pattern.test(text().join('\n')); waited += 50) {
      if (waited > 60_000) throw new Error(`never saw ${pattern}:\n${text().join('\n')}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  await until(/\d % met/);
  child.write('4');
  await until(/Left in month 6[\s\S]*For example/);
  child.kill('SIGKILL');
  rmSync(cache, { recursive: true, force: true });
  return terminal;
}

/** Text of a cell run; spaces as no-break spaces, which no viewer folds. */
const escapeXml = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/ /g, '\u00a0');

function styleOf(cell: IBufferCell): string {
  const color = cell.isFgRGB() ? `#${cell.getFgColor().toString(16).padStart(6, '0')}` : '#e6edf3';
  return `fill="${color}"${cell.isBold() ? ' font-weight="bold"' : ''}`;
}

/** One `text` element for each run of cells in one style, placed by its column so that no font can shift it. */
function rowSvg(terminal: xterm.Terminal, row: number): string {
  const line = terminal.buffer.active.getLine(row);
  const runs: { style: string; column: number; text: string }[] = [];
  for (let column = 0; column < COLUMNS; column += 1) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const last = runs.at(-1);
    if (last?.style === style) last.text += cell.getChars() || ' ';
    else runs.push({ style, column, text: cell.getChars() || ' ' });
  }
  const y = MARGIN + (row + 0.75) * CELL.height;
  return runs
    .filter(({ text }) => text.trim() !== '')
    .map(({ style, column, text }) => {
      const x = MARGIN + column * CELL.width;
      const length = (text.length * CELL.width).toFixed(1);
      return `<text x="${x.toFixed(1)}" y="${y}" ${style} textLength="${length}">${escapeXml(text)}</text>`;
    })
    .join('\n');
}

const terminal = await capture();
const width = COLUMNS * CELL.width + 2 * MARGIN;
const height = ROWS * CELL.height + 2 * MARGIN;
const rows = Array.from({ length: ROWS }, (_, row) => rowSvg(terminal, row)).filter(row => row !== '');
writeFileSync(
  join(root, 'docs/screen.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>The plan screen of Trimtab: the reference plan of the sample company</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${CELL.font}">
${rows.join('\n')}
</g>
</svg>
`,
);
