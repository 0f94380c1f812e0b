import { join } from 'node:path'
import type { ActionsCacheOptions } from '../adapters/cache/actions.ts'
import type { Action } from './action.ts'

/** The same in every job: GitHub finds an entry again only under the path it was saved from. */
export function actionsCacheOf({ temp }: Action['context']): ActionsCacheOptions {
  return { folder: join(temp, 'millrace-cache') }
}
