export { addressVariables, type Addresses } from './parts/plan';
export { StackFault } from './stack-fault';
