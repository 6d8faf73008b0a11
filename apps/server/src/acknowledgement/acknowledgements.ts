import type { Acknowledgement } from '@panto/model';
import { NewestByCheck } from '../projection/newest-by-check';
import type { Publication } from '../projection/placement';
import type { OpenCodec } from '../projection/topic-codec';

/** The newest acknowledgement of each Check, from the compacted topic. */
export class Acknowledgements extends NewestByCheck<Acknowledgement> {
  constructor(openCodec: OpenCodec, prefix: string) {
    super(openCodec, prefix, 'acknowledgements', 'acknowledgement');
  }

  /** The record of an acknowledgement; null withdraws that of the Check. */
  async publicationOf(check: string, acknowledgement: Acknowledgement | null): Promise<Publication> {
    const codec = await this.codec.open();
    const value = acknowledgement === null ? null : codec.encode(acknowledgement);
    return { topic: this.codec.topic, key: check, value };
  }
}
