/** What a server does that its `idol-runtime` decides: the checks before a message reaches the implementation. */
export interface RuntimeBehavior {
  /** Whether a message with another number of leases than the operation has is refused. If not, a missing lease is found when the server uses it. */
  readonly countsLeases: boolean;
  /**
   * A message that is longer than the server's buffer: refused before anything else (`fault`), refused if the operation exists
   * (`fault-after-operation`), or the server panics.
   */
  readonly overlongMessage: 'fault' | 'fault-after-operation' | 'panic';
  /** How a client is refused: the kernel faults it, or it gets a return code of the runtime, which no client knows: it panics. */
  readonly refusal: 'fault' | 'code';
}

/** What a server does that its compiler decides. */
export interface BufferBehavior {
  /** How many bytes it receives: as many as the largest of its messages has, or as all of them have together. */
  readonly incomingSize: 'largest' | 'sum';
}

/** What a server does before a message reaches the implementation. */
export type ServerBehavior = RuntimeBehavior & BufferBehavior;

/** What a client does that its compiler decides. */
export interface ClientBehavior {
  /** Whether an idempotent operation is sent again when the server died. If not, the client gets the dead code. */
  readonly retriesIdempotent: boolean;
  /** A return code other than 0 where the reply is `Simple`: not looked at, or the client panics. */
  readonly simpleReplyCode: 'ignored' | 'panic';
  /** A `bool` as the whole reply in Hubpack or Ssmarshal: every byte but 0 is true, or a byte other than 0 and 1 does not decode. */
  readonly boolReply: 'any-byte' | 'strict';
}

/** What the derive macro `IdolError` of the tree understands. */
export interface DeriveBehavior {
  /** Whether `#[idol(server_death)]` on a variant compiles, and gives the variant for a dead server. */
  readonly serverDeath: boolean;
}

/** What the kernel does where revisions of it differ. */
export interface KernelBehavior {
  /** A reply that is longer than the client's buffer: the kernel faults the server, or gives the client what fits. */
  readonly oversizedReply: 'fault' | 'truncate';
}

/** What is known of the behavior of one component: one candidate is certain; of several, one is right. */
export interface Known<B> {
  readonly candidates: readonly [B, ...B[]];
  /** Which component that is, and why its behavior is open where it is: a sentence. */
  readonly basis: string;
}

/** The behaviors of everything that one tree builds a call with. */
export interface Behaviors {
  readonly server: Known<ServerBehavior>;
  readonly client: Known<ClientBehavior>;
  readonly derive: Known<DeriveBehavior>;
  readonly kernel: Known<KernelBehavior>;
}

/** A package that a lock file pins. */
export interface PinnedPackage {
  readonly version: string;
  /** Full commit id, of a package from git. */
  readonly revision?: string;
}

/** What a tree says of the components that its clients and servers are built with. Plain JSON. */
export interface PinnedComponents {
  /** Whether the tree has a `Cargo.lock`. Without one, nothing is pinned, and today's components are assumed. */
  readonly locked: boolean;
  /** The package `idol`. */
  readonly compiler?: PinnedPackage;
  /** The package `idol-runtime`. */
  readonly runtime?: PinnedPackage;
  /** From the source of the tree's own `derive-idol-err`. Absent where the tree has none. */
  readonly derive?: DeriveBehavior;
  /** From the source of the tree's own kernel. Absent where the tree has none. */
  readonly kernel?: KernelBehavior;
}

/** Which function of `idol-runtime` feeds a server. `dispatch_n` was for servers with notifications, until 86761da made one of both. */
export type Dispatch = 'dispatch' | 'dispatch_n';
