import type { Finding, Judgement, Outcome } from './model.ts';
import {
  type Cause,
  type Direction,
  type InterfaceComparison,
  type OperationVerdict,
  type Verdict,
  worstVerdict,
} from './result.ts';

/** The causes of a comparison as findings: each with the worst verdict of the operations that it touches. */
export function findingsOf(comparison: InterfaceComparison): Finding[] {
  return comparison.causes.map((cause): Finding => {
    const { rule, levels, message, operations, oldPlace, newPlace, help, fingerprint } = cause;
    const isOnTheWire = levels.includes('wire') || levels.includes('image');
    // In the order of the documents: what is read from one and written again is the same bytes.
    return {
      rule,
      levels,
      interface: comparison.interface,
      operations,
      message,
      ...(isOnTheWire && {
        judgements: {
          oldClient: judgementOf(comparison, cause, 'old-client'),
          newClient: judgementOf(comparison, cause, 'new-client'),
        },
      }),
      ...(oldPlace && { oldPlace }),
      ...(newPlace && { newPlace }),
      ...(help !== undefined && { help }),
      fingerprint,
    };
  });
}

function judgementOf({ verdicts }: InterfaceComparison, cause: Cause, direction: Direction): Judgement {
  const own = verdicts.filter((one) => one.direction === direction && isTouched(one, cause));
  const worst = worstVerdict(own.filter((one) => one.verdict.kind === 'ok' || one.causes.includes(cause.fingerprint)));
  if (!worst) return { outcome: { kind: 'ok' }, sentence: 'Nothing is called that this change touches.' };
  const where = worst.configurations[0];
  const sentence = where ? `${where.charAt(0).toUpperCase()}${where.slice(1)}: ${worst.sentence}` : worst.sentence;
  return { outcome: outcomeOf(worst.verdict), sentence };
}

function isTouched({ operation }: OperationVerdict, cause: Cause): boolean {
  return cause.operations.some((one) => one.old?.name === operation.old?.name && one.new?.name === operation.new?.name);
}

function outcomeOf(verdict: Verdict): Outcome {
  return verdict.kind === 'fault' ? verdict : { kind: verdict.kind };
}
