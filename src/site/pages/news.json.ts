import { newsOf } from '../news.ts';

/** What is new since any release: what the home page loads when a reader chooses one. */
export const GET = () => new Response(JSON.stringify(newsOf()));
