/** Tests of everything; `tests/helpers/prepare-sample.ts` makes the sample once before them. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The screens run as they ship: React's production build knows no development JSX.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: ['tests/helpers/prepare-sample.ts'],
    // One worker for each processor: the suite is mostly arithmetic, and nothing in it is timed.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Ink refuses to draw live frames when CI is set: the tests draw into their own terminal.
    env: { CI: '', NODE_ENV: 'production' },
  },
});
