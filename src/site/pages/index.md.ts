import { homeTwin } from '../page-twins.ts';

export const GET = () => new Response(`${homeTwin()}\n`);
