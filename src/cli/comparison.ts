import type { AgainstContext, Config } from '../registry/index.ts';
import { redirectsOf } from './open-registry.ts';
import { outsideOf } from './project.ts';
import type { Session } from './session.ts';

/** What both sides of a comparison are read with. */
export function contextOf(session: Session, folder: string, config: Config): AgainstContext {
  return {
    folder,
    revision: session.options.rev,
    config,
    outside: outsideOf(session, folder, config),
    engine: session.engine,
    onFetch: session.onFetch,
    redirects: redirectsOf(session),
  };
}
