/** Rows of the screen in Ink: one Text per row, the only place where meaning becomes colour. */

import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Line, Span } from '../line.ts';
import type { Style, Theme } from '../theme.ts';

function styleOf({ token, isFocused }: Span, theme: Theme): Style {
  return isFocused ? { ...theme[token], ...theme.focus } : theme[token];
}

function Row({ row, theme }: { readonly row: Line; readonly theme: Theme }): ReactNode {
  return (
    <Text wrap="truncate">
      {row.spans.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a row have no identity but their place.
        <Text key={index} {...styleOf(piece, theme)}>
          {piece.text}
        </Text>
      ))}
    </Text>
  );
}

/** The rows of a whole screen, from top to bottom. */
export function Lines({ rows, theme }: { readonly rows: readonly Line[]; readonly theme: Theme }): ReactNode {
  return (
    <Box flexDirection="column">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place.
        <Row key={index} row={row} theme={theme} />
      ))}
    </Box>
  );
}

/** Sentences for a screen reader, one below the other, without colour. */
export function Sentences({ sentences }: { readonly sentences: readonly string[] }): ReactNode {
  return (
    <Box flexDirection="column">
      {sentences.map((sentence, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is its place.
        <Text key={index}>{sentence}</Text>
      ))}
    </Box>
  );
}
