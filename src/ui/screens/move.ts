/** The editor of a move: when it starts, who owns it, what its lever lets one turn, and what it did. */

import { leverById, type Move } from '../../engine/index.ts';
import type { SimulateReport } from '../../report/contract.ts';
import { count, money, plural } from '../../report/format.ts';
import { groupReasons } from '../../report/reasons.ts';
import { heading, ruleLine } from '../components/heading.ts';
import { fact, prose } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, type Part, span } from '../line.ts';
import { type MoveField, moveFields, scopeText } from '../lists.ts';
import type { Field } from '../ui-state.ts';
import { effortText, evidenceText } from '../words.ts';
import { clampCursor, rowsFrom, type Screen } from './screen.ts';

/** What the editor shows. */
export type MoveProps = {
  readonly move: Move;
  /** Null while the move has not been judged. */
  readonly outcome: SimulateReport['moves'][number] | null;
  /** The field that is being typed into; null when none is. */
  readonly field: Field | null;
  readonly currency: string;
  readonly cursor: number;
  readonly canvas: Canvas;
};

const VALUE_WIDTH = 19;

function labelOf(field: MoveField): string {
  return field.kind === 'start' ? 'Start month' : field.kind === 'owner' ? 'Owner' : field.param.label;
}

function typed(field: MoveField, { field: open }: MoveProps): string | null {
  if (open?.kind === 'owner' && field.kind === 'owner') return open.text;
  if (open?.kind !== 'param' && open?.kind !== 'delivery') return null;
  const name = 'param' in field ? field.name : field.kind;
  return open.name === name ? open.text : null;
}

function shownValue(field: MoveField, { move }: MoveProps): string {
  if (field.kind === 'start') return String(move.start);
  if (field.kind === 'owner') return move.owner ?? 'nobody';
  if (field.param.kind === 'boolean') return field.value === true ? 'yes' : 'no';
  return `${String(field.value)} ${field.param.unit}`.trim();
}

/** The value as a field: what it holds, or what is being typed. */
function valueCell(field: MoveField, props: MoveProps): Part[] {
  const text = typed(field, props);
  if (text !== null) return ['[', span(`${text}_`, 'field'), ']'];
  const value = shownValue(field, props);
  const token = field.kind === 'owner' && props.move.owner === null ? 'warning' : 'text.strong';
  return 'param' in field && field.param.kind === 'choice'
    ? ['< ', span(value, token), ' >']
    : ['[ ', span(value, token), ' ]'];
}

/** What may be put in. */
function rangeText(field: MoveField): string {
  if (field.kind === 'start') return 'month of the plan, 1 to 36';
  if (field.kind === 'owner') return 'a name: Enter types it';
  const { param } = field;
  const standard = param.kind === 'boolean' ? (param.default ? 'yes' : 'no') : String(param.default);
  if (param.kind === 'number') return `${param.min} to ${param.max}, default ${standard}`;
  return param.kind === 'choice' ? `${param.choices.join(' | ')}` : `yes or no, default ${standard}`;
}

function describe(field: MoveField | undefined): string {
  if (field?.kind === 'start')
    return 'The month in which the work starts. Saving begins when the lever has had its lead time.';
  if (field?.kind === 'owner') return 'A recommendation that nobody owns is seldom carried out.';
  return field?.param.description ?? '';
}

/** What a move does, as the last judgement has it. */
export function outcomeLines(
  title: string,
  outcome: MoveProps['outcome'],
  currency: string,
  { width, glyphs }: Canvas,
): Line[] {
  if (outcome === null) return [BLANK, ...prose('Working it out ...', width, 'text.muted')];
  const once = Number(outcome.oneOffCost) === 0 ? '' : `, ${money(outcome.oneOffCost, currency)} once`;
  const changes = `${plural(outcome.applied.length, 'resource')}, ${evidenceText(outcome.evidence)}`;
  const isNothing = outcome.applied.length === 0;
  const example = outcome.applied[0];
  const leftOut = groupReasons(outcome.skipped.map(({ reason }) => reason)).slice(0, 3);
  return [
    BLANK,
    heading(title, width, glyphs),
    ...fact('Saves', `${money(outcome.savedPerMonth, currency)} a month${once}`, width, 'text.strong'),
    ...fact('Changes', isNothing ? 'nothing' : changes, width, isNothing ? 'warning' : 'text'),
    ...fact('Effort', effortText(outcome.effortDays), width),
    ...(example ? fact('For example', `${example.resourceId}: ${example.why}`, width) : []),
    ...leftOut.flatMap((group, index) =>
      fact(index === 0 ? 'Leaves out' : '', `${count(group.count)}: ${group.text}`, width),
    ),
  ];
}

/** The editor. */
export function moveScreen(props: MoveProps): Screen {
  const { move, canvas } = props;
  const { width, glyphs } = canvas;
  const fields = moveFields(move);
  const label = Math.min(40, Math.max(...fields.map(field => labelOf(field).length)));
  const table = createTable<MoveField>(
    [
      { head: 'Field', say: '', width: label, cell: labelOf },
      {
        head: 'Value',
        say: '',
        width: VALUE_WIDTH,
        max: VALUE_WIDTH + 9,
        cell: field => valueCell(field, props),
      },
      {
        head: 'Range',
        say: '',
        width: 12,
        max: 60,
        spare: 1,
        cell: field => [span(rangeText(field), 'text.muted')],
      },
    ],
    width,
    glyphs,
  );
  const title = `${leverById(move.lever)?.meta.title ?? move.lever} ${glyphs.dot} ${scopeText(move.scope)}`;
  const screen: Screen = {
    kind: 'list',
    head: [heading(title, width, glyphs, [span(move.id, 'text.muted')])],
    body: rowsFrom(fields, field => table.row(field)),
    foot: [],
    isFootAttached: true,
    side: null,
    advice: '+ and - change a value, Enter types it, Space switches. Esc goes back.',
  };
  const chosen = fields[clampCursor(screen, props.cursor, canvas)];
  const rule = ruleLine(width, glyphs);
  const what = outcomeLines('What it does', props.outcome, props.currency, canvas);
  const foot = [rule, ...prose(describe(chosen), width, 'text.muted').slice(0, 2), ...what];
  // The fields come first; what the move does takes the room that is left.
  const room = Math.max(3, canvas.height - 1 - Math.max(3, fields.length));
  return { ...screen, foot: foot.slice(0, room) };
}
