export { addressVariables, type Addresses } from './parts/plan';
export { StackFault } from './stack-fault';
export { fetchDownloads, type Downloads } from './downloads';
export { registryPart, registrySign } from './parts/registry';
export { freePort } from './port';
export { Child } from './process/child';
export { answers } from './sign';
export type { Part } from './part';
