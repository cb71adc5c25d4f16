import { operationsTwin } from '../../page-twins.ts';

export const GET = () => new Response(`${operationsTwin()}\n`);
