import { readFileSync, writeFileSync } from 'node:fs'
import type { ModuleResult } from './module-result.ts'
import type { ModuleTask } from './module-task.ts'
import { runModule } from './run-module.ts'
import { userFailure } from './user-failure.ts'
import { watchParent } from '../watch-parent.ts'

/** The main of the process that runs an author's module: task file in, result file out. */
const task: ModuleTask = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))

watchParent()

function finish(result: ModuleResult): void {
  writeFileSync(task.resultPath, JSON.stringify(result))
}

try {
  finish(await runModule(task))
} catch (error) {
  finish(userFailure(error, task))
}
process.exit(0)
