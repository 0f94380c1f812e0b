import { Usage } from '../diagnostic/failure.ts'

/** What one word of a selection names: steps by id, tag or kind, or those that did not succeed in a run. */
export interface Atom {
  readonly method: 'step' | 'tag' | 'kind' | 'failed'
  /** An id, a tag or a kind, with `*`, `**` and `?`; of `failed` the id of a run, or the empty text for the latest. */
  readonly value: string
}

/** An atom with so many steps above (what it needs) and below (what needs it); `Infinity`: all. */
export interface Pick {
  readonly atom: Atom
  readonly above: number
  readonly below: number
}

/** A selection, read. A term is what all of its picks have in common; terms add up. */
export interface Selection {
  readonly includes: readonly (readonly Pick[])[]
  readonly excludes: readonly (readonly Pick[])[]
}

/** Reads `+daily tag:finance&kind:load !slow`. Throws a `Usage` for what is none. */
export function parseSelection(text: string): Selection {
  const terms = text
    .replaceAll(/\s*&\s*/g, '&')
    .split(/[\s,]+/)
    .filter((term) => term !== '')
  if (terms.length === 0) throw new Usage('the selection is empty', howTo)
  const read = (term: string) => term.split('&').map((word) => parsePick(word, term))
  return {
    includes: terms.filter((term) => !term.startsWith('!')).map(read),
    excludes: terms.filter((term) => term.startsWith('!')).map((term) => read(term.slice(1))),
  }
}

const howTo = 'write ids, +id, id+, tag:T, kind:load or failed, e.g. --select "+daily tag:finance"'

function parsePick(word: string, term: string): Pick {
  const parts = /^(?:(\d*)(\+))?([^+!]+?)(?:(\+)(\d*))?$/.exec(word)
  if (parts === null) throw new Usage(`"${term}" is no selection`, howTo)
  const [, up, above, name = '', below, down] = parts
  return { atom: parseAtom(name), above: far(above, up), below: far(below, down) }
}

function far(plus: string | undefined, steps: string | undefined): number {
  if (plus === undefined) return 0
  return steps === undefined || steps === '' ? Infinity : Number(steps)
}

function parseAtom(name: string): Atom {
  if (name === 'failed') return { method: 'failed', value: '' }
  const colon = name.indexOf(':')
  if (colon < 0) return { method: 'step', value: name }
  const method = (['step', 'tag', 'kind', 'failed'] as const).find((one) => one === name.slice(0, colon))
  const value = name.slice(colon + 1)
  if (method !== undefined && value !== '') return { method, value }
  throw new Usage(`"${name}" is no selection`, 'write step:ID, tag:T, kind:K or failed:RUN')
}
