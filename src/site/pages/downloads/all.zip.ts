import { archive } from '../../downloads.ts';

export const GET = () => new Response(archive());
