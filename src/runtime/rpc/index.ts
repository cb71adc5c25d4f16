export * from './packet.ts';
export { RpcError, type RpcProblem } from './rpc-error.ts';
export { type OpenRpcSocket, type RpcOptions, RpcSender, type RpcSocket } from './rpc-sender.ts';
