import { AvroError, type AvroSchema } from '@panto/avro';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Remembered } from '../configuration/remembered';

/** Ids by what they were asked for. */
export const rememberedIds = z.record(z.string(), z.int());

/** Where ids of schemas come from. */
export interface IdSource {
  idOf(subject: string, schema: AvroSchema): Promise<number>;
}

/**
 * Ids of schemas out of the registry, asked once each; where it cannot be reached, those of an earlier life. What
 * is remembered goes with the address of the registry and the text of the schema, so it is never another's.
 */
export class SchemaIds {
  private readonly known = new Map<string, number>();

  constructor(
    private readonly registry: (url: string) => IdSource,
    private readonly remembered: Remembered<Record<string, number>>,
  ) {}

  async idOf(url: string, subject: string, schema: AvroSchema): Promise<number> {
    const key = `${url} ${subject} ${createHash('sha256').update(JSON.stringify(schema)).digest('hex')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const id = await this.ask(url, subject, schema, key);
    this.known.set(key, id);
    return id;
  }

  private async ask(url: string, subject: string, schema: AvroSchema, key: string): Promise<number> {
    try {
      const id = await this.registry(url).idOf(subject, schema);
      await this.remembered.write({ ...(await this.remembered.read()), [key]: id }).catch(() => undefined);
      return id;
    } catch (error) {
      const earlier = (await this.remembered.read())?.[key];
      if (earlier !== undefined && error instanceof AvroError && error.code === 'registry-unreachable') {
        return earlier;
      }
      throw error;
    }
  }
}
