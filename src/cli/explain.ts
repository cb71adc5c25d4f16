import { allRules } from '../compare/index.ts';
import { allChecks } from '../registry/index.ts';
import { BEHAVIOR_CHANGES } from '../runtime/index.ts';
import { type Paint, suggest } from '../text/index.ts';
import { checkPage } from './check-pages.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

/** The word for what is known of the components that clients and servers are built with. */
const BEHAVIORS = 'behaviors';

export const registerExplain: RegisterCommand = (program, handle) => {
  program
    .command('explain')
    .description('Explains a check or a compatibility rule, with examples; without an id, lists them all.')
    .argument('[id]', 'the word in brackets of a finding: `unknown-field`')
    .addHelpText(
      'after',
      examples({
        explain: 'list all checks and rules',
        'explain unknown-field': 'explain one of them',
        [`explain ${BEHAVIORS}`]: 'what revisions of compiler, runtime, derive and kernel do',
      }),
    )
    .action(handle(explain));
};

function explain(session: Session, id: string | undefined): Verdict {
  session.print(
    id === undefined ? list(session.paint) : id === BEHAVIORS ? behaviors(session.paint) : page(id, session.paint),
  );
  return 0;
}

function list(paint: Paint): string {
  const known = [...allChecks, ...allRules];
  const width = Math.max(...known.map(({ id }) => id.length));
  const line = ({ id, summary }: { id: string; summary: string }) => `  ${paint.strong(id.padEnd(width))}  ${summary}`;
  const group = (title: string, members: readonly { id: string; summary: string }[]) =>
    members.length === 0 ? [] : [[title, ...members.map(line)].join('\n')];
  return [
    ...group(
      'Errors',
      allChecks.filter(({ severity }) => severity === 'error'),
    ),
    ...group(
      'Warnings',
      allChecks.filter(({ severity }) => severity === 'warning'),
    ),
    ...group(
      'Notes',
      allChecks.filter(({ severity }) => severity === 'note'),
    ),
    ...group(
      'Off unless configured',
      allChecks.filter(({ severity }) => severity === 'off'),
    ),
    ...group('Compatibility rules', allRules),
  ].join('\n\n');
}

function behaviors(paint: Paint): string {
  const components = [...new Set(BEHAVIOR_CHANGES.map(({ component }) => component))];
  const sections = components.map((component) => {
    const lines = BEHAVIOR_CHANGES.filter((change) => change.component === component).map(
      ({ since, what }) => `  since ${since}: ${what}`,
    );
    return [paint.strong(component), ...lines].join('\n');
  });
  const lead =
    'What the components do that clients and servers are built with. A tree pins them in `Cargo.lock` and in its own sources.';
  return [lead, ...sections].join('\n\n');
}

function page(id: string, paint: Paint): string {
  const check = allChecks.find((candidate) => candidate.id === id);
  if (!check && !allRules.some((rule) => rule.id === id)) {
    const near = suggest(id, [...[...allChecks, ...allRules].map((known) => known.id), BEHAVIORS]);
    const help = near ? `did you mean \`${near}\`?` : '`idol-registry explain` lists them all';
    throw new CannotRun(`there is no check and no rule \`${id}\``, help);
  }
  const text = checkPage(id);
  if (text === undefined)
    throw new CannotRun(`the page of \`${id}\` is missing from this installation`, 'install it again');
  const kind = check ? `${paint.severity(check.severity, check.severity)}, unless configured` : 'compatibility rule';
  const [title = '', ...rest] = text.split('\n');
  const body = rest.map((line) => (/^#{2,3} /.test(line) ? paint.strong(line) : line)).join('\n');
  return `${paint.strong(title)}\n\n${id} (${kind})\n${body}`;
}
