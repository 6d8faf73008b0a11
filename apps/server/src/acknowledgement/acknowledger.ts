import { randomUUID } from 'node:crypto';
import type { Acknowledgement } from '@panto/model';
import { oneOf } from '../configuration/administration';
import type { Configuration } from '../configuration/configuration';
import { Problem } from '../http/problem';
import type { Publisher } from '../projection/publisher';
import type { TableReader } from '../projection/table-reader';
import type { States } from '../state/states';
import type { AcknowledgementDocument, AcknowledgementWish } from './acknowledgement-document';
import type { Acknowledgements } from './acknowledgements';

/** Maximum wait for a write to be read back, ms. */
const patience = 15_000;

/** Dependencies of acknowledging. */
export interface AcknowledgerSources {
  readonly configuration: Configuration;
  readonly states: States;
  readonly acknowledgements: Acknowledgements;
  /** Follows the topic of acknowledgements. */
  readonly reader: TableReader;
  readonly publisher: Publisher;
}

/** Acknowledges the open problems of Checks, and withdraws acknowledgements. The newest of a Check is in force. */
export class Acknowledger {
  constructor(
    private readonly sources: AcknowledgerSources,
    private readonly now: () => number = Date.now,
  ) {}

  /** The acknowledgement of a Check; throws a Problem if there is none. */
  get(checkIdOrName: string): AcknowledgementDocument {
    const check = this.checkOf(checkIdOrName);
    return documentOf(this.presentOf(check), check.name);
  }

  /** Acknowledges the open problems of a Check; returns once this Server has read it back. */
  async acknowledge(checkIdOrName: string, wish: AcknowledgementWish): Promise<AcknowledgementDocument> {
    const check = this.checkOf(checkIdOrName);
    const acknowledgedAt = this.now();
    if (wish.until !== null && wish.until <= acknowledgedAt) {
      throw new Problem(400, 'faulty-request', 'body/until: must be in the future');
    }
    if (wish.episodes.length === 0) this.refuseUnlessProblem(check);
    const acknowledgement = { ...wish, id: randomUUID(), check: check.id, acknowledgedAt };
    await this.write(check.id, acknowledgement);
    return documentOf(acknowledgement, check.name);
  }

  /** Withdraws an acknowledgement, or throws a Problem; returns once this Server has read it back. */
  async takeBack(checkIdOrName: string): Promise<void> {
    const check = this.checkOf(checkIdOrName);
    this.presentOf(check);
    await this.write(check.id, null);
  }

  private checkOf(idOrName: string): { readonly id: string; readonly name: string } {
    return oneOf('Check', idOrName, this.sources.configuration.present.find('Check', idOrName));
  }

  private presentOf({ id, name }: { readonly id: string; readonly name: string }): Acknowledgement {
    const { acknowledgements, reader } = this.sources;
    const found = acknowledgements.of(id);
    if (found !== undefined) return found;
    const { missing } = reader;
    if (missing !== undefined)
      throw new Problem(503, 'log-unavailable', `the table of acknowledgements ${missing}`);
    throw new Problem(404, 'not-found', `Check \`${name}\` has no acknowledgement`);
  }

  private refuseUnlessProblem({ id, name }: { readonly id: string; readonly name: string }): void {
    const { states, configuration } = this.sources;
    const { state, timestamp } = states.documentOf(id, configuration.present) ?? {};
    if (state !== 'OK' && typeof timestamp === 'string') return;
    const is = state === 'OK' ? 'OK' : 'not known yet';
    const detail = `the State of Check \`${name}\` is ${is}, so there is nothing to acknowledge; to acknowledge an episode that is open nevertheless (a flap), give its id`;
    throw new Problem(409, 'no-problem', detail);
  }

  private async write(check: string, acknowledgement: Acknowledgement | null): Promise<void> {
    const { acknowledgements, publisher, reader } = this.sources;
    await publisher.publish([await acknowledgements.publicationOf(check, acknowledgement)]);
    await reader.catchUp(patience);
  }
}

function documentOf(acknowledgement: Acknowledgement, checkName: string): AcknowledgementDocument {
  const { check, acknowledgedAt, until, ...rest } = acknowledgement;
  return {
    ...rest,
    check: { id: check, name: checkName },
    acknowledgedAt: new Date(acknowledgedAt).toISOString(),
    until: until === null ? null : new Date(until).toISOString(),
  };
}
