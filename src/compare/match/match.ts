import type { OperationSchema, SourcePlace, Type, TypeTable } from '../../schema/index.ts';
import { isSameUse } from '../canonical-form.ts';
import type { InterfaceVersion, ItemKey } from '../model.ts';
import type { Alignment, Pair } from './align.ts';
import { alignOperations } from './operations.ts';
import { type DefinitionPair, type DistinctionPair, pairTypes } from './type-pairs.ts';

/** Two versions of one interface, matched part by part. */
export class Match {
  readonly old: InterfaceVersion;
  readonly new: InterfaceVersion;
  readonly operations: Alignment<OperationSchema>;
  /** Pairs whose new operation stands in the place of one that was retired. */
  readonly retired: ReadonlySet<Pair<OperationSchema>>;
  readonly definitions: readonly DefinitionPair[];
  readonly distinctions: readonly DistinctionPair[];

  constructor(oldVersion: InterfaceVersion, newVersion: InterfaceVersion) {
    this.old = oldVersion;
    this.new = newVersion;
    const { retired, ...operations } = alignOperations(oldVersion.schema, newVersion.schema);
    this.operations = operations;
    this.retired = retired;
    const kept = operations.pairs.filter((pair) => !retired.has(pair));
    const { definitions, distinctions } = pairTypes(oldVersion.schema, newVersion.schema, kept);
    this.definitions = definitions;
    this.distinctions = distinctions;
  }

  get oldTypes(): TypeTable {
    return this.old.schema.types;
  }

  get newTypes(): TypeTable {
    return this.new.schema.types;
  }

  oldPlace(key: ItemKey): SourcePlace | undefined {
    return this.old.items[key]?.place;
  }

  newPlace(key: ItemKey): SourcePlace | undefined {
    return this.new.items[key]?.place;
  }

  /** Whether a use of a type in the old version and one in the new mean the same. */
  isSameUse(old: Type, now: Type): boolean {
    return isSameUse(old, this.oldTypes, now, this.newTypes);
  }
}
