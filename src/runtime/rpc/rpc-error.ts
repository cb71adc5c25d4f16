/** Why a call to a device has no answer. */
export type RpcProblem =
  /**
   * Nothing came back in time. A call that is not idempotent may have run. `isReachable`: the device answered another request
   * afterwards, so that it is there and the network works.
   */
  | {
      readonly kind: 'timeout';
      readonly attempts: number;
      readonly ignoredPackets: number;
      readonly isReachable: boolean;
    }
  | { readonly kind: 'wrong image'; readonly expected: string; readonly actual: string }
  /** The protocol cannot carry the call: leases, or more bytes than the device has room for. */
  | { readonly kind: 'unsupported'; readonly message: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The machine's own network said no. */
  | { readonly kind: 'network'; readonly cause: unknown };

/** A call that came to nothing between here and the device. What the device's server answers is no such error. */
export class RpcError extends Error {
  readonly problem: RpcProblem;

  constructor(problem: RpcProblem) {
    super(describe(problem), problem.kind === 'network' ? { cause: problem.cause } : undefined);
    this.name = 'RpcError';
    this.problem = problem;
  }
}

function describe(problem: RpcProblem): string {
  switch (problem.kind) {
    case 'timeout': {
      const { attempts, ignoredPackets, isReachable } = problem;
      const ignored = ignoredPackets === 0 ? '' : `; ${ignoredPackets} malformed packets were ignored`;
      const requests = attempts === 1 ? 'the request' : `any of ${attempts} requests`;
      const cause = isReachable
        ? ', but it answers others: the server refused the message with a reply fault, which restarts the RPC task, or it did not reply in time'
        : '';
      return `the device did not answer ${requests}${cause}${ignored}`;
    }
    case 'wrong image':
      return `the device runs image ${problem.actual}, not ${problem.expected}`;
    case 'unsupported':
      return problem.message;
    case 'refused':
      return `the device refused the request: ${problem.reason}`;
    case 'network':
      return `the network refused: ${problem.cause instanceof Error ? problem.cause.message : String(problem.cause)}`;
  }
}
