import { registry, site } from '../context.ts';
import { interfaceTwin } from '../markdown-twin.ts';

/** Every interface and the guide in one text, for readers that take it whole. */
export function GET(): Response {
  const guide = site.guide.map(({ title, markdown }) => `# ${title}\n${markdown}`);
  return new Response([...registry.interfaces.map(interfaceTwin), ...guide].join('\n'));
}
