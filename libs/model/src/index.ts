export * from './generated/types';
export * from './generated/schemas';
export * from './catalogue';
export * from './check-configuration';
export * from './metric';
export * from './observation';
export * from './severity';
export * from './topic-name';
