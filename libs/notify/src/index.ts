export type { NotifyMemory, OpenEpisode, Told } from './memory';
export { notifyDecider, type NotifyInput } from './notify';
export type { Route, RouteMatch } from './route';
export type { Named, Surroundings } from './surroundings';
export { sayDuration } from './duration';
export { render, sayState, sayTime, type Subject, type Wording } from './render';
