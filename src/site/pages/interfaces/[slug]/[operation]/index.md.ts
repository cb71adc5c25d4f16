import type { InterfaceEntry, OperationEntry } from '../../../../../registry/index.ts';
import { operationSlug, registry } from '../../../../context.ts';
import { operationTwin } from '../../../../markdown-twin.ts';

export const getStaticPaths = () =>
  registry.interfaces.flatMap((entry) =>
    entry.operations.map((operation) => ({
      params: { slug: entry.slug, operation: operationSlug(entry, operation.number) },
      props: { entry, operation },
    })),
  );

export const GET = ({ props }: { props: { entry: InterfaceEntry; operation: OperationEntry } }) =>
  new Response(operationTwin(props.entry, props.operation));
