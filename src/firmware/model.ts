import type { CompiledTypes } from './dwarf/types.ts';

/** What a firmware image's build archive says of it, or as much of that as a dump or a single ELF file holds. */
export interface Firmware {
  readonly kind: 'archive' | 'dump' | 'elf';
  /** Version of the archive's form, from the zip's comment. */
  readonly archiveVersion?: number;
  /** Name of the image by its manifest: `gimlet-c`. */
  readonly name?: string;
  /** Which of several builds of the image it is: `a`, `b`, `default`. */
  readonly imageName?: string;
  readonly board?: string;
  readonly chip?: string;
  /** Rust target of the build: `thumbv7em-none-eabihf`. */
  readonly target?: string;
  /** Commit that it was built from. */
  readonly revision?: { readonly commit: string; readonly isDirty: boolean };
  /** The kernel's `HUBRIS_IMAGE_ID` as 16 hexadecimal digits: the number that a device reports, not the order of its bytes. */
  readonly imageId?: string;
  /** Text of the merged manifest, `app.toml`. */
  readonly manifest?: string;
  /** In the manifest's order, which is that of the task indices. */
  readonly tasks: readonly FirmwareTask[];
  /** What could not be read, a sentence each without a full stop. The rest was. */
  readonly problems: readonly string[];
}

export interface FirmwareTask {
  readonly name: string;
  /** The number that the kernel knows the task by. */
  readonly index: number;
  /** Package name of its crate. */
  readonly crate?: string;
  readonly features: readonly string[];
  readonly notifications: readonly string[];
  /** Texts of the interface files that it serves, in the linker's order. */
  readonly interfaces: readonly string[];
  readonly machine?: string;
  /** Types by its debug information, read when asked for. */
  types(): CompiledTypes;
}
