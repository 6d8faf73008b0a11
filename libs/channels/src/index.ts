export type { Channel, SendContext } from './channel';
export { channelSpec, type ChannelSpec, type ChannelType } from './channel-spec';
export { channels, type ChannelSettings } from './channels';
export { loopback, parseRange, type AddressRange } from './address-guard';
export { retriable, type FailureReason, type Outcome } from './outcome';
export { secretReader, type ReadSecret, type Secret } from './secret';
