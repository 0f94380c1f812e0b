import * as z from 'zod'
import { manifestSchema } from '../../manifest/schema.ts'
import { exitStatus } from '../exit-status.ts'
import type { Verb } from '../verb.ts'

export const schema: Verb = {
  declare: (command) => command,
  perform: (_command, shell) => {
    shell.out(`${JSON.stringify(z.toJSONSchema(manifestSchema, { io: 'input' }), null, 2)}\n`)
    return exitStatus.done
  },
}
