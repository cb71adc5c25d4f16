import { z } from 'zod';
import type { BuildConfiguration, InterfaceBuild } from '../../compare/index.ts';
import type { PinnedComponents, PinnedPackage } from '../../runtime/index.ts';
import { list } from './bounded.ts';

const PinnedPackageSchema: z.ZodType<PinnedPackage> = z
  .object({ version: z.string(), revision: z.string().optional().describe('Full commit id, of a package from git.') })
  .meta({ id: 'PinnedPackage' });

export const PinnedComponentsSchema: z.ZodType<PinnedComponents> = z
  .object({
    locked: z.boolean().describe('Whether the tree has a `Cargo.lock`.'),
    compiler: PinnedPackageSchema.optional().describe('The package `idol`.'),
    runtime: PinnedPackageSchema.optional().describe('The package `idol-runtime`.'),
    derive: z
      .object({ serverDeath: z.boolean() })
      .optional()
      .describe('Whether the derive macro `IdolError` of the tree knows `#[idol(server_death)]`.'),
    kernel: z
      .object({ oversizedReply: z.enum(['fault', 'truncate']) })
      .optional()
      .describe('What the kernel of the tree does with a reply that is longer than the buffer of the client.'),
  })
  .meta({ id: 'PinnedComponents', description: 'What the clients and servers of a tree are built with.' });

const BuildConfigurationSchema: z.ZodType<BuildConfiguration> = z
  .object({
    images: list(z.string()).describe('Names of the images that share it.'),
    holds: list(z.string()).describe('The `cfg` predicates that hold in them, of those that the types depend on.'),
  })
  .meta({ id: 'BuildConfiguration' });

export const InterfaceBuildSchema: z.ZodType<Omit<InterfaceBuild, 'components'>> = z
  .object({
    dispatch: list(z.enum(['dispatch', 'dispatch_n']))
      .optional()
      .describe('Functions of the runtime that feed its servers; only where that makes a difference.'),
    targets: list(z.string())
      .optional()
      .describe('Targets that it is built for; the configured one where no image builds it.'),
    configurations: list(BuildConfigurationSchema)
      .optional()
      .describe('In which configurations images build it. Absent: its types depend on none, or no image builds it.'),
    allowedCallers: list(z.object({ image: z.string(), operation: z.string(), callers: list(z.string()) }))
      .optional()
      .describe('The tasks that an image allows to call an operation. Absent where none is restricted.'),
    servedIn: list(z.string())
      .optional()
      .describe('Names of the images with a server that can be restricted. Absent where no server can be.'),
  })
  .meta({ id: 'InterfaceBuild', description: 'How the tree builds the interface.' });
