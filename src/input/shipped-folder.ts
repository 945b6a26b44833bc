/** Folders that ship beside the program: at the root of a checkout, and at the root of the installed package. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this name; null when it is missing from the installation. */
export function shippedFolder(name: 'docs' | 'scenarios' | 'fixtures/worked-examples'): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, name);
    if (existsSync(join(folder, 'package.json')) && existsSync(candidate)) return candidate;
  }
  return null;
}
