import type { RegistrySource } from '../published/source.ts';
import { isGitPlace, isS3Place } from './address.ts';
import { gitSource } from './git-source.ts';
import { s3Source } from './s3-source.ts';

/** The files of a registry on a git branch or in object storage; undefined for folders and addresses on the web. */
export function remoteSource(place: string): RegistrySource | undefined {
  if (isGitPlace(place)) return gitSource(place);
  return isS3Place(place) ? s3Source(place) : undefined;
}
