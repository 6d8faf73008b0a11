import {
  type At,
  type Batch,
  type Coordinator,
  type Entry,
  type Kind,
  type Message,
  type Process,
  type World,
} from './world';

/**
 * Writes a world as text; equal worlds have equal texts. The order of requests on the wire does not matter, since they
 * arrive in any order; nor do the names of the processes, if they share a transactional id: the owner comes first. The
 * text is short, because an exploration spends most of its time on these texts.
 */
export function keyOf(world: World, isSymmetric: boolean): string {
  const { out, snap, offset, seen, ids, wire, owner, processes, budget, wrong = '' } = world;
  const first = isSymmetric ? owner : 0;
  let text = `${offset} ${owner ^ first} ${budget.deaths} ${budget.moves} ${budget.timeouts} ${budget.repeats}${wrong}`;
  for (const one of seen) text += ` ${one.out} ${one.snap} ${one.offsets}`;
  for (const one of ids) text += `|${coordinatorText(one)}`;
  for (let at = 0; at < processes.length; at += 1) text += `|${processText(processes[at ^ first])}`;
  text += `|${entriesText(out)}|${entriesText(snap)}`;
  const requests = wire.map((one) => messageText(one, first));
  return text + (requests.length < 2 ? requests : requests.sort()).join('');
}

const kinds: Readonly<Record<Kind, string>> = { out: 'o', snap: 's', offsets: 'f', end: 'e', abort: 'a' };
const states: Readonly<Record<Coordinator['state'], string>> = {
  empty: '',
  ongoing: 'o',
  committing: 'c',
  aborting: 'a',
  committed: 'd',
};
const places: Readonly<Record<At, string>> = {
  off: 'off',
  starting: 's',
  opened: 'o',
  'offsets-read': 'f',
  restored: 'r',
  before: 'b',
  writing: 'w',
  ending: 'e',
  after: 'a',
  abort: 'x',
};
const statuses: Readonly<Record<Entry['status'], string>> = { open: '?', committed: '!', aborted: '-' };

function entriesText(entries: readonly Entry[]): string {
  let text = '';
  for (const { id, epoch, status, memory, position } of entries)
    text += `${id} ${epoch}${statuses[status]}${memory} ${position},`;
  return text;
}

function kindsText(list: readonly Kind[]): string {
  let text = '';
  for (const kind of list) text += kinds[kind];
  return text;
}

function coordinatorText({
  epoch,
  state,
  added,
  unmarked,
  markerEpoch,
  ended,
  pendingOffset,
}: Coordinator): string {
  return `${states[state]}${epoch}${kindsText(added)} ${kindsText(unmarked)}${markerEpoch} ${ended} ${pendingOffset}`;
}

function messageText({ process, id, epoch, kind, entries, offset, last }: Message, first: number): string {
  const place = process < 0 ? '' : process ^ first;
  return `|${place}${kinds[kind]}${id} ${epoch} ${offset}${last ? 'l' : ' '}${entriesText(entries)}`;
}

function processText(process: Process | undefined): string {
  if (process === undefined || isBlank(process)) return '';
  const { at, unanswered, epoch, memory, position, covered, offset, batch, ahead, early, echo } = process;
  const stand = `${places[at]}${kindsText(unanswered)}${epoch} ${memory} ${position} ${covered} ${offset}`;
  const read =
    early === null ? '' : `${early.memory} ${early.position} ${early.covered} ${early.echo.join()}`;
  return `${stand};${batchText(batch)};${batchText(ahead)};${read};${echo.length === 0 ? '' : echo.join()}`;
}

/** Whether nothing runs in it and it has read nothing. */
function isBlank({ at, position, ahead }: Process): boolean {
  return at === 'off' && position === 0 && ahead === null;
}

function batchText(batch: Batch | null): string {
  if (batch === null) return '';
  return `${batch.outputs.join()} ${batch.memory} ${batch.snapshot ? 's' : ''}${batch.position}`;
}
