/**
 * Facts about the machine that the code runs on, as far as layouts depend on them.
 * Sources: https://doc.rust-lang.org/reference/type-layout.html, and debug information that rustc made for these targets.
 */
export interface Target {
  /** As `cfg(target_arch = "…")` names it. */
  readonly architecture: 'arm' | 'riscv32' | 'x86_64';
  /** In bytes: 4 on every Hubris target. */
  readonly pointerWidth: 4 | 8;
  /** Alignment of u64/i64/f64 and of u128/i128, in bytes. */
  readonly align64: 4 | 8;
  readonly align128: 4 | 8 | 16;
  /** Smallest size of a `repr(C)` enum, in bytes. The bare-metal Arm ABI has short enums: `rustc` makes them 1 there, not 4. */
  readonly cEnum: 1 | 4;
}

/** `thumbv6m` to `thumbv8m`, `-none-eabi` and `-none-eabihf`. */
export const ARM: Target = { architecture: 'arm', pointerWidth: 4, align64: 8, align128: 8, cEnum: 1 };
/** `riscv32…-unknown-none-elf`: rustc 1.95 has no short enums there, and aligns 128-bit integers to 8 bytes. */
export const RISCV32: Target = { architecture: 'riscv32', pointerWidth: 4, align64: 8, align128: 8, cEnum: 4 };
/** x86-64 since rustc 1.77: what vectors made on a development machine see. */
export const X86_64: Target = { architecture: 'x86_64', pointerWidth: 8, align64: 8, align128: 16, cEnum: 4 };

/** A target with the name that `rustc` and the manifests of images have for it. */
export interface NamedTarget {
  /** `thumbv7em-none-eabihf`. */
  readonly name: string;
  readonly target: Target;
}

/** What {@link targetNamed} knows, for people. */
export const TARGET_NAMES =
  '`thumbv6m-none-eabi` and the other bare-metal Arm ones, `riscv32imc-unknown-none-elf` and the like';

/**
 * What is known of a target by its name, as `rustc --print target-spec-json` has it (`data-layout`, `c-enum-min-bits`); undefined for
 * one that no Hubris kernel runs on.
 */
export function targetNamed(name: string): Target | undefined {
  if (/^(thumbv[678]|armv[78])[^-]*-none-eabi(hf)?$/.test(name)) return ARM;
  if (/^riscv32[a-z]*-unknown-none-elf$/.test(name)) return RISCV32;
  return undefined;
}
