import type { FileSet, Source, Span } from '../text/index.ts';
import type { Package } from './cargo.ts';
import type { Manifest } from './manifest.ts';
import type { Image, InterfaceFile } from './model.ts';
import type { GeneratorCall } from './stub-uses.ts';

/** Everything that was read of a tree's manifests and build scripts: what its checks look at. */
export interface TreeModel {
  readonly files: FileSet;
  readonly packages: ReadonlyMap<string, Package>;
  readonly interfaceFiles: readonly InterfaceFile[];
  readonly generatorCalls: readonly PlacedCall[];
  /** Places of generator calls whose interface file cannot be told. */
  readonly computedCalls: readonly { readonly source: Source; readonly span: Span }[];
  readonly images: readonly { readonly image: Image; readonly manifest: Manifest }[];
}

export interface PlacedCall {
  readonly buildScript: Source;
  readonly package: Package;
  readonly call: GeneratorCall;
  /** The interface file as a path of the tree; undefined when it leads out of the tree. */
  readonly path: string | undefined;
}
