/** Help: every key, from the key table, and the words that are not everyday ones. */

import { heading } from '../components/heading.ts';
import { fact } from '../components/prose.ts';
import { createTable } from '../components/table.ts';
import { keysText } from '../key-names.ts';
import { type Binding, isGeneral, KEYMAP, ownBindings, PLACE_TITLES } from '../keymap.ts';
import type { Canvas } from '../layout.ts';
import { BLANK, type Line, span } from '../line.ts';
import { openPlace, type UiState } from '../ui-state.ts';
import { rowsOf, type Screen, textScreen } from './screen.ts';

/** Terms on the screens, for who meets them first here. */
const TERMS: readonly (readonly [string, string])[] = [
  ['Run-rate', 'what a month costs when it is repeated: amortised cost without one-off charges'],
  ['Effective', 'amortised cost: upfront fees spread over their term (FOCUS EffectiveCost)'],
  ['Billed', 'what is invoiced in the month, upfront fees included (FOCUS BilledCost)'],
  ['SLO', 'service level objective: the share of good minutes that was promised'],
  ['Budget', 'error budget: the minutes that an SLO leaves to be bad'],
  [
    'RI, SP',
    'reserved instance and savings plan; CUD: committed use discount: use or spend that was promised',
  ],
  ['Coverage', 'share of the usage that commitments could pay for which they do, at on-demand prices'],
  [
    'Utilisation',
    'share of what is committed that usage takes; below the break-even it costs more than it saves',
  ],
  ['ESR', 'effective savings rate: 1 - paid / on-demand price of the same usage, unused commitment included'],
  ['Regret', 'what a size costs more than the best one would have, once one knows the usage'],
  ['Points', 'pt: percentage points, 5 % to 6 % is one'],
  ['Low-high', 'what plans like this realise of a saving, by how well it is known'],
];

/** The help. */
export function helpScreen(ui: UiState, canvas: Canvas): Screen {
  const { width, glyphs } = canvas;
  const table = createTable<Binding>(
    [
      { head: 'Key', say: '', width: 20, cell: ({ keys }) => [span(keysText(keys), 'key')] },
      { head: 'Does', say: '', width: 30, max: 100, cell: ({ label }) => label },
    ],
    width,
    glyphs,
  );
  const section = (title: string, bindings: readonly Binding[]): Line[] => [
    heading(title, width, glyphs),
    ...bindings.map(binding => table.row(binding)),
    BLANK,
  ];
  const here = openPlace(ui);
  const own = PLACE_TITLES.filter(([place]) => place === here).concat(
    PLACE_TITLES.filter(([place]) => place !== here),
  );
  const [first, ...others] = own.map(([place, title]) => section(title, ownBindings(place)));
  const isOwnFirst = PLACE_TITLES.some(([place]) => place === here);
  const general = section('Everywhere', KEYMAP.filter(isGeneral));
  const lines = [
    ...(isOwnFirst ? [...(first ?? []), ...general] : [...general, ...(first ?? [])]),
    ...others.flat(),
    heading('Words', width, glyphs),
    ...TERMS.flatMap(([term, meaning]) => fact(term, meaning, width)),
  ];
  return textScreen(rowsOf(lines), 'Esc or ? closes the help.');
}
