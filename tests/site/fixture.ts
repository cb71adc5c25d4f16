import { checkInterface, parseInterface } from '../../src/idol/index.ts';
import {
  type InterfaceEntry,
  NO_RUNTIME,
  type OperationEntry,
  type Registry,
  stubSettings,
} from '../../src/registry/index.ts';
import type { Type, TypeTable } from '../../src/schema/index.ts';
import { type Diagnostic, Source } from '../../src/text/index.ts';
import { ARM, layOutForEach } from '../../src/wire/index.ts';
import { type GivenTypes, givenSchema } from '../schema/given-types.ts';

/** Text that must never leave its place: tags, ends of scripts, addresses that run, template braces. */
export const HOSTILE =
  '<script>alert(1)</script> </script><img src=x onerror=alert(2)> [run](javascript:alert(3)) [data](data:text/html,x) ' +
  '[up](../../../../../etc/passwd) [near](notes.md) ![pixel](https://evil.example/p.png) {1 + 1} `<b>` &lt; "quoted" <!-- --> [ok](https://good.example/?a=1&b=2)';

const types: TypeTable = {
  'drv_fan_api::FanError': {
    kind: 'enum',
    id: 'drv_fan_api::FanError',
    name: 'FanError',
    crate: 'drv_fan_api',
    doc: `Why a fan did not do it. ${HOSTILE}`,
    derives: ['FromPrimitive', 'IdolError'],
    repr: { layout: 'rust', integer: 'u32' },
    place: { path: 'drv/fan-api/src/lib.rs', line: 4, column: 1 },
    variants: [
      {
        name: 'NoSuchFan',
        index: 0,
        value: '1',
        written: true,
        shape: 'unit',
        fields: [],
        doc: 'There is no such fan.',
      },
      { name: 'ServerRestarted', index: 1, value: '2', shape: 'unit', fields: [], serverDeath: true },
    ],
  },
  'drv_fan_api::Curve': {
    kind: 'enum',
    id: 'drv_fan_api::Curve',
    name: 'Curve',
    crate: 'drv_fan_api',
    doc: 'How speed follows temperature.',
    derives: ['Serialize'],
    repr: { layout: 'rust' },
    variants: [
      {
        name: 'Fixed',
        index: 0,
        value: '0',
        shape: 'tuple',
        fields: [{ name: '0', type: { kind: 'integer', name: 'u16' } }],
      },
      {
        name: 'Linear',
        index: 1,
        value: '1',
        shape: 'named',
        fields: [
          { name: 'from', type: { kind: 'float', name: 'f32' }, doc: 'In degrees Celsius.' },
          { name: 'to', type: { kind: 'float', name: 'f32' } },
        ],
      },
    ],
  },
};

const FAN = `// Fans. ${HOSTILE.replaceAll('\n', ' ')}
Interface(
    name: "Fan",
    ops: {
        "set_speed": (
            doc: ${JSON.stringify(`Sets the speed. ${HOSTILE}`)},
            args: { "index": "u8", "rpm": "u16" },
            reply: Result(ok: "()", err: CLike("FanError")),
        ),
        "set_curve": (
            args: { "curve": "Curve", "gain": "u32" },
            reply: Result(ok: "Curve", err: ServerDeath),
            encoding: Hubpack,
        ),
        "trace": (
            args: { "table": "[u8; 200]", "odd": "Missing" },
            leases: { "out": (type: "[u32]", write: true, max_len: Some(64)) },
            reply: Simple("u64"),
            idempotent: true,
        ),
    },
)
`;

/** Nothing builds a client of it: so the tree may break a rule of clients. */
const PEEK = `Interface(
    name: "Peek",
    ops: { "read": (reply: Simple("u8")), "write": (args: { "x": "u8" }, reply: Simple("()")) },
)
`;

const BROKEN = `Interface(
    name: "Broken </script>",
    ops: { "go": (replyy: Simple("u8")), "go": (reply: Simple("u8")) },
`;

const integer = (name: 'u8' | 'u16' | 'u32' | 'u64'): { type: Type } => ({ type: { kind: 'integer', name } });
const named = (id: string): { type: Type } => ({ type: { kind: 'named', id } });
const unit: { type: Type } = { type: { kind: 'unit' } };
const missing: { type: Type } = {
  type: {
    kind: 'unresolved',
    text: 'Missing',
    reason: { kind: 'not-found', message: 'No `Missing` is in scope. <b>', help: 'Import it.' },
  },
};

const resolved: GivenTypes[] = [
  { args: [integer('u8'), integer('u16')], leases: [], ok: unit, error: named('drv_fan_api::FanError').type },
  { args: [named('drv_fan_api::Curve'), integer('u32')], leases: [], ok: named('drv_fan_api::Curve') },
  {
    args: [{ type: { kind: 'array', element: integer('u8').type, length: 200 } }, missing],
    leases: [{ kind: 'slice', element: integer('u32').type }],
    ok: integer('u64'),
  },
];

/** A small registry with everything that a page can stumble over. */
export function fixtureRegistry(): Registry {
  const diagnostics: Registry['diagnostics'] = [];
  const fan = read('idl/fan.idol', 'fan', FAN, diagnostics, resolved);
  const peeked: GivenTypes[] = [
    { args: [], leases: [], ok: integer('u8') },
    { args: [integer('u8')], leases: [], ok: unit },
  ];
  const peek = read('idl/peek.idol', 'peek', PEEK, diagnostics, peeked, { client: false, server: true });
  const broken = read('idl/broken.idol', 'broken', BROKEN, diagnostics);
  const huge = read(
    'idl/huge.idol',
    'huge',
    `Interface(name: "Huge", ops: { "go": (doc: ${JSON.stringify('word [x]( *y* '.repeat(40_000))}, reply: Simple("u8"), idempotent: true) })`,
    diagnostics,
  );
  const task = { index: 0, calls: [], allowedCallers: {}, notifications: [], debug: false, serves: [] };
  return {
    title: 'Fixture <tree>',
    generator: 'idol-registry test',
    callSites: [],
    compiledInto: {},
    sourceUrl: 'https://code.example/tree/blob/0123456789abcdef',
    stubGeneration: 'zerocopy-0.8',
    revision: { label: 'v1 <b>', commit: '0123456789abcdef0123456789abcdef01234567' },
    interfaces: [fan, broken, huge, peek],
    types,
    images: [
      {
        name: 'demo',
        path: 'app/demo.toml',
        board: 'demo-board',
        chip: 'chips/demo',
        tasks: [
          {
            ...task,
            name: 'fan',
            crate: 'drv-fan-server',
            serves: ['fan'],
            allowedCallers: { set_speed: ['thermal'] },
          },
          { ...task, name: 'peek_left', index: 2, crate: 'drv-peek-server', serves: ['peek'] },
          { ...task, name: 'peek_right', index: 3, crate: 'drv-peek-server', serves: ['peek'] },
          { ...task, name: 'thermal', index: 1, crate: 'task-thermal', calls: [{ interface: 'fan', task: 'fan' }] },
        ],
      },
    ],
    diagnostics,
  };
}

function read(
  path: string,
  slug: string,
  text: string,
  diagnostics: Registry['diagnostics'],
  operations?: GivenTypes[],
  builds = { client: true, server: true },
): InterfaceEntry {
  const source = new Source(path, text);
  const parsed = parseInterface(source);
  const found = [...parsed.diagnostics, ...(parsed.value ? checkInterface(parsed.value, { builds }) : [])];
  const first = diagnostics.length;
  diagnostics.push(...found.map(diagnosticEntry));
  const schema = operations && parsed.value && givenSchema(parsed.value, operations, types);
  return {
    kind: 'interface',
    slug,
    path,
    name: parsed.value?.name.text ?? slug,
    ...(parsed.value?.doc && { doc: parsed.value.doc.text }),
    operations: (parsed.value?.operations ?? []).map((operation): OperationEntry => {
      const { error } = operation.reply.kind === 'Result' ? operation.reply : {};
      return {
        name: operation.name.text,
        number: operation.number,
        ...(operation.doc && { doc: operation.doc.text }),
        encoding: operation.encoding,
        idempotent: operation.idempotent,
        args: operation.args.map((arg) => ({ name: arg.name.text, type: arg.type.text })),
        leases: operation.leases.map((lease) => ({
          name: lease.name.text,
          index: lease.index,
          type: lease.type.text,
          read: lease.read,
          write: lease.write,
          ...(lease.maxLen !== undefined && { maxLen: lease.maxLen }),
        })),
        reply: {
          ok: operation.reply.ok.type.text,
          ...(error && { error: { kind: error.kind, ...(error.kind !== 'ServerDeath' && { type: error.type.text }) } }),
        },
        clientSignature: `pub fn ${operation.name.text}(&self) -> u8;`,
        serverSignature: `fn ${operation.name.text}(&mut self, msg: &RecvMessage) -> u8;`,
        place: { path, ...source.position(operation.name.span.start) },
      };
    }),
    ...(schema && { schema }),
    layouts: schema ? layOutForEach(schema, [{ name: 'thumbv7em-none-eabihf', target: ARM }]) : [],
    crates: [
      { name: 'drv-fan-api', path: 'drv/fan-api', side: 'client', restricted: false },
      { name: 'drv-fan-server', path: 'drv/fan-server', side: 'server', style: 'InOrder', restricted: true },
    ],
    settings: stubSettings(NO_RUNTIME, []),
    diagnostics: found.map((_, index) => first + index),
    text,
  };
}

function diagnosticEntry(diagnostic: Diagnostic): Registry['diagnostics'][number] {
  const { check, severity, message, source, span, label, related = [], note, help } = diagnostic;
  const place = (at: Source, offset: number) => ({ path: at.path, ...at.position(offset) });
  return {
    check,
    severity,
    message,
    place: place(source, span.start),
    endPlace: place(source, span.end),
    sourceLine: source.lineText(source.position(span.start).line),
    ...(label && { label }),
    related: related.map((other) => ({ place: place(other.source, other.span.start), message: other.message })),
    ...(note && { note }),
    ...(help && { help }),
  };
}
