/** Everything on the screen that is not a word or a number: in Unicode, in ASCII, and in words for a screen reader. */

/** Glyph sets; `ascii` is for dumb terminals and locales without UTF-8, `words` is read aloud. */
export type GlyphSet = 'unicode' | 'ascii' | 'words';

/** Layers of a chart of demand: what exists (three kinds), what is planned, a level being moved, and what stays. */
export type LayerGlyphs = {
  readonly existing: readonly string[];
  readonly planned: string;
  readonly level: string;
  readonly open: string;
  readonly other: string;
  /** Below the level, above the demand. */
  readonly unused: string;
  /** The level itself, in hours that use it up and in others. */
  readonly lineUsed: string;
  readonly lineUnused: string;
};

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
  /** Layers of demand, told apart without colour. */
  readonly layers: LayerGlyphs;
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
  layers: {
    existing: ['█', '▓', '▚'],
    planned: '▒',
    level: '░',
    open: '·',
    other: ':',
    unused: '/',
    lineUsed: '━',
    lineUnused: '╌',
  },
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
  layers: {
    existing: ['#', '%', '&'],
    planned: 'P',
    level: '+',
    open: '.',
    other: ':',
    unused: '/',
    lineUsed: '=',
    lineUnused: '-',
  },
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
