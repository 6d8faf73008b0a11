export type { Held, HeldChannel } from './held';
export type { NotifyMemory, OpenEpisode, Told } from './memory';
export { notifyDecider, type AlertInput, type NotifyInput, type NotifyOutput } from './notify';
export type { Route, RouteMatch } from './route';
export type { Silence, SilenceMatch } from './silence';
export type { Named, Surroundings, SurroundingsOf } from './surroundings';
export type { EndAhead, TimeInput } from './tell-held';
export { sayDuration } from './duration';
export { render, sayState, sayTime, type Subject, type Wording } from './render';
