/** What each word of Idol means, in Markdown. Facts: the reference compiler's data model, as the guide has it. */
export const KEYWORDS: Readonly<Record<string, string>> = {
  Interface: 'An interface: its name, and its operations in the order of their numbers.',
  Operation: 'An operation. Its number is its position in `ops`, counted from 1.',
  name: 'Name of the interface: one Rust identifier in UpperCamelCase.',
  ops: 'The operations by name. The position of an operation, counted from 1, is its number. Each message carries this number: append new operations at the end.',
  args: 'The arguments by name. The message has them in this order, without padding between them.',
  leases:
    'The leases by name: memory that the client lends to the server. Their order gives the lease index, counted from 0.',
  reply: 'The reply of the operation: `Simple(type)`, or `Result(ok: type, err: error)`.',
  ok: 'The type of a successful reply.',
  err: 'The error: `CLike(type)`, `Complex(type)` or `ServerDeath`.',
  idempotent:
    'Whether a repeated call has no further effect. The client then calls again when the server died, so the operation cannot report that. Default: `false`.',
  encoding: 'How arguments and reply become bytes: `Zerocopy` (default), `Hubpack` or `Ssmarshal`.',
  type: 'A Rust type. Its names are resolved in the module that includes the client stub.',
  recv: 'How the receiver converts the bytes to the declared type: `FromBytes` (default), `FromPrimitive(raw type)` or `From(raw type, function)`.',
  read: 'The server may read the lease. Default: `false`.',
  write: 'The server may write the lease. Default: `false`.',
  max_len: 'The most elements that the client may lend, at least 1: `Some(64)`. Default: `None`.',
  doc: 'Documentation in Markdown. The reference compiler ignores it.',
  description: 'Documentation in Markdown, as `doc`. The reference compiler ignores it.',
  Simple: 'A reply that cannot fail. The operation must be idempotent: it cannot report the death of its server.',
  Result: 'A reply that can fail: `Result(ok: type, err: error)`.',
  CLike:
    'An error that is sent as the return code, without bytes. Its type is an enum without data; code 0 is reserved for success.',
  Complex: 'An error with data. It is sent in Hubpack with return code 1, and needs `encoding: Hubpack`.',
  ServerDeath: 'The operation fails only when its server dies.',
  FromBytes:
    'The bytes are the value. For arguments of Zerocopy operations, each bit pattern must be a value of the type.',
  FromPrimitive:
    'The bytes are a number of the raw type; `FromPrimitive` converts it to the enum, or rejects the message.',
  From: 'The bytes are a value of the raw type; `From`, or the named function, converts it to the declared type.',
  Some: 'A value that is there: `Some(64)`.',
  None: 'No value.',
  Zerocopy: 'The bytes are the memory image of the value. The type must have no padding and no invalid bit pattern.',
  Hubpack:
    'A serde encoding: little-endian, without padding, enums by the index of their variant. The value may vary in length.',
  Ssmarshal: 'An older serde encoding. Use Hubpack for new operations.',
};
