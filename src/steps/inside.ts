import { isAbsolute, relative, sep } from 'node:path'
import { Failure } from '../diagnostic/failure.ts'

/** A path may not leave the repository: throws a `Failure` (`file/outside`). `entry` is how the author wrote it. */
export function requireInside(path: string, workspace: string, entry: string): void {
  const inside = relative(workspace, path)
  if (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return
  throw new Failure('file/outside', `"${entry}" leaves the repository`, {
    help: 'Use a path inside the repository',
  })
}
