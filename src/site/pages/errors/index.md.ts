import { errorsTwin } from '../../page-twins.ts';

export const GET = () => new Response(`${errorsTwin()}\n`);
