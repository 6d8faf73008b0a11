export { ArrivalClock, clockAheadLimit, type Arrival } from './arrival-clock';
export { Simulation, type Decision } from './simulation';
