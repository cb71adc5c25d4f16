import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A service that keeps objects in memory and speaks as much of S3 as the program asks for. It checks no signature.
 * `ignores` is the header that it takes no notice of, as some services do. `loses`: of so many requests it closes the connection of one,
 * before or after it did what was asked.
 */
export async function startS3(ignores?: 'if-match' | 'if-none-match', loses = Number.POSITIVE_INFINITY) {
  const objects = new Map<string, Buffer>();
  const tagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests++;
    const isLost = requests % loses === 0;
    if (isLost && requests % 2 === 0) return void request.socket.destroy();
    const url = new URL(request.url ?? '', 'http://service');
    const key = decodeURIComponent(url.pathname).slice(1);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const answer = (status: number, body: Buffer | string = '') => {
      if (isLost) return void request.socket.destroy();
      response.statusCode = status;
      response.end(body);
    };
    const present = objects.get(key);
    if (url.searchParams.has('list-type')) {
      const prefix = `${key}/${url.searchParams.get('prefix')}`;
      const after = url.searchParams.get('continuation-token') ?? '';
      const keys = [...objects.keys()].filter((each) => each.startsWith(prefix) && each > after).sort();
      const page = keys.slice(0, 20);
      const entries = page.map((each) => {
        const tag = tagOf(objects.get(each) ?? Buffer.alloc(0)).replaceAll('"', '&quot;');
        return `<Contents><Key>${each.slice(key.length + 1)}</Key><ETag>${tag}</ETag></Contents>`;
      });
      const more = keys.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
      return answer(200, `<ListBucketResult>${entries.join('')}${more}</ListBucketResult>`);
    }
    if (present) response.setHeader('etag', tagOf(present));
    if (request.method === 'GET') return present ? answer(200, present) : answer(404, '<Code>NoSuchKey</Code>');
    const match = ignores === 'if-match' ? undefined : request.headers['if-match'];
    const none = ignores === 'if-none-match' ? undefined : request.headers['if-none-match'];
    if (none === '*' && present) return answer(412, '<Code>PreconditionFailed</Code>');
    if (match !== undefined && (!present || tagOf(present) !== match)) return answer(412);
    objects.set(key, Buffer.concat(parts));
    return answer(200);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, objects, stop: () => void server.close() };
}
