import { Failure } from '../diagnostic/failure.ts'
import type { Lookup } from '../ports/lookup.ts'

/** The names a manifest uses, as `namesUsed` answers them. */
export interface NamesUsed {
  readonly secrets: readonly string[]
  readonly vars: readonly string[]
}

export interface Environment {
  readonly secrets: Readonly<Record<string, string>>
  readonly vars: Readonly<Record<string, string>>
}

/**
 * The values of every secret and variable a manifest names. An empty one counts as missing: that is what GitHub
 * hands over for a secret that is not set. Throws one `Failure` that names all that is missing of what is needed
 * (absent: all), and what needs each as `whose` says it.
 */
export function resolveEnvironment(
  names: NamesUsed,
  lookup: Lookup,
  { needed = names, whose = () => '' }: { needed?: NamesUsed; whose?: (name: string) => string } = {},
): Environment {
  const secrets = valuesOf(names.secrets, lookup)
  const vars = valuesOf(names.vars, lookup)
  const missing = [
    ...needed.secrets
      .filter((name) => secrets[name] === undefined)
      .map((name) => `secret ${name}${whose(name)}`),
    ...needed.vars.filter((name) => vars[name] === undefined).map((name) => `variable ${name}${whose(name)}`),
  ]
  if (missing.length === 0) return { secrets: present(secrets), vars: present(vars) }
  throw new Failure('environment/missing', `not set: ${missing.join(', ')}`, {
    help:
      'on a laptop set them as environment variables or in a git-ignored .env; on GitHub under ' +
      'Settings → Secrets and variables → Actions, and run `millrace workflow` if the manifest names a new one',
  })
}

function valuesOf(names: readonly string[], lookup: Lookup): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, lookup(name) || undefined]))
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
