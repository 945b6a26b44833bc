/** Where the program keeps things: the workspace of the user, and a cache that may be deleted at any time. */

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Environment variables that decide about folders. */
export type FolderEnv = Readonly<Record<string, string | undefined>>;

/** Name of the workspace folder in the current directory. */
export const WORKSPACE_NAME = '.trimtab';

/** The workspace: `--workspace DIR`, else `.trimtab` in the current directory. */
export function workspaceFolder(option: string | undefined, cwd: string): string {
  return resolve(cwd, option ?? WORKSPACE_NAME);
}

/** The cache: `TRIMTAB_CACHE_DIR`, else the platform's cache folder. */
export function cacheFolder(env: FolderEnv, platform: NodeJS.Platform): string {
  if (env.TRIMTAB_CACHE_DIR) return resolve(env.TRIMTAB_CACHE_DIR);
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'trimtab', 'cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'trimtab');
  return join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'trimtab');
}
