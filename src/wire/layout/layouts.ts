import type { Encoding } from '../../idol/index.ts';
import type { Type, TypeTable } from '../../schema/index.ts';
import type { Target } from '../target.ts';
import { isUnknown, MemoryImages, type Unknown } from './memory.ts';
import { MemoryLayouts } from './memory-tree.ts';
import type { Layout, LayoutNode, Size } from './model.ts';
import { sizeOf } from './placement.ts';
import { type SerdeEncoding, SerdeSizes } from './serde-size.ts';
import { SerdeLayouts } from './serde-tree.ts';
import { type Argument, argumentFields } from './tree-nodes.ts';

/**
 * Layouts of the types of one table on one target. What is measured once is kept, so make one of these per table and use
 * it for all its interfaces.
 */
export class Layouts {
  readonly memory: MemoryImages;
  readonly #table: TypeTable;
  readonly #serde: Readonly<Record<SerdeEncoding, SerdeSizes>>;
  readonly #reserved: SerdeSizes;

  constructor(table: TypeTable, target: Target) {
    this.#table = table;
    this.memory = new MemoryImages(table, target);
    this.#serde = {
      Hubpack: new SerdeSizes('Hubpack', table, target),
      Ssmarshal: new SerdeSizes('Ssmarshal', table, target),
    };
    this.#reserved = new SerdeSizes('Hubpack', table, target, 'reserved');
  }

  /** How a reply or an error travels. `name` is the root node's. */
  of(type: Type, encoding: Encoding, name: string): Layout {
    if (encoding === 'Zerocopy') return this.image(type, name);
    const sizes = this.#serde[encoding];
    return layout(sizes.of(type), 1, () => new SerdeLayouts(this.#table, sizes).root(name, type));
  }

  /** A type's memory image: a Zerocopy reply, or a lease or one element of it. */
  image(type: Type, name: string): Layout {
    const memory = this.memory.of(type);
    const root = () => new MemoryLayouts(this.memory).root(name, type);
    return isUnknown(memory) ? layout(memory, 1, root) : layout(memory.size, memory.align.max, root);
  }

  /** An argument list: one value after the other without padding, in every encoding. */
  message(args: readonly Argument[], encoding: Encoding): Layout {
    const fields = argumentFields(args);
    if (encoding === 'Zerocopy') {
      const packed = this.memory.fields(fields, { order: 'declared', packed: 1 });
      return layout(isUnknown(packed) ? packed : packed.size, 1, () => new MemoryLayouts(this.memory).message(fields));
    }
    const sizes = this.#serde[encoding];
    return layout(sizes.sequence(fields), 1, () => new SerdeLayouts(this.#table, sizes).message(fields));
  }

  /** The buffer that a server keeps for a message, in bytes: `<OP>_MSG_SIZE`. */
  messageBuffer(args: readonly Argument[], encoding: Encoding): Size | undefined {
    const fields = argumentFields(args);
    switch (encoding) {
      case 'Zerocopy':
        return size(this.memory.fields(fields, { order: 'declared', packed: 1 }));
      case 'Hubpack':
        return upTo(this.#reserved.sequence(fields));
      case 'Ssmarshal':
        // ssmarshal has no size trait: the buffer is as large as the Rust struct of the arguments.
        return size(this.memory.fields(fields, { order: 'rust' }));
    }
  }

  /** The buffer that a value needs, in bytes: `<OP>_REPLY_SIZE` of an ok type. */
  buffer(type: Type, encoding: Encoding): Size | undefined {
    return encoding === 'Hubpack' ? upTo(this.#reserved.of(type)) : size(this.memory.of(type));
  }
}

/** `MAX_SIZE`, a constant of the type: only what differs between images or `cfg` could make it a range, and there the largest holds. */
function upTo(length: Size | Unknown): Size | undefined {
  return isUnknown(length) ? undefined : sizeOf(length.max);
}

function size(memory: { readonly size: Size } | Unknown): Size | undefined {
  return isUnknown(memory) ? undefined : memory.size;
}

/** Checks ask for sizes alone, which are worked out long before the tree is: it is made when somebody looks. */
function layout(measured: Size | Unknown, align: number, makeRoot: () => LayoutNode): Layout {
  let made: LayoutNode | undefined;
  return {
    ...(!isUnknown(measured) && { size: measured }),
    align,
    get root() {
      made ??= makeRoot();
      return made;
    },
    unresolved: isUnknown(measured) ? [...measured.unresolved] : [],
  };
}
