import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * What a waiver names a finding by: the rule, and twelve digits of a hash over what changed. It is made of names and meaning,
 * no line or spelling, and of the path that a file had only where several files have the interface's name: so it survives
 * reformatting, moved files and unrelated edits.
 */
export function fingerprintOf(rule: string, parts: readonly string[]): string {
  const hash = sha256(utf8ToBytes(JSON.stringify([rule, ...parts])));
  return `${rule}:${bytesToHex(hash).slice(0, 12)}`;
}
