export { BODY, ContractPlaces, contractPath, readContract, readContractText } from './read-contract.ts';
export { type ContractProblem, type ResolvedContract, resolveContract } from './resolve-contract.ts';
export { type SerializedType, serializedTypes } from './serialized-types.ts';
export { type ContractSettings, type DirectionSettings, knownMessageSettings, MessagesSettings } from './settings.ts';
