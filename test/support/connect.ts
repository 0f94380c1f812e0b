import { connectGitHub } from '../../src/adapters/github/github.ts'
import type { GitHub } from '../../src/ports/github.ts'
import type { Permissions } from './github-permissions.ts'
import { owner, repo, type TestGitHub } from './github-server.ts'

/** Our adapter at the test's GitHub, as a workflow's token with these permissions; a second lasts a millisecond. */
export function connect(github: TestGitHub, permissions: Permissions): GitHub {
  return connectGitHub({ baseUrl: github.url, token: github.token(permissions), owner, repo, secondMs: 1 })
}
