import { InvalidArgumentError } from 'commander';
import { type ChosenInterface, conditionsNamed, targetNamedBy } from '../api/index.ts';
import { parseDeviceAddress, udpSockets } from '../device/index.ts';
import { RpcError, RpcSender } from '../runtime/index.ts';
import { specialize } from '../schema/index.ts';
import { nearestFirst } from '../text/index.ts';
import { firmwareOf, type Task } from '../tree/index.ts';
import { Codec, errorText, parseValue, runtimeSchemaOf, valueText } from '../wire/index.ts';
import { resolveOperation } from './choose-operation.ts';
import { gather } from './encode.ts';
import { type MessageSource, openMessageSource } from './message-source.ts';
import { addRedirectsOption, openNamedRegistry } from './open-registry.ts';
import { CannotRun, examples, orCannotRun, type RegisterCommand, type Session, type Verdict } from './session.ts';

interface CallOptions {
  readonly device: string;
  readonly tree: string;
  readonly image?: string;
  readonly task?: string;
  readonly imageId?: string;
  readonly registry?: string;
  readonly timeout: number;
  readonly retries: number;
  readonly when: readonly string[];
}

export const registerCall: RegisterCommand = (program, handle) => {
  const command = program
    .command('call')
    .description('Calls an operation of a device over its network RPC task (`udprpc`).')
    .argument('<interface.operation>', 'by name, file or address on the site')
    .argument('[value]', 'JSON: an object of the arguments', '{}')
    .requiredOption('--device <address>', 'host[:port]; IPv6 with scope: fe80::1%eth0 or [fe80::1%eth0]:998')
    .option(
      '--tree <source>',
      'what types are read from: a build archive, a dump, a tree, or a registry with `#<release>`',
      '.',
    )
    .option('--image <name>', 'image that the device runs; needed with a tree of several')
    .option('--task <name>', 'task to call, where several serve the interface; its number, with a registry')
    .option('--image-id <id>', '16 hexadecimal digits; an archive states its own')
    .option('--registry <place>', 'registry that knows which release an image id belongs to')
    .option('--timeout <milliseconds>', 'wait for an answer to one request', positive, 1000)
    .option('--retries <count>', 'repetitions of an idempotent operation after a time-out', whole, 3)
    .option('--when <what>', 'a `cfg` predicate that holds; repeatable', gather, []);
  addRedirectsOption(command)
    .addHelpText('after', NOTES)
    .addHelpText(
      'after',
      examples({
        'call Sensor.get \'{"id": 3}\' --device fe80::c1d:7dff:feef:9f1d%eth0 --tree build-gimlet-c.zip':
          'types, task number and image id from the archive of the firmware',
        'call Jefe.get_state --device 10.0.0.4 --tree ../hubris --image gimlet-c --image-id 0dc061a4505d404b':
          'types from sources',
      }),
    )
    .action(handle(call));
};

const NOTES = `
Prints the reply as JSON. Exit code 1: the operation returned an error. Exit code 2: no answer.
Operations with leases cannot be called: the protocol does not carry them.
`;

async function call(session: Session, word: string, text: string, options: CallOptions): Promise<Verdict> {
  const address = parseDeviceAddress(options.device);
  if (!address)
    throw new CannotRun(
      options.device === '' ? 'the address is empty' : `\`${options.device}\` is no address`,
      'write host, host:port or [address%scope]:port',
    );
  const parsed = parseValue(text);
  if ('error' in parsed) throw new CannotRun(`the value is ${parsed.error.message}`);
  const project = await openMessageSource(session, options.tree);
  const chosen = resolveOperation(session, project, word);
  const { schema, operation } = chosen;
  if (schema.messages) throw new CannotRun(`\`${word}\` is a direction of a message contract`, 'name an operation');
  if (operation.leases.length > 0) {
    throw new CannotRun(
      `\`${word}\` takes leases, which the network RPC of a device does not carry`,
      'call it from a task, or over a debug probe',
    );
  }
  const { task, image } = taskOf(project, chosen, options);
  const imageId = options.imageId ?? imageIdOf(project, image);
  if (imageId === undefined) {
    throw new CannotRun(
      'the image id of the device is not known',
      'pass `--image-id`, or a build archive with `--tree`',
    );
  }
  if (!/^(?:0x)?[0-9a-f]{16}$/i.test(imageId))
    throw new CannotRun(`\`${imageId}\` is no image id of 16 hexadecimal digits`);
  const named = orCannotRun(conditionsNamed(options.when, [schema]));
  // An image alone leaves open what depends on `cfg`; of what is named, everything else does not hold.
  const images = image === undefined ? [] : [image];
  const holds = named.length > 0 || image === undefined ? [...images, ...named] : { image };
  const target = orCannotRun(targetNamedBy(chosen, project.workspace, images, 'with `--image`'));
  const { runtime } = runtimeSchemaOf(specialize(schema, holds), target);
  const sizes = runtime.operations.find(({ number }) => number === operation.number);
  const codec = new Codec(schema.types, { target, holds });
  const encoded = codec.encodeMessage(operation, parsed.value);
  if ('error' in encoded) throw new CannotRun(errorText(encoded.error));
  if (!sizes) throw new CannotRun(`the types of \`${word}\` are not fully known`, '`layout` lists what is missing');
  const sender = new RpcSender(udpSockets(address), { imageId, timeout: options.timeout, retries: options.retries });
  session.progress.show(`calling ${options.device} …`);
  try {
    const { code, reply } = await sender.send(
      { index: task, generation: 0 },
      operation.number,
      encoded.bytes,
      sizes.replyCapacity,
      [],
      operation.idempotent,
    );
    session.progress.clear();
    return printReply(session, codec.decodeReply(operation, code, reply));
  } catch (error) {
    throw error instanceof RpcError ? await explained(session, error, options, operation.idempotent) : error;
  }
}

function printReply(session: Session, decoded: ReturnType<Codec['decodeReply']>): Verdict {
  if ('error' in decoded) throw new CannotRun(`the reply does not decode: ${errorText(decoded.error)}`, WRONG_TYPES);
  if (decoded.value !== undefined) session.print(valueText(decoded.value, '\n'));
  if (decoded.kind === 'ok') return 0;
  session.inform(
    decoded.kind === 'dead'
      ? `the server died before it answered: its generation is ${decoded.generation}`
      : `error, return code ${decoded.code}`,
  );
  return 1;
}

const WRONG_TYPES = 'the types may be those of another release: `identify` names the one that a device runs';

/** The image id that an archive states, or a release of the image. */
function imageIdOf(source: MessageSource, image: string | undefined): string | undefined {
  if (source.results) return firmwareOf(source.tree.files)?.imageId;
  const ids = (source.release.firmware ?? [])
    .filter(({ name }) => image === undefined || name === image)
    .flatMap(({ imageId }) => imageId ?? []);
  return ids.length === 1 ? ids[0] : undefined;
}

/** A release of a registry does not say which tasks its images have. */
function taskOfRelease(
  { workspace: { images } }: MessageSource,
  { image, task = '' }: CallOptions,
): { readonly task: number; readonly image: string | undefined } {
  if (!/^\d{1,3}$/.test(task)) {
    const help = 'pass it with `--task`: `layout` of the tree and the site list the tasks of an image';
    throw new CannotRun('a registry does not have the number of the task', help);
  }
  const names = images.map(({ name }) => name);
  if (image !== undefined && !names.includes(image)) {
    throw new CannotRun(`no image is called \`${image}\``, `the release has ${names.join(', ') || 'none'}`);
  }
  return { task: Number(task), image: image ?? (names.length === 1 ? names[0] : undefined) };
}

/** The number of the task: an image has each task once, a tree has many images. */
function taskOf(
  source: MessageSource,
  { file, schema }: ChosenInterface,
  options: CallOptions,
): { readonly task: number; readonly image: string | undefined } {
  if (!source.results) return taskOfRelease(source, options);
  const { tree, workspace } = source;
  const { image: imageName, task: taskName } = options;
  const firmware = firmwareOf(tree.files);
  const images = workspace.images.filter(({ name, tasks }) =>
    imageName === undefined ? tasks.some((task) => serves(task, file.path)) : name === imageName,
  );
  const [image, ...others] = images;
  if (!image || (others.length > 0 && !firmware)) {
    const names = workspace.images.map(({ name }) => name);
    const serving = others.length > 0 ? images.map(({ name }) => name) : names;
    throw new CannotRun(
      image
        ? `several images have a task that serves \`${schema.name}\``
        : `no image ${imageName === undefined ? `serves \`${schema.name}\`` : `is called \`${imageName}\``}`,
      imageName === undefined
        ? `pass the image that the device runs with \`--image\`: ${serving.join(', ')}`
        : nearestFirst(imageName, names, 'images'),
    );
  }
  const servers = image.tasks.filter((task) =>
    taskName === undefined ? serves(task, file.path) : task.name === taskName,
  );
  const [server, ...rest] = servers;
  if (!server) {
    const what = taskName === undefined ? `a task that serves \`${schema.name}\`` : `a task \`${taskName}\``;
    throw new CannotRun(`image \`${image.name}\` has no ${what.slice(2)}`);
  }
  if (rest.length > 0) {
    throw new CannotRun(
      `several tasks of \`${image.name}\` serve \`${schema.name}\``,
      `pass one with \`--task\`: ${servers.map(({ name }) => name).join(', ')}`,
    );
  }
  return { task: server.index, image: image.name };
}

function serves(task: Task, path: string): boolean {
  return task.serves.includes(path);
}

async function explained(
  session: Session,
  error: RpcError,
  { registry: place }: CallOptions,
  isIdempotent: boolean,
): Promise<CannotRun> {
  const { problem } = error;
  switch (problem.kind) {
    case 'wrong image': {
      const release = place === undefined ? undefined : await releaseOf(session, place, problem.actual);
      return new CannotRun(
        `${error.message}${release === undefined ? '' : `: that of release \`${release}\``}`,
        place === undefined
          ? 'pass the archive of the firmware that it runs; `--registry` names its release'
          : release === undefined
            ? 'no release of the registry has that image'
            : 'pass the archive of that release',
      );
    }
    case 'timeout':
      return new CannotRun(
        error.message,
        problem.isReachable
          ? WRONG_TYPES
          : isIdempotent
            ? 'check the address, and that the image has the task `udprpc`'
            : 'the operation may have run: it is sent once because it is not idempotent',
      );
    case 'unsupported':
    case 'refused':
    case 'network':
      return new CannotRun(error.message);
  }
}

/** The release that an image id belongs to. */
async function releaseOf(session: Session, place: string, imageId: string): Promise<string | undefined> {
  const registry = await openNamedRegistry(session, place);
  for (const entry of registry.index.releases) {
    const release = orCannotRun(await registry.release(entry.name));
    if (release.firmware?.some((firmware) => firmware.imageId === imageId)) return release.name;
  }
  return undefined;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It is a positive number of milliseconds.');
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It is a whole number.');
  return value;
}
