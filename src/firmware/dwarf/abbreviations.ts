import { Cursor, Malformed } from '../bytes.ts';

/** How the entries of one kind are written. */
export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly AttributeForm[];
}

export interface AttributeForm {
  readonly attribute: number;
  readonly form: number;
  /** The value of `DW_FORM_implicit_const`, which the entries themselves leave out. */
  readonly implicit: bigint;
}

/** Of all units together. A build has some hundreds per unit; a hostile file could make each unit read a large table anew. */
const MAX_ATTRIBUTES = 4_000_000;

/** The tables of `.debug_abbrev`, each read once. */
export class Abbreviations {
  readonly #bytes: Uint8Array;
  readonly #tables = new Map<number, ReadonlyMap<number, Abbreviation>>();
  #left = MAX_ATTRIBUTES;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws Malformed */
  at(offset: number): ReadonlyMap<number, Abbreviation> {
    let table = this.#tables.get(offset);
    if (!table) {
      table = this.#read(offset);
      this.#tables.set(offset, table);
    }
    return table;
  }

  #read(offset: number): ReadonlyMap<number, Abbreviation> {
    const cursor = new Cursor(this.#bytes, offset);
    const table = new Map<number, Abbreviation>();
    for (;;) {
      const code = cursor.uleb();
      if (code === 0) return table;
      const tag = cursor.uleb();
      const hasChildren = cursor.u8() !== 0;
      const attributes: AttributeForm[] = [];
      for (;;) {
        if (this.#left-- <= 0) throw new Malformed('it describes more kinds of debug entries than a build makes');
        const attribute = cursor.uleb();
        const form = cursor.uleb();
        if (attribute === 0 && form === 0) break;
        attributes.push({ attribute, form, implicit: form === 0x21 ? cursor.leb(true) : 0n });
      }
      table.set(code, { tag, hasChildren, attributes });
    }
  }
}
