export { foldStory } from './fold-story';
export { judgeStory, type Miss } from './judge-story';
export { type Open, parseTimeline, type TimelineReading } from './parse-timeline';
export { narrate, reportMisses } from './report-story';
export { formatSaid, isRepeat, type Said } from './said';
export {
  endOf,
  type Entry,
  type Expectation,
  type Happening,
  happeningsOf,
  type NoteReason,
  type Placed,
  type Story,
} from './story';
