import { isUuid, uuidV5 } from '@panto/model';

/** The namespace of the UUIDs derived from names of resources. */
const namespace = '1f3a7c52-6c0b-5d0e-9a55-7b0f6a2f9c11';

/** Whether user input is a UUID, in lower or upper case. */
export function looksLikeUuid(text: string): boolean {
  return isUuid(text.toLowerCase());
}

/** The name-based UUID of some words: the same words always give the same UUID, everywhere. */
export function nameBasedUuid(...words: readonly string[]): string {
  // Lengths keep ('a', 'bc') and ('ab', 'c') apart.
  return uuidV5(namespace, words.map((word) => `${word.length}:${word}`).join(''));
}
