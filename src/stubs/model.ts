/** A generated file. */
export interface StubFile {
  /** Name as the including code expects it (`client_stub.rs`), without folders. */
  readonly path: string;
  /** Its whole text, ending with a line break. */
  readonly text: string;
}
