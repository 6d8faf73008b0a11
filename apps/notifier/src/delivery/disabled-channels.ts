import type { ConfigurationMark } from '@panto/model';

/** Channels that asked not to be sent anything more (HTTP 410), with the configuration in force then. */
export class DisabledChannels {
  private readonly marks = new Map<string, ConfigurationMark>();

  /** Notes that a Channel with this configuration asked for it. */
  note(channel: string, { version, updatedAt }: ConfigurationMark): void {
    const known = this.marks.get(channel);
    if (known === undefined || known.updatedAt <= updatedAt) this.marks.set(channel, { version, updatedAt });
  }

  /** Whether it was this very configuration; a Channel that is applied anew is enabled again. */
  has({ id, version, updatedAt }: ConfigurationMark & { readonly id: string }): boolean {
    const mark = this.marks.get(id);
    return mark?.version === version && mark.updatedAt === updatedAt;
  }
}
