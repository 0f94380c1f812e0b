import { counted } from '../text/quantities.ts'
import { type KeyPart, type PartGroup, partGroups } from './cache-key.ts'

/** So many changes are told one by one. */
const toldChanges = 2

/** What differs between two keys, in words: "`orders` changed", "inputs.region is us, was eu". */
export function whatChanged(now: readonly KeyPart[], was: readonly KeyPart[]): string {
  const before = new Map(was.map((part) => [nameOf(part), part]))
  const after = new Set(now.map(nameOf))
  const changes = [
    ...now.flatMap((part) => {
      const old = before.get(nameOf(part))
      return old?.hash === part.hash ? [] : [changeOf(part, old)]
    }),
    ...was.filter((part) => !after.has(nameOf(part))).map((part) => `${quoted(part)} is no longer used`),
  ]
  const more = changes.length - toldChanges
  if (more <= 0) return changes.join('; ')
  return `${changes.slice(0, toldChanges).join('; ')}; and ${counted(more, 'more change')}`
}

/** The same where only the hashes of the groups are known. */
export function whichChanged(
  now: Readonly<Record<PartGroup, string>>,
  was: Readonly<Record<PartGroup, string>>,
): string {
  return partGroups
    .filter((group) => now[group] !== was[group])
    .map((group) => words[group])
    .join('; ')
}

const words: Readonly<Record<PartGroup, string>> = {
  definition: 'its definition changed',
  code: 'its code changed',
  values: 'a value that it uses changed',
  files: 'a file that it reads changed',
  data: 'an input dataset changed',
}

function changeOf(part: KeyPart, old: KeyPart | undefined): string {
  if (part.group === 'definition') return words.definition
  if (part.group === 'code' && isOwn(part.name)) return `its ${part.name} changed`
  if (old === undefined) return `${quoted(part)} is new`
  if (part.told !== undefined && old.told !== undefined)
    return `${part.name} is ${part.told}, was ${old.told}`
  return `${quoted(part)} changed`
}

/** Code that stands in the manifest has no name of its own. */
function isOwn(name: string): boolean {
  return name === 'SQL' || name === 'script'
}

function nameOf({ group, name }: KeyPart): string {
  return `${group} ${name}`
}

function quoted({ group, name }: KeyPart): string {
  if (group === 'definition') return 'its definition'
  return group === 'code' && isOwn(name) ? `its ${name}` : `\`${name}\``
}
