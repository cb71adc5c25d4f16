import type { InterfaceSchema, OperationSchema } from '../../schema/index.ts';
import type { StubFile } from '../model.ts';
import { type DefinitionNames, definitionSchema, type JsonSchema, schemaOf } from './schema.ts';

/**
 * A JSON Schema with one property per operation: an object of the values that travel, `args`, `reply` and `error`, in the form
 * in which `encode` and `decode` have them.
 */
export function jsonSchemaFile({ name, operations, types, messages }: InterfaceSchema): StubFile {
  const names = definitionNames(Object.keys(types));
  const nameOf = (id: string) => names.get(id) ?? id;
  const schema: JsonSchema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    type: 'object',
    properties: Object.fromEntries(
      operations.map((operation) => [
        operation.name,
        messages ? messageSchema(operation, nameOf) : operationSchema(operation, nameOf),
      ]),
    ),
    additionalProperties: false,
    $defs: Object.fromEntries(
      Object.values(types).map((definition) => [nameOf(definition.id), definitionSchema(definition, nameOf)]),
    ),
  };
  return { path: 'schema.json', text: `${JSON.stringify(schema)}\n` };
}

/** A message of a contract: an object of the parts that its receiver decodes. */
function messageSchema({ args }: OperationSchema, nameOf: DefinitionNames): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(args.map(({ name, type }) => [name, schemaOf(type, nameOf)])),
    required: args.map(({ name }) => name),
    additionalProperties: false,
  };
}

function operationSchema({ number, args, reply }: OperationSchema, nameOf: DefinitionNames): JsonSchema {
  const error = reply.kind === 'Result' ? reply.error : undefined;
  return {
    $comment: `Operation ${number}.`,
    type: 'object',
    properties: {
      args: {
        type: 'object',
        properties: Object.fromEntries(args.map(({ name, type }) => [name, schemaOf(type, nameOf)])),
        required: args.map(({ name }) => name),
        additionalProperties: false,
      },
      reply: schemaOf(reply.ok.type, nameOf),
      ...(error && error.kind !== 'ServerDeath' && { error: schemaOf(error.type, nameOf) }),
    },
    additionalProperties: false,
  };
}

/** Names that need no escape in a reference, whatever the program that reads it: `drv_spi_api.SpiError`. */
function definitionNames(ids: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    ids.map((id) => {
      const plain = id.replaceAll('::', '.').replace(/[^A-Za-z0-9_.]+/g, '_');
      let name = plain;
      for (let count = 2; taken.has(name); count++) name = `${plain}_${count}`;
      taken.add(name);
      return [id, name];
    }),
  );
}
