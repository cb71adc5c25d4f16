import type { Random } from '../rust/random.ts';

/** Longer inputs are cut: what is sought here are faults of reading, not of size. */
const MAX_LENGTH = 40_000;

/** Characters and marks that mean something to one of the readers, or to none. */
const MARKS =
  '( ) [ ] { } < > , : ; = . - + " \' ` \\ / // /* */ # #[ #![ r#" "# :: -> \n \r \r\n \t \0 \u001b \u202e \ud800 é 😀 0 1 -1 0x 1e9 99999999999999999999 true null Some( [[ ]] ::error:: __proto__ constructor'.split(
    ' ',
  );

/**
 * An input made of valid ones by a few changes that keep most of their structure: tokens are left out, doubled, exchanged, taken
 * from another input, or replaced by a mark. The same random numbers give the same input.
 */
export function mutate(corpus: readonly string[], random: Random): string {
  const tokens = tokensOf(random.pick(corpus));
  for (let changes = 1 + random.below(6); changes > 0 && tokens.length > 0; changes--) {
    const at = random.below(tokens.length);
    const count = 1 + random.below(random.chance(80) ? 3 : 40);
    switch (random.below(7)) {
      case 0:
        tokens.splice(at, count);
        break;
      case 1:
        tokens.splice(at, 0, ...tokens.slice(at, at + count));
        break;
      case 2:
        tokens.splice(at, 1, random.pick(MARKS));
        break;
      case 3:
        tokens.splice(at, 0, random.pick(MARKS));
        break;
      case 4:
        tokens.splice(at, 1, random.pick(tokens));
        break;
      case 5: {
        const other = tokensOf(random.pick(corpus));
        const from = random.below(Math.max(1, other.length));
        tokens.splice(at, count, ...other.slice(from, from + count));
        break;
      }
      case 6:
        // The same thing inside of itself, as deep as a reader may be asked to go.
        tokens.splice(at, 0, (tokens[at] ?? '(').repeat(1 + random.below(300)));
        break;
    }
  }
  return tokens.join('').slice(0, MAX_LENGTH);
}

/** Words, strings, white space and single characters. */
function tokensOf(text: string): string[] {
  return text.match(/\w+|"(?:[^"\\\n]|\\.)*"|\s+|[^\w\s]/gu) ?? [];
}

/** Bytes of valid inputs with some of them changed, left out, doubled or cut off. */
export function mutateBytes(corpus: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = Uint8Array.from(random.pick(corpus));
  for (let changes = 1 + random.below(5); changes > 0 && bytes.length > 0; changes--) {
    const at = random.below(bytes.length);
    const count = Math.min(1 + random.below(8), bytes.length - at);
    switch (random.below(4)) {
      case 0:
        bytes[at] = random.below(256);
        break;
      case 1:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + count)]);
        break;
      case 2:
        bytes = Uint8Array.from([...bytes.subarray(0, at + count), ...bytes.subarray(at)]);
        break;
      case 3:
        bytes = random.chance(20) ? bytes.slice(0, at) : bytes.fill(random.pick([0, 1, 0x7f, 0xff]), at, at + count);
        break;
    }
  }
  return bytes;
}

const SCALARS = [null, true, '', 'u8', '__proto__', '../a', 0, -1, 1.5, 4_294_967_296, 1e300];

/** A place in a JSON value. */
interface Slot {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

/**
 * A document made of a valid one by a few changes of its values, so that what reads it comes further than its syntax: they are left out,
 * doubled, renamed, replaced by others of the document or by ones of another kind.
 */
export function mutateJson(corpus: readonly string[], random: Random): string {
  const document: unknown = JSON.parse(random.pick(corpus));
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const slots = slotsOf(document);
    if (slots.length === 0) break;
    const { holder, key } = random.pick(slots);
    const other = random.pick(slots);
    const values = holder as Record<string | number, unknown>;
    switch (random.below(6)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete values[key];
        break;
      case 1:
        values[key] = random.pick(SCALARS);
        break;
      case 2:
        values[key] = structuredClone((other.holder as typeof values)[other.key]);
        break;
      case 3:
        if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
        else values[`${key}${random.below(3)}`] = values[key];
        break;
      case 4:
        values[key] = random.chance(50) ? [] : {};
        break;
      case 5:
        if (typeof values[key] === 'number') values[key] = (values[key] as number) + random.below(5) - 2;
        else if (typeof values[key] === 'string') values[key] = (values[key] as string).slice(0, random.below(8));
        break;
    }
  }
  return JSON.stringify(document);
}

function slotsOf(document: unknown): Slot[] {
  const slots: Slot[] = [];
  const open = [document];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const key of Object.keys(value)) {
      slots.push({ holder: value as Slot['holder'], key });
      open.push((value as Record<string, unknown>)[key]);
    }
  }
  return slots;
}
