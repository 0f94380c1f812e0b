import { jsonSchema } from '../../manifest/json-schema.ts'
import { exitStatus } from '../exit-status.ts'
import type { Verb } from '../verb.ts'

export const schema: Verb = {
  declare: (command) => command,
  perform: (_command, shell) => {
    shell.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
    return exitStatus.done
  },
}
