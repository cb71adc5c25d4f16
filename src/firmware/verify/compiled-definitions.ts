import type { CompiledEnum, CompiledStruct, CompiledTaggedEnum, CompiledTypes } from '../dwarf/types.ts';
import type { FirmwareTask } from '../model.ts';

/** A definition as one task's compiler made it. */
export interface CompiledDefinition {
  readonly task: FirmwareTask;
  readonly types: CompiledTypes;
  readonly type: CompiledStruct | CompiledEnum | CompiledTaggedEnum;
}

/** A definition in the first of some tasks that has it: several when the task has differing ones under one path. */
export function definitionsOf(id: string, tasks: readonly FirmwareTask[]): CompiledDefinition[] {
  for (const task of tasks) {
    const types = task.types();
    const found = types.withPath(id);
    if (found.length > 0) return distinct(found).map((type) => ({ task, types, type }));
  }
  return [];
}

/** Each unit of a task describes the types that it uses: most of them alike. */
export function distinct<T extends CompiledDefinition['type']>(types: readonly T[]): T[] {
  const known = new Map<string, T>();
  for (const type of types) {
    const key = JSON.stringify(type, (name, value) =>
      name === 'ref' || name === 'type' ? undefined : typeof value === 'bigint' ? String(value) : value,
    );
    if (!known.has(key)) known.set(key, type);
  }
  return [...known.values()];
}

/** Where a debugger finds the definition. */
export function placeOf({ task, type }: CompiledDefinition): string {
  return `task ${task.name}, .debug_info+0x${type.ref.toString(16)}`;
}
