export {
  ContentMaker,
  hashesOf,
  listedFiles,
  type ObjectStore,
  parseObject,
  type ReleaseContent,
  type ReleasedInterface,
  type VersionObject,
} from './content.ts';
export { type Family, familiesOf, type ReleaseName, readFamilies } from './families.ts';
export * from './history.ts';
export { type Absence, type InterfaceDownload, interfaceAbsences, interfaceDownloads } from './interface-downloads.ts';
export { type CarriedVersion, carriedVersions, lineageOf } from './lineage.ts';
export type { Meeting } from './meeting-judge.ts';
export { type BuiltVersion, builtId, builtIn, judgeMeetings, type Meetings, meetingKey } from './meetings.ts';
export { predecessorsByVersion, type ReleaseFolders, readFolderHistory, releaseFolders } from './read-folders.ts';
export { readGitHistory } from './read-git.ts';
export { type ReadOptions, ReleaseReader, workersFor } from './release-reader.ts';
export { defaultCacheFolder, ReleaseStore } from './release-store.ts';
export { comparisonsOf, objectsOf } from './remembered.ts';
export { variantHistory } from './variant-history.ts';
export type { ReleaseWorkers } from './workers.ts';
