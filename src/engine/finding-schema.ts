/** A finding in files and answers. */

import { z } from 'zod';

/** Contract of a `Finding`. */
export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.string().nullable(),
  source: z
    .object({ file: z.string().nullable(), row: z.number().nullable(), column: z.string().nullable() })
    .nullable(),
});
