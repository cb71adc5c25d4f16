export { type ServerOptions, serveEditor } from './server.ts';
