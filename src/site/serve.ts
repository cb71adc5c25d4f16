import { realpathSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import send from 'send';

/** Sources that a browser is to show. Their registered types would download them, or play a `.ts` as a video. */
const SHOWN_AS_TEXT = new Set(['.rs', '.ts', '.idol', '.md', '.toml']);

/** Names of this machine. A page elsewhere whose name leads here (DNS rebinding) asks with its own name. */
const OUR_HOSTS = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

export interface RunningServer {
  /** Where the site is: `http://127.0.0.1:4321/`. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Serves a built site on this machine alone, at the base path that it was built for, as static hosts do: `index.html` of a
 * folder, a redirect to the address with a slash, `404.html` for what is not there. What lies outside of the folder is not
 * there, also where a link leads to it.
 *
 * @throws the system's error when the folder is not there or the port is taken
 */
export async function serveFolder(
  folder: string,
  { base, port }: { base: string; port: number },
): Promise<RunningServer> {
  const root = realpathSync(folder);
  const server = createServer((request, response) => {
    answer(request, response, root, base).catch(() => refuse(response, 500, 'The file could not be read.'));
  });
  await listen(server, port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    address: `http://127.0.0.1:${address.port}${base}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, root: string, base: string): Promise<void> {
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('x-content-type-options', 'nosniff');
  if (!OUR_HOSTS.test(request.headers.host ?? '')) return refuse(response, 421, 'This server answers to localhost.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(response, 405, 'This server only shows files.');
  }
  const path = pathOf(request.url ?? '');
  if (path === undefined) return refuse(response, 400, 'This is no address of a file.');
  if (!path.startsWith(base)) {
    return `${path}/` === base || path === '/' ? redirect(response, base) : notFound(request, response, root);
  }
  const wanted = join(root, path.slice(base.length));
  const kind = await kindOf(wanted, root);
  if (kind === 'folder' && !path.endsWith('/')) return redirect(response, `${path}/`);
  const file = kind === 'folder' ? join(wanted, 'index.html') : wanted;
  const isThere = kind !== 'folder' ? kind === 'file' && !path.endsWith('/') : (await kindOf(file, root)) === 'file';
  return isThere ? sendFile(request, response, file, root) : notFound(request, response, root);
}

/** The decoded path of a request, or undefined for one that no link of a site has. */
function pathOf(url: string): string | undefined {
  const [encoded = ''] = url.split(/[?#]/, 1);
  try {
    const path = decodeURIComponent(encoded);
    const isOdd = !path.startsWith('/') || /\/\/|[\\\0]|(?:^|\/)\.{1,2}(?:\/|$)/.test(path);
    return isOdd ? undefined : path;
  } catch {
    return undefined;
  }
}

/** What a path inside the root leads to in the end. What cannot be reached, for whatever reason, is nothing. */
async function kindOf(path: string, root: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    const target = await realpath(path);
    if (target !== root && !target.startsWith(root + sep)) return 'nothing';
    const stats = await stat(target);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'nothing';
  } catch {
    return 'nothing';
  }
}

/** A file that vanishes meanwhile becomes the answer 404, or the end of the connection where the answer has begun. */
function sendFile(request: IncomingMessage, response: ServerResponse, file: string, root: string): void {
  if (SHOWN_AS_TEXT.has(extname(file))) response.setHeader('content-type', 'text/plain; charset=utf-8');
  const path = relative(root, file).split(sep).map(encodeURIComponent).join('/');
  const options = { root, dotfiles: 'allow', index: false, cacheControl: false } as const;
  send(request, `/${path}`, options)
    .on('error', ({ status }: { status?: number }) => refuse(response, status ?? 500, 'The file could not be read.'))
    .pipe(response);
}

async function notFound(request: IncomingMessage, response: ServerResponse, root: string): Promise<void> {
  const page = join(root, '404.html');
  if ((await kindOf(page, root)) !== 'file') return refuse(response, 404, 'There is no such page.');
  response.statusCode = 404;
  // A part of the page would be answered as if it were a part of the file that is not there.
  delete request.headers.range;
  sendFile(request, response, page, root);
}

function refuse(response: ServerResponse, status: number, words: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${words}\n`);
}

function redirect(response: ServerResponse, to: string): void {
  const location = to.split('/').map(encodeURIComponent).join('/');
  response.writeHead(302, { location }).end();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
