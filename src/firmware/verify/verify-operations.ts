import { type AttributedType, type Interface, type Operation, parseInterface } from '../../idol/index.ts';
import type { InterfaceSchema, OperationSchema } from '../../schema/index.ts';
import { Source } from '../../text/index.ts';
import type { InterfaceLayout, LayoutNode, OperationLayout, Size } from '../../wire/index.ts';
import type { CompiledStruct } from '../dwarf/types.ts';
import type { FirmwareTask } from '../model.ts';
import { type CompiledDefinition, distinct, placeOf } from './compiled-definitions.ts';
import type { FactList } from './fact-list.ts';
import { bytes } from './verify-types.ts';

/** Sets the interface file against the text that each server carries. */
export function verifyDeclarations(source: Interface, servers: readonly FirmwareTask[], facts: FactList): void {
  for (const task of servers) {
    const text = textOf(task, source.name.text);
    if (text === undefined) continue;
    const theirs = parseInterface(new Source(source.source.path, text)).value;
    const found = new Map(theirs?.operations.map((operation) => [operation.name.text, operation]));
    for (const operation of source.operations) {
      const other = found.get(operation.name.text);
      found.delete(operation.name.text);
      facts.add({
        kind: 'declaration',
        subject: `${source.name.text}.${operation.name.text}`,
        ours: declaration(operation),
        theirs: other ? declaration(other) : 'no such operation',
        ourPlace: placeIn(source, operation),
        theirPlace: `task ${task.name}, .idolatry`,
      });
    }
    for (const [name, operation] of found) {
      facts.add({
        kind: 'declaration',
        subject: `${source.name.text}.${name}`,
        ours: 'no such operation',
        theirs: declaration(operation),
        ourPlace: source.source.path,
        theirPlace: `task ${task.name}, .idolatry`,
      });
    }
  }
}

/** The text of an interface that a task serves. */
export function textOf(task: FirmwareTask, name: string): string | undefined {
  return task.interfaces.find((text) => parseInterface(new Source('', text)).value?.name.text === name);
}

/** Everything about an operation that travels, in one line. */
function declaration({ number, args, leases, reply, encoding, idempotent }: Operation): string {
  const value = ({ type, recv }: AttributedType) => {
    const raw = recv.kind === 'FromBytes' ? '' : ` from ${recv.raw.text}`;
    return `${type.text.replace(/\s+/g, '')}${raw}`;
  };
  const lent = leases.map(
    ({ name, type, read, write, maxLen }) =>
      `${name.text}: ${type.text.replace(/\s+/g, '')} ${[...(read ? ['read'] : []), ...(write ? ['write'] : [])].join('+')}${maxLen === undefined ? '' : ` up to ${maxLen}`}`,
  );
  const error =
    reply.kind === 'Simple'
      ? ''
      : `, ${reply.error.kind}${reply.error.kind === 'ServerDeath' ? '' : `(${reply.error.type.text.replace(/\s+/g, '')})`}`;
  return [
    `${number}: (${args.map((arg) => `${arg.name.text}: ${value(arg)}`).join(', ')})`,
    ...(lent.length > 0 ? [`lends ${lent.join(', ')}`] : []),
    `-> ${value(reply.ok)}${error}`,
    encoding,
    ...(idempotent ? ['idempotent'] : []),
  ].join(' ');
}

function placeIn({ source }: Interface, operation: Operation): string {
  const { line, column } = source.position(operation.name.span.start);
  return `${source.path}:${line}:${column}`;
}

/** Sets numbers, messages and replies against the types that stubs bring into the debug information. */
export function verifyOperations(
  source: Interface,
  schema: InterfaceSchema,
  layout: InterfaceLayout,
  servers: readonly FirmwareTask[],
  all: readonly FirmwareTask[],
  facts: FactList,
): void {
  const tasks = [...servers, ...all.filter((task) => !servers.includes(task))];
  schema.operations.forEach((operation, index) => {
    const declared = source.operations[index];
    const ourPlace = declared && placeIn(source, declared);
    const subject = `${schema.name}.${operation.name}`;
    verifyNumber(schema.name, operation, tasks, (theirs) =>
      facts.add({
        kind: 'operation number',
        subject,
        ours: String(operation.number),
        ...(ourPlace && { ourPlace }),
        ...theirs,
      }),
    );
    const own = layout.operations[index] as OperationLayout;
    verifyMessage(schema.name, operation, own, tasks, ourPlace, facts);
    verifyReply(schema.name, operation, own, tasks, ourPlace, facts);
  });
  verifyBuffer(schema.name, layout.incoming, servers, facts);
}

interface Theirs {
  readonly theirs?: string;
  readonly theirPlace?: string;
}

function verifyNumber(
  name: string,
  operation: OperationSchema,
  tasks: readonly FirmwareTask[],
  add: (theirs: Theirs) => void,
): void {
  const found = structsOf(`${name}Operation`, tasks).filter(({ type }) => type.kind === 'enum');
  if (found.length === 0) add({});
  for (const compiled of found) {
    const { type } = compiled;
    const variant = type.kind === 'enum' ? type.variants.find((each) => each.name === operation.name) : undefined;
    add({ theirs: variant ? String(variant.value) : 'no such operation', theirPlace: placeOf(compiled) });
  }
}

function verifyMessage(
  name: string,
  operation: OperationSchema,
  layout: OperationLayout,
  tasks: readonly FirmwareTask[],
  ourPlace: string | undefined,
  facts: FactList,
): void {
  const subject = `${name}.${operation.name}`;
  // A Hubpack message has no struct as long as it: what its struct has in memory does not travel.
  const size =
    operation.encoding === 'Zerocopy'
      ? layout.message.size
      : operation.encoding === 'Ssmarshal'
        ? layout.buffers.message
        : undefined;
  if (size === undefined || size.min !== size.max || operation.args.length === 0) return;
  const found = structsOf(`${name}_${operation.name}_ARGS`, tasks);
  const place = ourPlace === undefined ? {} : { ourPlace };
  if (found.length === 0) facts.add({ kind: 'message size', subject, ours: bytes(size.max), ...place });
  for (const compiled of found) {
    const { type } = compiled;
    const theirPlace = placeOf(compiled);
    facts.add({ kind: 'message size', subject, ours: bytes(size.max), theirs: bytes(type.size), theirPlace, ...place });
    if (operation.encoding !== 'Zerocopy' || type.kind !== 'struct') continue;
    layout.message.root.children.filter(isPart).forEach((node, index) => {
      const member = memberFor(type, node, index);
      facts.add({
        kind: 'offset',
        subject: `${subject}.${node.name}`,
        ours: `at ${node.offset}`,
        theirs: member ? `at ${member.offset}` : 'no such argument',
        theirPlace,
        ...place,
      });
    });
  }
}

/** A server's struct calls an argument that it converts `raw_…`. */
function memberFor(type: CompiledStruct, { name }: LayoutNode, index: number) {
  const named = type.members.find((each) => each.name === name || each.name === `raw_${name}`);
  return named ?? (/^_?\d*$/.test(type.members[index]?.name ?? '') ? type.members[index] : undefined);
}

function isPart({ role, offset }: LayoutNode): boolean {
  return role !== 'padding' && offset !== null;
}

function verifyReply(
  name: string,
  operation: OperationSchema,
  layout: OperationLayout,
  tasks: readonly FirmwareTask[],
  ourPlace: string | undefined,
  facts: FactList,
): void {
  const { size } = layout.reply;
  if (operation.encoding !== 'Zerocopy' || size === undefined || size.min !== size.max) return;
  const subject = `${name}.${operation.name}`;
  const found = structsOf(`${name}_${operation.name}_REPLY`, tasks);
  const fact = { kind: 'reply size' as const, subject, ours: bytes(size.max), ...(ourPlace && { ourPlace }) };
  if (found.length === 0) facts.add(fact);
  for (const compiled of found)
    facts.add({ ...fact, theirs: bytes(compiled.type.size), theirPlace: placeOf(compiled) });
}

/** The buffer that `main` of a server receives into. One that serves several interfaces has the largest of them all. */
function verifyBuffer(
  name: string,
  incoming: Size | undefined,
  servers: readonly FirmwareTask[],
  facts: FactList,
): void {
  if (incoming === undefined || incoming.min !== incoming.max) return;
  for (const task of servers) {
    if (task.interfaces.length !== 1) continue;
    const types = task.types();
    const sizes = ['incoming', 'buffer'].flatMap((variable) =>
      types.variables(variable).flatMap(({ type }) => {
        const found = type === undefined ? undefined : types.at(type);
        return found?.kind === 'array' ? [types.sizeOf(found.element) === 1 ? found.count : 0] : [];
      }),
    );
    const [size, ...others] = [...new Set(sizes)];
    facts.add({
      kind: 'buffer size',
      subject: `${name} in ${task.name}`,
      ours: bytes(incoming.max),
      ...(size !== undefined && others.length === 0 && { theirs: bytes(size), theirPlace: `task ${task.name}, main` }),
    });
  }
}

function structsOf(name: string, tasks: readonly FirmwareTask[]): CompiledDefinition[] {
  return tasks.flatMap((task) => {
    const types = task.types();
    return distinct(types.named(name)).map((type) => ({ task, types, type }));
  });
}
