export {
  type CheckIdentity,
  checkConfigurationOf,
  checkSpecOf,
  ConfigurationError,
  toCheckConfiguration,
} from './check-configuration';
export { clockShape } from './clock-shape';
export { durationSetting } from './duration-setting';
export { type DurationReading, formatDuration, parseDuration } from './duration';
export { type Fault, formatFault } from './fault';
export { looksLikeUuid, nameBasedUuid } from './identity';
export { canonicalJson, formatJson, parseJson, parseTypedJson } from './json';
export { isKind, type Kind, kinds, type Specs, specSchemas } from './kind';
export { compileMatcher, type Matcher, PatternError } from './matcher';
export { parseResources, readingOf, type Reading, type Surrounding } from './parse-resources';
export type { AnyResource, KnownResource, Links, Resource } from './resource';
export type { Source } from './yaml-document';
export { parseResultLine, type LineReading, type ResultLine } from './result-line';
export { labelsField } from './schema/metadata';
export { nameField } from './schema/name-field';
export { severityShape } from './severity-shape';
export { parseTimestamp } from './timestamp';
export { formatYaml } from './yaml-text';
