/** Tests of everything; `tests/helpers/prepare-sample.ts` makes the sample once before them. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: ['tests/helpers/prepare-sample.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Ink refuses to draw live frames when CI is set: the tests draw into their own terminal.
    env: { CI: '', NODE_ENV: 'production' },
  },
});
