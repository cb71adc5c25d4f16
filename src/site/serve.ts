import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.rs': 'text/plain; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.zip': 'application/zip',
};

/**
 * Serves a built site on this machine alone, at the base path that it was built for, as static hosts do: `index.html` of a
 * folder, a redirect to the address with a slash, `404.html` for what is not there.
 */
export async function serveFolder(
  folder: string,
  { base, port }: { base: string; port: number },
): Promise<{ address: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    response.setHeader('cache-control', 'no-cache');
    const path = decode(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === undefined || path.includes('//') || (request.method !== 'GET' && request.method !== 'HEAD'))
      return send(response, 400);
    if (!path.startsWith(base)) {
      return `${path}/` === base || path === '/' ? redirect(response, base) : notFound(response);
    }
    // A normalised absolute path has no `..` left that could lead out of the folder.
    const file = join(folder, normalize(`/${path.slice(base.length)}`));
    const kind = kindOf(file);
    if (kind === 'folder' && !path.endsWith('/')) return redirect(response, `${path}/`);
    const page = kind === 'folder' ? join(file, 'index.html') : file;
    if (kindOf(page) !== 'file') return notFound(response);
    return sendFile(response, 200, page);
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

  function notFound(response: ServerResponse): void {
    const page = join(folder, '404.html');
    if (kindOf(page) === 'file') sendFile(response, 404, page);
    else send(response, 404);
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function decode(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

function kindOf(path: string): 'file' | 'folder' | 'nothing' {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return 'file';
  return stats?.isDirectory() ? 'folder' : 'nothing';
}

function sendFile(response: ServerResponse, status: number, path: string): void {
  response.writeHead(status, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
  createReadStream(path).pipe(response);
}

function send(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(302, { location: encodeURI(to) }).end();
}
