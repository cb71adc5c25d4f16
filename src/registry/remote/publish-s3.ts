import type { Opened } from '../../tree/index.ts';
import { type Publishing, type PublishOptions, publishInto } from '../published/publish.ts';
import type { ReadRelease } from '../releases/index.ts';
import { S3Registry } from './s3-registry.ts';
import { S3Store } from './s3-store.ts';

/**
 * Adds a release to a registry in object storage. Every write has a condition, so that a run that comes too late begins again with what
 * the other one wrote.
 */
export async function publishToS3(
  place: string,
  next: ReadRelease,
  options: PublishOptions,
): Promise<Opened<Publishing>> {
  const store = S3Store.open(place);
  if (!store.ok) return store;
  const honored = await store.value.requireConditions();
  return honored.ok ? publishInto(new S3Registry(store.value), next, options) : honored;
}
