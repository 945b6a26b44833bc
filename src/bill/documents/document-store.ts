/** The documents of a workspace: one JSON file each, named after the hash of its content. */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type CostDocument, costDocumentSchema } from '../../engine/cost-document.ts';
import { UserError } from '../../engine/errors.ts';

/** A document of the store. */
export type StoredDocument = {
  readonly id: string;
  /** As the person named the file. */
  readonly path: string;
  readonly sha256: string;
  readonly document: CostDocument;
};

const SCHEMA = 'trimtab/stored-document/1';
const FILE_NAME = /^([0-9a-f]{16})\.json$/;

const stored = z.object({
  schema: z.literal(SCHEMA),
  path: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  document: costDocumentSchema,
});

function documentsFolder(workspace: string): string {
  return join(resolve(workspace), 'documents');
}

function readStored(id: string, path: string): StoredDocument {
  try {
    const { schema: _schema, ...rest } = stored.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { id, ...rest };
  } catch {
    throw new UserError({
      code: 'corrupt-store',
      message: `The stored document ${path} is damaged.`,
      hint: 'Delete this file and import the document again.',
      exitCode: 3,
    });
  }
}

/** Documents of the workspace by id. @throws UserError (data) when one is damaged */
export function listDocuments(workspace: string): readonly StoredDocument[] {
  const folder = documentsFolder(workspace);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const id = FILE_NAME.exec(name)?.[1];
      return id === undefined ? [] : [readStored(id, join(folder, name))];
    });
}

/** Keeps a document; the same content once. */
export function keepDocument(workspace: string, document: Omit<StoredDocument, 'id'>): StoredDocument {
  const folder = documentsFolder(workspace);
  mkdirSync(folder, { recursive: true });
  const id = document.sha256.slice(0, 16);
  const path = join(folder, `${id}.json`);
  if (!existsSync(path)) {
    const temporary = join(folder, `.${id}-${process.pid}`);
    writeFileSync(temporary, `${JSON.stringify({ schema: SCHEMA, ...document }, null, 2)}\n`);
    renameSync(temporary, path);
  }
  return readStored(id, path);
}

/** Deletes the one document whose id begins so. Null when there is none or more than one. */
export function removeDocument(workspace: string, id: string): string | null {
  const found = listDocuments(workspace).filter(document => id !== '' && document.id.startsWith(id));
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  rmSync(join(documentsFolder(workspace), `${only.id}.json`));
  return only.id;
}
