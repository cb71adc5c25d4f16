import type { InterfaceWire, OperationWire } from '../../wire/index.ts';
import type { StubFile } from '../model.ts';
import { definitionSchema, type JsonSchema, schemaOf } from './schema.ts';

/**
 * A JSON Schema with one property per operation: an object of the values that travel, `args`, `reply` and `error`, in the form
 * in which `encode` and `decode` have them.
 */
export function jsonSchemaFile(wire: InterfaceWire): StubFile {
  const schema: JsonSchema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: wire.name,
    type: 'object',
    properties: Object.fromEntries(wire.operations.map((operation) => [operation.name, operationSchema(operation)])),
    additionalProperties: false,
    $defs: Object.fromEntries(Object.values(wire.types).map((type) => [type.id, definitionSchema(type)])),
  };
  return { path: 'schema.json', text: `${JSON.stringify(schema, null, 2)}\n` };
}

function operationSchema({ number, args, reply }: OperationWire): JsonSchema {
  const error = reply.kind === 'Result' ? reply.error : undefined;
  return {
    $comment: `Operation ${number}.`,
    type: 'object',
    properties: {
      args: {
        type: 'object',
        properties: Object.fromEntries(args.map(({ name, type }) => [name, schemaOf(type)])),
        required: args.map(({ name }) => name),
        additionalProperties: false,
      },
      reply: schemaOf(reply.ok.type),
      ...(error && error.kind !== 'ServerDeath' && { error: schemaOf(error.type) }),
    },
    additionalProperties: false,
  };
}
