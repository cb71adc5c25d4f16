import type { Dispatch, PinnedComponents } from '../runtime/index.ts';
import type { InterfaceSchema, SourcePlace } from '../schema/index.ts';

/** Who is hit by a change: see {@link LEVELS} for what each one means. */
export type Level = 'wire' | 'image' | 'source' | 'tooling' | 'docs';

export const LEVELS: Readonly<Record<Level, string>> = {
  wire: 'two images, or a tool and an image, of different versions',
  image: 'types that are generated for each image, whose two sides usually share a build',
  source: 'Rust code that calls the client or implements the server trait',
  tooling: 'names that tools, logs and scripts use',
  docs: 'nothing but text',
};

/** Why a message is refused: the reply faults that a kernel can give to a client, and a message that its receiver rejects. */
export type ReplyFault =
  /** Of a message contract, where no kernel is between the sides: the receiver does not accept the message. */
  | 'MessageRejected'
  | 'UndefinedOperation'
  | 'BadMessageSize'
  | 'BadMessageContents'
  | 'BadLeases'
  | 'ReplyBufferTooSmall'
  | 'AccessViolation';

/** Names an item of an interface: `` is the interface, `read` an operation, `read.arg.x`, `read.lease.y`. */
export type ItemKey = string;

/** One interface at one version: its schema, and where and how its text says so. Plain JSON. */
export interface InterfaceVersion {
  /** Path of the `.idol` file in its tree. */
  path: string;
  schema: InterfaceSchema;
  items: Record<ItemKey, { place: SourcePlace; doc?: string }>;
  /** Absent where nothing is known of a tree, as of a lock file: then today's components are assumed, and every configuration counts. */
  build?: InterfaceBuild;
}

/** How a tree builds an interface. Plain JSON. */
export interface InterfaceBuild {
  /** What its clients and servers are built with; `behaviorsOf` tells what these do. */
  components: PinnedComponents;
  /** Which function of the runtime feeds the tree's servers of it, each once. Absent where that makes no difference, or none is built. */
  dispatch?: Dispatch[];
  /** Names of the targets that it is built for, sorted; the configured one where no image builds it. Absent where nobody says. */
  targets?: string[];
  /** In which configurations images of the tree build it. Absent: its types depend on none, or no image builds it and every one counts. */
  configurations?: BuildConfiguration[] | undefined;
  /** Who may call the operations that images restrict. Absent where none does. */
  allowedCallers?: AllowedCallers[];
  /** Names of the images with a server that can be restricted, sorted. Absent where no server can be. */
  servedIn?: string[];
}

/** The tasks that an image allows to call an operation; all others get an `AccessViolation`. */
export interface AllowedCallers {
  image: string;
  operation: string;
  /** Sorted. */
  callers: string[];
}

/** A configuration that some images share, as far as the types of one interface depend on it. */
export interface BuildConfiguration {
  /** Names of the images, sorted. */
  images: string[];
  /** The `cfg` predicates that hold in them, of all that the types depend on; the others do not hold. */
  holds: string[];
}

export interface OperationName {
  name: string;
  number: number;
}
