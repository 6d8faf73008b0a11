import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** A value in a JSON file that is either complete or absent, even if the process dies while writing it. */
export class Remembered<Value> {
  constructor(
    private readonly path: string,
    private readonly schema: z.ZodType<Value>,
  ) {}

  /** The value; undefined if there is none, or none that this version understands. */
  async read(): Promise<Value | undefined> {
    try {
      const content: unknown = JSON.parse(await readFile(this.path, 'utf8'));
      return this.schema.safeParse(content).data;
    } catch {
      return undefined;
    }
  }

  async write(value: Value): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const fresh = `${this.path}.new`;
    const file = await open(fresh, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(value));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, this.path);
  }
}
