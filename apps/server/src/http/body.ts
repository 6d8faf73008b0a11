import type { Request } from 'express';
import { Problem } from './problem';

/** Accepted content types: none that another site's page could send without a preflight request. */
const yaml = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];
const json = 'application/json';
const jsonLines = ['application/x-ndjson', 'application/jsonl'];

/** A set of files in one body, so that faults can name the file. */
export const filesType = 'application/vnd.panto.files+json';

/** The text of a body, and its type. */
export function bodyOf(
  request: Request,
  allowed: 'resources' | 'json',
): { readonly type: string; readonly text: string } {
  const types = allowed === 'resources' ? [...yaml, json, filesType] : [json, ...jsonLines];
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!types.includes(type)) {
    const advice = `send the header "Content-Type: ${types[0]}" (or ${types.slice(1).join(', ')})`;
    throw new Problem(
      415,
      'unsupported-media-type',
      `${type === '' ? 'the body has no type' : `\`${type}\` is not supported here`}; ${advice}`,
    );
  }
  const body: unknown = request.body;
  return { type, text: typeof body === 'string' ? body : '' };
}
