import { allRules } from '../compare/index.ts';
import { allChecks } from '../registry/index.ts';
import { BEHAVIOR_CHANGES } from '../runtime/index.ts';
import { jsonText, type Paint, type Severity, suggest } from '../text/index.ts';
import { checkPage } from './check-pages.ts';
import { addFormatOption, type FormatFlags, outputsOf, writeOutputs } from './output-format.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';

/** The word for what is known of the components that clients and servers are built with. */
const BEHAVIORS = 'behaviors';

export const registerExplain: RegisterCommand = (program, handle) => {
  const command = program
    .command('explain')
    .description('Explains a check or a compatibility rule, with examples; without an id, lists them all.')
    .argument('[id]', 'the word in brackets of a finding: `unknown-field`');
  addFormatOption(command, ['text', 'json'])
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

function explain(session: Session, id: string | undefined, flags: FormatFlags): Verdict {
  const outputs = outputsOf(flags);
  const known = id === undefined || id === BEHAVIORS ? undefined : explained(id);
  writeOutputs(session, outputs, (format, paint) => {
    if (format === 'json') return jsonText(known ?? (id === BEHAVIORS ? BEHAVIOR_CHANGES : KNOWN));
    if (known) return pageText(known, paint);
    return id === BEHAVIORS ? behaviors(paint) : list(paint);
  });
  return 0;
}

/** What `--format json` prints of a check or a rule. */
interface Known {
  readonly id: string;
  readonly kind: 'check' | 'rule';
  /** Of a check, unless configured. */
  readonly severity?: Severity;
  readonly summary: string;
}

const KNOWN: readonly Known[] = [
  ...allChecks.map(({ id, severity, summary }) => ({ id, kind: 'check' as const, severity, summary })),
  ...allRules.map(({ id, summary }) => ({ id, kind: 'rule' as const, summary })),
];

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

/** A check or a rule with its page, in Markdown. */
function explained(id: string): Known & { readonly page: string } {
  const known = KNOWN.find((one) => one.id === id.toLowerCase());
  if (!known) {
    const near = suggest(id, [...KNOWN.map((one) => one.id), BEHAVIORS]);
    const help = near ? `did you mean \`${near}\`?` : '`idol-registry explain` lists them all';
    throw new CannotRun(`there is no check and no rule \`${id}\``, help);
  }
  const page = checkPage(known.id);
  if (page === undefined)
    throw new CannotRun(`the page of \`${known.id}\` is missing from this installation`, 'install it again');
  return { ...known, page };
}

function pageText({ id, severity, page }: Known & { readonly page: string }, paint: Paint): string {
  const kind = severity ? `${paint.severity(severity, severity)}, unless configured` : 'compatibility rule';
  const [title = '', ...rest] = page.split('\n');
  const body = rest.map((line) => (/^#{2,3} /.test(line) ? paint.strong(line) : line)).join('\n');
  return `${paint.strong(title)}\n\n${id} (${kind})\n${body}`;
}
