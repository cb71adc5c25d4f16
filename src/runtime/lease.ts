/** Memory that a client lends for the time of one message. Access is the server's: it reads from a `read` lease. */
export interface Lease {
  readonly memory: Uint8Array;
  readonly read: boolean;
  readonly write: boolean;
}
