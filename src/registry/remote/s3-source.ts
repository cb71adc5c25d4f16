import { type Opened, opened, refused } from '../../tree/index.ts';
import type { RegistrySource } from '../published/source.ts';
import { S3Store } from './s3-store.ts';

/** The files of a registry in object storage, read with the credentials of the environment. */
export function s3Source(place: string): RegistrySource {
  let store: Opened<S3Store> | undefined;
  return {
    place,
    async read(address, limit) {
      store ??= S3Store.open(place);
      if (!store.ok) return store;
      const object = await store.value.object(address);
      if (!object.ok) return object;
      const content = object.value?.content;
      if (content === undefined || content.byteLength <= limit) return opened(content);
      return refused('not-a-registry', `\`${place}/${address}\` is too large: the most is ${limit} bytes`);
    },
  };
}
