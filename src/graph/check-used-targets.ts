import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { hasLegs, sameForLegs } from './check-leg-targets.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from './used-file.ts'

/** What a step puts rows in place of, told by where it is: names of connections mean nothing outside their manifest. */
type Targets = ReadonlyMap<string, string>

/** What an expression makes of a place may differ each time the pipeline is used; a secret, or the date, is the same everywhere. */
const varying = /\$\{\{[^}]*\b(?:inputs|needs|env|matrix|window)\b/

/**
 * Steps of which one at least uses a pipeline, and that would each put their rows in place of the other's, as would the legs
 * of one that is mapped. Those with an `if` may be alternatives, and of mapped ones each leg has values of its own, so of
 * two such nothing is said. Without recursion in what is used; each manifest is looked through once.
 */
export function checkUsedTargets(manifest: Manifest, used: Manifests): Diagnostic[] {
  if (!manifest.steps.some(isUses)) return []
  const known = new Map<string, Targets>()
  const taken = new Map<string, Step>()
  return manifest.steps.flatMap((step): Diagnostic[] => {
    if (isUses(step) && hasLegs(step)) return targetOfLegs(manifest, step, { used, known })
    const targets = targetsOf(step, manifest, { used, known })
    const clash = targets.entries().find(([key]) => isClash(step, taken.get(key)))
    for (const key of targets.keys()) if (!taken.has(key)) taken.set(key, step)
    const first = clash && taken.get(clash[0])
    return first === undefined ? [] : [sameTarget(manifest, first, step, clash?.[1] ?? '')]
  })
}

interface Looking {
  readonly used: Manifests
  readonly known: Map<string, Targets>
}

function isClash(step: Step, first: Step | undefined): boolean {
  return first !== undefined && (isUses(step) || isUses(first))
}

function targetsOf(step: Step, manifest: Manifest, looking: Looking): Targets {
  if (step.if !== undefined || step.strategy !== undefined) return new Map()
  if (isUses(step)) {
    const child = looking.used.get(usedFile(step))
    return child === undefined ? new Map() : targetsIn(child, looking)
  }
  const { replaces, connection } = factsOf(step)
  const url = connection === undefined ? '' : (manifest.connections[connection.name]?.url ?? '')
  if (replaces === undefined || varying.test(replaces.target + url)) return new Map()
  return new Map([
    [`${connection === undefined ? replaces.target : tableOf(replaces.target)} ${url}`, replaces.target],
  ])
}

function tableOf(target: string): string {
  return target.replace(/ of connection "[^"]*"$/, '')
}

function targetsIn(manifest: Manifest, looking: Looking): Targets {
  const found = looking.known.get(manifest.file)
  if (found !== undefined) return found
  const targets = new Map(manifest.steps.flatMap((step) => [...targetsOf(step, manifest, looking)]))
  looking.known.set(manifest.file, targets)
  return targets
}

function targetOfLegs(manifest: Manifest, step: UsesStep, { used, known }: Looking): Diagnostic[] {
  const child = used.get(usedFile(step))
  const [target] = child === undefined ? [] : targetsIn(child, { used, known }).values()
  if (target === undefined) return []
  const at: Place = { file: manifest.file, path: [...step.path, step.kind], part: 'value' }
  return [{ ...sameForLegs(step, target, at), help }]
}

const help = 'let the pipeline that is used take the place as an input, or hand its dataset on'

function sameTarget(manifest: Manifest, first: Step, step: Step, target: string): Diagnostic {
  const at = ({ path, kind }: Step): Place => ({ file: manifest.file, path: [...path, kind], part: 'value' })
  return {
    code: 'graph/same-target',
    severity: 'error',
    message: `steps "${first.id}" and "${step.id}" both replace ${target}: only the rows of one would be left`,
    at: at(step),
    related: [{ at: at(first), message: `"${first.id}" replaces it here` }],
    help,
  }
}
