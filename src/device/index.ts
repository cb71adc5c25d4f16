/** The way to a device from Node: UDP sockets for the {@link RpcSender} of `idol-registry/runtime`. */
export { type DeviceAddress, parseDeviceAddress } from './address.ts';
export { udpSockets } from './udp.ts';
