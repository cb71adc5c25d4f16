/** One thing that we work out from sources, and what the firmware says of it. */
export interface Fact {
  /** Path of the interface file. */
  readonly path: string;
  readonly interface: string;
  readonly kind: FactKind;
  /** What the fact is of: `Sensor.get`, `drv_spi_api::SpiError::TaskRestarted`. */
  readonly subject: string;
  readonly result: 'agrees' | 'disagrees' | 'absent';
  /** What the sources say, for people: `4 bytes`. */
  readonly ours: string;
  /** What the firmware says. Absent where it says nothing. */
  readonly theirs?: string;
  /** `drv/spi-api/src/lib.rs:31:5`. */
  readonly ourPlace?: string;
  /** The task and the place in its ELF file. */
  readonly theirPlace?: string;
  /** Why the two may differ although neither is wrong. */
  readonly note?: string;
}

export type FactKind =
  /** Number, encoding, arguments, leases and reply of an operation by its interface file. */
  | 'declaration'
  /** Number of an operation by the enum that the server dispatches on. */
  | 'operation number'
  | 'message size'
  | 'reply size'
  | 'offset'
  | 'size'
  | 'alignment'
  /** Discriminant of a variant. */
  | 'value'
  /** Position of a variant, or of a field, in declaration order: what serde encodings send. */
  | 'order'
  | 'error code'
  /** The server's buffer for incoming messages. */
  | 'buffer size';

export interface FactCounts {
  readonly agreeing: number;
  readonly disagreeing: number;
  readonly absent: number;
}

export function countFacts(facts: readonly Fact[]): FactCounts {
  const count = (result: Fact['result']) => facts.filter((fact) => fact.result === result).length;
  return { agreeing: count('agrees'), disagreeing: count('disagrees'), absent: count('absent') };
}
