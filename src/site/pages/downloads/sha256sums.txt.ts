import { checksums } from '../../downloads.ts';

export const GET = () => new Response(checksums());
