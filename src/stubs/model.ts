/** A generated file. */
export interface StubFile {
  /** Name as the including code expects it (`client_stub.rs`), without folders. */
  readonly path: string;
  /** Its whole text, ending with a line break. */
  readonly text: string;
}

/** What a stub was made from. Its header says so, which is all it says about where it comes from. */
export interface StubOrigin {
  /** Version of this program: `0.1.0`. */
  readonly generator: string;
  /** Identity of the interface's meaning: the content hash by which the registry knows this version of it. */
  readonly version?: string;
}
