/** Manifests that exporters put beside their files: which files are one version of one month of an export. */

import { z } from 'zod';

/** A file that a manifest names. */
export type ManifestPart = {
  /** Names of the folders and of the file, from the bucket or container down. Never used as a path. */
  readonly key: readonly string[];
  readonly bytes: number | null;
  /** Records without the header. */
  readonly rows: number | null;
};

/** A manifest of a known exporter. */
export type ExportManifest = {
  /** Where it is in the folder that is read, with `/`. */
  readonly path: string;
  /** What it is a version of: the same for all versions of one month of one export. */
  readonly subject: string;
  /** Name of the version: a part of a folder's name where versions stand side by side. */
  readonly version: string;
  /** Sorts the versions of a subject by time, as text; null when the manifest tells no time. */
  readonly order: string | null;
  readonly parts: readonly ManifestPart[];
};

/** The largest one seen (CUR with 1,500 columns) has 0.2 MB. An assumption, range 4 to 64 MB. */
export const MANIFEST_BYTES_MAX = 16 * 1024 * 1024;

/** Names that manifests have. */
export function isManifestName(name: string): boolean {
  return /manifest.*\.json$/i.test(name);
}

const name = z.string().min(1).max(1024);
const keys = z.array(z.string()).max(100_000);

const curManifest = z.object({
  assemblyId: name,
  reportKeys: keys,
  billingPeriod: z.object({ start: name }),
  account: z.string().optional(),
  reportName: z.string().optional(),
});

const dataExportManifest = z.object({
  dataFiles: keys,
  executionId: name,
  exportArn: name.optional(),
});

const azureManifest = z.object({
  blobs: z
    .array(
      z.object({
        blobName: z.string(),
        byteCount: z.number().int().nonnegative().nullish(),
        dataRowCount: z.number().int().nonnegative().nullish(),
      }),
    )
    .max(100_000),
  exportConfig: z
    .object({
      exportName: z.string().nullish(),
      resourceId: z.string().nullish(),
      type: z.string().nullish(),
      granularity: z.string().nullish(),
    })
    .optional(),
  runInfo: z.object({
    runId: name,
    startDate: name,
    endDate: z.string().nullish(),
    submittedTime: z.string().nullish(),
  }),
});

/** `2025-12-03T10:15:00.123Z…`, `20251203T101500Z…` or `202512031015` as 14 digits; null when the text starts with no time. */
export function timeOf(text: string): string | null {
  const long = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d)[:_-]?(\d\d)[:_-]?(\d\d)/.exec(text);
  if (long !== null) return long.slice(1).join('');
  const short = /^\d{12}(?!\d)/.exec(text);
  return short === null ? null : `${short[0]}00`;
}

function part(key: string, bytes: number | null = null, rows: number | null = null): ManifestPart {
  const path = key.replace(/^s3:\/\/[^/]*/i, '');
  return { key: path.split('/').filter(segment => segment !== ''), bytes, rows };
}

function subjectOf(...names: readonly (string | null | undefined)[]): string {
  return JSON.stringify(names.map(each => each ?? ''));
}

function fromCur(path: string, json: unknown): ExportManifest | null {
  const { data } = curManifest.safeParse(json);
  if (data === undefined) return null;
  return {
    path,
    subject: subjectOf('cur', data.account, data.reportName, data.billingPeriod.start),
    version: data.assemblyId,
    order: timeOf(data.assemblyId),
    parts: data.reportKeys.map(key => part(key)),
  };
}

const PARTITION = /^billing_period(?:=|%3d)/i;

function fromDataExport(path: string, json: unknown): ExportManifest | null {
  const { data } = dataExportManifest.safeParse(json);
  const parts = data?.dataFiles.map(key => part(key)) ?? [];
  const first = parts[0]?.key ?? [];
  const partition = first.find(segment => PARTITION.test(segment));
  if (data === undefined || partition === undefined) return null;
  const folder = first.find(segment => segment.includes(data.executionId));
  return {
    path,
    subject: subjectOf('data-export', data.exportArn, partition.toLowerCase()),
    version: data.executionId,
    order: timeOf(folder ?? ''),
    parts,
  };
}

/**
 * Runs of one scope, dataset and first day restate each other: month-to-date runs, and what is exported again after the
 * month. The one that reaches furthest is the newest, then the one submitted last.
 */
function fromAzure(path: string, json: unknown): ExportManifest | null {
  const { data } = azureManifest.safeParse(json);
  if (data === undefined) return null;
  const { exportConfig, runInfo } = data;
  const scope = exportConfig?.resourceId?.toLowerCase().split('/providers/microsoft.costmanagement/')[0];
  const end = /^\d{4}-?\d\d-?\d\d/.exec(runInfo.endDate ?? '')?.[0].replaceAll('-', '');
  const submitted = timeOf(runInfo.submittedTime ?? '');
  const first = runInfo.startDate.slice(0, 10);
  return {
    path,
    subject: subjectOf(
      'azure',
      scope ?? exportConfig?.exportName,
      exportConfig?.type,
      exportConfig?.granularity,
      first,
    ),
    version: runInfo.runId,
    order: end === undefined || submitted === null ? null : `${end}${submitted}`,
    parts: data.blobs.map(({ blobName, byteCount, dataRowCount }) =>
      part(blobName, byteCount ?? null, dataRowCount ?? null),
    ),
  };
}

/** Reads a manifest. @returns `unreadable`: no JSON; null: JSON of another kind, or a manifest that names no files */
export function parseExportManifest(path: string, text: string): ExportManifest | null | 'unreadable' {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return 'unreadable';
  }
  const found = fromCur(path, json) ?? fromDataExport(path, json) ?? fromAzure(path, json);
  return found === null || found.parts.length === 0 ? null : found;
}

/** The folders above a path, the nearest first, the root (no names) last. */
function foldersAbove(path: string): readonly (readonly string[])[] {
  const names = path.split('/').slice(0, -1);
  return Array.from({ length: names.length + 1 }, (_, up) => names.slice(0, names.length - up));
}

/** Position of the folder or file of a key that is named after the version; -1 when versions are not side by side. */
export function versionAt({ version }: Pick<ExportManifest, 'version'>, key: readonly string[]): number {
  return key.findLastIndex(segment => segment.toLowerCase().includes(version.toLowerCase()));
}

/**
 * Finds the file of a key among the files of the folder. A person may have downloaded any part of a bucket, so the end of
 * the key is looked for in every folder above the manifest; but a name alone says too little, since every version has files
 * of the same names: the version's folder must be in what is compared, or the file lie beside the manifest.
 * @param files paths in the folder; only one of these is ever answered, whatever the key says
 */
export function locatePart(
  manifest: ExportManifest,
  { key }: ManifestPart,
  files: ReadonlySet<string>,
): string | null {
  const folders = foldersAbove(manifest.path);
  const at = versionAt(manifest, key);
  for (let start = 0; start < key.length; start++) {
    for (const [up, folder] of folders.entries()) {
      const isBeside = up === 0 && start === key.length - 1;
      const isContinued = start > 0 && folder.at(-1) === key[start - 1];
      const isTold = at === -1 ? start < key.length - 1 : at >= start;
      if (!isBeside && !isContinued && !isTold) continue;
      const path = [...folder, ...key.slice(start)].join('/');
      const found = [path, path.replace(/\.(?:gz|zip)$/i, '')].find(candidate => files.has(candidate));
      if (found !== undefined) return found;
    }
  }
  return null;
}
