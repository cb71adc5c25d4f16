import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { type Opened, opened, refused } from '../../tree/index.ts';
import { reasonOf } from '../published/source.ts';

/** What is asked of a service at once. */
const PARALLEL = 16;

/** How often one thing is asked while connections are lost. */
const MOST_TRIES = 5;

/** How long a service may take for one answer, in milliseconds. */
const TIMEOUT = 60_000;

/** Contents that are named by their hash never change: caches may keep them for a year. Everything else may change in a minute. */
const IMMUTABLE = /^(?:objects|stubs|files|log)\//;

export type WriteCondition = { readonly kind: 'absent' } | { readonly kind: 'unchanged'; readonly tag: string };

/** The bytes of an object, and the tag by which a service knows them. */
export interface S3Object {
  readonly content: Uint8Array;
  readonly tag: string;
}

/** The objects below a prefix of a bucket, in any service that speaks the protocol of S3 and honors conditions. */
export class S3Store {
  readonly place: string;
  readonly #client: AwsClient;
  readonly #bucket: string;
  readonly #prefix: string;

  private constructor(place: string, client: AwsClient, bucket: string, prefix: string) {
    this.place = place;
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  /**
   * @param place `s3://bucket/prefix`
   * @param env the variables of other tools: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL` …
   */
  static open(place: string, env: NodeJS.ProcessEnv = process.env): Opened<S3Store> {
    const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{2,62})(?:\/(.*))?$/.exec(place) ?? [];
    if (bucket === undefined) {
      const [, named = ''] = /^s3:\/\/([^/]*)/.exec(place) ?? [];
      const message = named === '' ? `\`${place}\` names no bucket` : `\`${named}\` cannot be the name of a bucket`;
      const rule = 'a bucket has 3 to 63 lower-case letters, digits, dots and hyphens';
      return refused('not-a-registry', message, `write \`s3://bucket/prefix\`; ${rule}`);
    }
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = env;
    if (!accessKeyId || !secretAccessKey) {
      const help = 'set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`';
      return refused('not-a-registry', `there are no credentials for \`${place}\``, help);
    }
    const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';
    const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
    if (endpoint && !URL.canParse(endpoint)) {
      return refused(
        'not-a-registry',
        `\`${endpoint}\` is no address`,
        '`AWS_ENDPOINT_URL` is the address of a service',
      );
    }
    // A service of one's own rarely has a host name for each bucket.
    const base = endpoint
      ? `${endpoint.replace(/\/+$/, '')}/${bucket}`
      : `https://${bucket}.s3.${region}.amazonaws.com`;
    const client = new AwsClient({ accessKeyId, secretAccessKey, sessionToken, region, service: 's3', retries: 4 });
    return opened(new S3Store(place.replace(/\/+$/, ''), client, base, path.replace(/^\/+|\/+$/g, '')));
  }

  /** An object; undefined when it is not there. */
  async object(address: string): Promise<Opened<S3Object | undefined>> {
    return this.#ask<S3Object | undefined>('GET', this.#url(address), {}, async (response) => {
      if (response.status === 404) return opened(undefined);
      if (!response.ok) return this.#refusal(address, response);
      const tag = response.headers.get('etag');
      if (tag === null) {
        const help = 'use a service with conditional writes, or a git remote: `git+<remote>#<branch>`';
        return refused('not-a-registry', `the service of \`${this.place}\` gives objects no \`ETag\``, help);
      }
      return opened({ content: new Uint8Array(await response.arrayBuffer()), tag });
    });
  }

  /** Addresses of the objects below a folder, which ends in `/`. */
  async list(folder: string): Promise<Opened<string[]>> {
    const found: string[] = [];
    const root = this.#prefix === '' ? '' : `${this.#prefix}/`;
    const prefix = root + folder;
    for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
      const query = new URLSearchParams({
        'list-type': '2',
        prefix,
        ...(token !== undefined && { 'continuation-token': token }),
      });
      const page: Opened<string> = await this.#ask<string>('GET', `${this.#bucket}?${query}`, {}, async (response) =>
        response.ok ? opened(await response.text()) : this.#refusal('', response),
      );
      if (!page.ok) return page;
      for (const [, entry = ''] of page.value.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
        const key = textOfElement(entry, 'Key');
        if (key?.startsWith(prefix)) found.push(key.slice(root.length));
      }
      token = textOfElement(page.value, 'NextContinuationToken');
    }
    return opened(found);
  }

  /** Writes an object if a condition holds. False: it does not hold. */
  async write(address: string, content: Uint8Array, condition: WriteCondition): Promise<Opened<boolean>> {
    const headers = {
      'content-type': address.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8',
      'cache-control': IMMUTABLE.test(address) ? 'public, max-age=31536000, immutable' : 'public, max-age=60',
      ...(condition.kind === 'absent' ? { 'if-none-match': '*' } : { 'if-match': condition.tag }),
    };
    for (;;) {
      const answer = await this.#ask<boolean | 'again'>(
        'PUT',
        this.#url(address),
        { headers, body: content },
        async (response) => {
          // 409: another write of the same object is under way. 404: what was to be replaced is gone.
          if (response.status === 409) return opened('again');
          if (response.status === 412 || response.status === 404) return opened(false);
          return response.ok ? opened(true) : this.#refusal(address, response);
        },
      );
      if (!answer.ok) return answer;
      if (answer.value !== 'again') return opened(answer.value);
    }
  }

  /**
   * Refuses a service that ignores conditions: two runs at once would overwrite each other, and nobody would know. The test writes one
   * small object, `.conditions`, which stays.
   */
  async requireConditions(): Promise<Opened<undefined>> {
    const probe = Buffer.from('This object tests that writes have conditions.\n');
    const absent = { kind: 'absent' } as const;
    const attempts: WriteCondition[] = [
      absent,
      absent,
      { kind: 'unchanged', tag: '"00000000000000000000000000000000"' },
    ];
    for (const [at, condition] of attempts.entries()) {
      const written = await this.write('.conditions', probe, condition);
      if (!written.ok) return written;
      if (written.value && at > 0) {
        const header = condition.kind === 'absent' ? 'If-None-Match' : 'If-Match';
        return refused(
          'not-a-registry',
          `the service of \`${this.place}\` ignores \`${header}\`: publishing there could lose releases`,
          'use a service with conditional writes, or a git remote: `git+<remote>#<branch>`',
        );
      }
    }
    return opened(undefined);
  }

  #url(address: string): string {
    const key = [this.#prefix, address].filter((part) => part !== '').join('/');
    return `${this.#bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  }

  async #ask<T>(
    method: string,
    url: string,
    { headers, body }: { readonly headers?: Record<string, string>; readonly body?: Uint8Array },
    take: (response: Response) => Promise<Opened<T>>,
  ): Promise<Opened<T>> {
    for (let tries = 1; ; tries++) {
      try {
        const content = body && { body: new Uint8Array(body) };
        const signal = AbortSignal.timeout(TIMEOUT);
        return await take(await this.#client.fetch(url, { method, ...(headers && { headers }), ...content, signal }));
      } catch (error) {
        if (isLostConnection(error) && tries < MOST_TRIES) {
          await wait(Math.random() * 100 * tries);
          continue;
        }
        return refused('not-a-registry', `\`${this.place}\` cannot be reached: ${reasonOf(error, TIMEOUT)}`);
      }
    }
  }

  async #refusal<T>(address: string, response: Response): Promise<Opened<T>> {
    const text = (await response.text().catch(() => '')).slice(0, 10_000);
    const words = textOfElement(text, 'Message') ?? textOfElement(text, 'Code');
    const what = address === '' ? this.place : `${this.place}/${address}`;
    return refused(
      'not-a-registry',
      `the service answers ${response.status} to \`${what}\`${words ? `: ${words}` : ''}`,
      response.status === 403 ? 'check the credentials and their rights' : undefined,
    );
  }
}

/**
 * True when the connection ended before the answer was whole: a service closes one that it takes for idle at any moment. Asking again
 * does no harm. A write that happened all the same does not meet its condition again, and counts as that of another run.
 */
function isLostConnection(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

/** Does something with every item, so many at once. Gives the first refusal. */
export async function forEachAtOnce<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<Opened<unknown>>,
): Promise<Opened<undefined>> {
  let next = 0;
  let refusal: Opened<never> | undefined;
  const worker = async () => {
    while (next < items.length && !refusal) {
      const answer = await act(items[next++] as Item);
      if (!answer.ok) refusal ??= answer;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return refusal ?? opened(undefined);
}

/** The text of the first element of a name in an answer of the service. */
function textOfElement(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(?:lt|gt|quot|apos|amp|#(\d+)|#x([0-9a-f]+));/gi, (entity, decimal, hex) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[entity.toLowerCase()] ?? entity;
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};
