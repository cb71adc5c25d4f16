export { type DeviceAddress, parseDeviceAddress } from './address.ts';
export { udpSockets } from './udp.ts';
