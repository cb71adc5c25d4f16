export { type Cache, folderCache, memoryCache } from './cache.ts';
export {
  type ObjectStore,
  parseObject,
  type ReleaseContent,
  type ReleasedInterface,
  sha256,
  storeContent,
  type VersionObject,
} from './content.ts';
export { type Family, type ReleaseName, readFamilies } from './families.ts';
export * from './history.ts';
export { findingsOf, objectsOf, type ReadOptions, readGitHistory } from './read-releases.ts';
