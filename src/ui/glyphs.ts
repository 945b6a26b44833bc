/** Everything on the screen that is not a word or a number: in Unicode, in ASCII, and in words for a screen reader. */

/** Glyph sets; `ascii` is for dumb terminals and locales without UTF-8, `words` is read aloud. */
export type GlyphSet = 'unicode' | 'ascii' | 'words';

/** One cell each, unless said otherwise; words are never laid out. */
export type Glyphs = {
  readonly marker: string;
  readonly rule: string;
  readonly divider: string;
  readonly bar: string;
  /** A part that is added to, or taken from, what `bar` shows. */
  readonly change: string;
  readonly track: string;
  /** Where the target lies in a chart. */
  readonly goal: string;
  readonly scrollThumb: string;
  readonly scrollTrack: string;
  readonly check: string;
  readonly cross: string;
  readonly open: string;
  readonly warning: string;
  readonly note: string;
  readonly dash: string;
  readonly bullet: string;
  readonly dot: string;
  /** One or two cells. */
  readonly arrow: string;
  readonly crumb: string;
  /** One to three cells. */
  readonly ellipsis: string;
  /** From low to high. */
  readonly sparks: readonly string[];
};

const UNICODE: Glyphs = {
  marker: '▸',
  rule: '─',
  divider: '│',
  bar: '█',
  change: '▓',
  track: '░',
  goal: '┊',
  scrollThumb: '█',
  scrollTrack: '│',
  check: '✓',
  cross: '✗',
  open: '○',
  warning: '!',
  note: 'i',
  dash: '–',
  bullet: '•',
  dot: '·',
  arrow: '→',
  crumb: '›',
  ellipsis: '…',
  sparks: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
};

const ASCII: Glyphs = {
  marker: '>',
  rule: '-',
  divider: '|',
  bar: '#',
  change: '%',
  track: '.',
  goal: ':',
  scrollThumb: '#',
  scrollTrack: '|',
  check: '*',
  cross: 'x',
  open: 'o',
  warning: '!',
  note: 'i',
  dash: '-',
  bullet: '*',
  dot: '-',
  arrow: '->',
  crumb: '>',
  ellipsis: '...',
  sparks: ['_', '.', ',', '-', '=', '+', '*', '#'],
};

/** What is drawn is left out; what means something is a word. */
const WORDS: Glyphs = {
  ...ASCII,
  marker: '',
  rule: '',
  goal: 'the mark',
  check: 'ok',
  cross: 'problem',
  open: 'open',
  warning: 'warning',
  note: 'note',
  dash: 'none,',
  bullet: '',
  dot: 'on',
  arrow: 'to',
  crumb: 'then',
  sparks: [''],
};

const SETS: Readonly<Record<GlyphSet, Glyphs>> = { unicode: UNICODE, ascii: ASCII, words: WORDS };

/** The glyphs of a set. */
export function glyphsOf(set: GlyphSet): Glyphs {
  return SETS[set];
}
