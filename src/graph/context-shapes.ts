import type { ContextName } from '../expression/contexts.ts'
import { type Properties, type Shape, plainProperties } from '../expression/shape.ts'
import type { Input, Manifest, Step } from '../manifest/manifest.ts'
import { matrixShape } from './matrix-shape.ts'
import { needShape } from './need-shape.ts'
import { seenNeeds } from './seen-needs.ts'
import { seesWindow } from './sees-window.ts'
import type { Surroundings } from './surroundings.ts'

export type ContextShapes = Partial<Readonly<Record<ContextName, Shape>>>

/** What every expression of a manifest can name, wherever it stands; never changing, so made once. */
export function globalShapes(around: Surroundings): ContextShapes {
  return keptFor(around).global
}

/** What the expressions of a step can name, but for those places that see less. */
export function stepShapes(id: string, around: Surroundings): ContextShapes {
  const kept = keptFor(around)
  const known = kept.steps.get(id)
  if (known !== undefined) return known
  const step = around.steps.get(id)
  const names = [...Object.keys(around.manifest.env), ...Object.keys(step?.env ?? {})]
  const made: ContextShapes = {
    ...kept.global,
    env: plainProperties('an environment variable of this step or pipeline', names),
    needs: needsShape(id, around),
    ...(step?.strategy === undefined ? {} : { matrix: matrixShape(step.strategy.matrix, around) }),
    ...(seesWindow(id, around) ? { window: windowShape } : {}),
  }
  kept.steps.set(id, made)
  return made
}

/** What the outputs of a manifest can name: all of its steps. */
export function outputShapes(around: Surroundings): ContextShapes {
  const ids = [...around.manifest.steps.map(({ id }) => id), ...around.unread]
  return {
    ...withoutSecrets(globalShapes(around)),
    needs: shapeOfNeeds('a step of this pipeline', ids, around),
  }
}

export function envShape({ manifest }: Surroundings): Properties {
  return plainProperties('an environment variable of this pipeline', Object.keys(manifest.env))
}

/** For places whose values are told or kept. */
export function withoutSecrets(shapes: ContextShapes): ContextShapes {
  return withoutContexts(shapes, ['secrets'])
}

export function withoutContexts(shapes: ContextShapes, names: readonly ContextName[]): ContextShapes {
  const rest: Partial<Record<ContextName, Shape>> = { ...shapes }
  for (const name of names) delete rest[name]
  return rest
}

const windowShape = plainProperties('a bound of `window`', ['from', 'to'])

interface Kept {
  readonly global: ContextShapes
  readonly steps: Map<string, ContextShapes>
  readonly needs: Map<string, Shape>
}

const kept = new WeakMap<Surroundings, Kept>()

function keptFor(around: Surroundings): Kept {
  const known = kept.get(around)
  if (known !== undefined) return known
  const made: Kept = { global: makeGlobal(around), steps: new Map(), needs: new Map() }
  kept.set(around, made)
  return made
}

function makeGlobal({ manifest, unread, envExample }: Surroundings): ContextShapes {
  return {
    inputs: {
      noun: 'an input of this pipeline',
      properties: new Map(Object.entries(manifest.inputs).map(([name, input]) => [name, shapeOf(input)])),
    },
    vars: envExample === null ? 'any' : plainProperties('a variable of `.env.example`', envExample),
    secrets: envExample === null ? 'any' : secretShape(envExample),
    run: runShape(manifest, unread),
    github: 'any',
  }
}

/** GitHub has one secret that nobody need declare. */
function secretShape(names: ReadonlySet<string>): Properties {
  const also = (name: string) => name.toUpperCase() === 'GITHUB_TOKEN'
  return { ...plainProperties('a secret of `.env.example`', names), also }
}

function shapeOf({ type }: Input): Shape {
  return type === 'json' || type === 'list' ? 'any' : 'plain'
}

function runShape({ steps }: Manifest, unread: ReadonlySet<string>): Properties {
  const noun = 'a property of `run`'
  const result = plainProperties('a property of a step of the previous run', ['result'])
  const previous: Properties = {
    noun: 'a property of `run.previous`',
    properties: new Map<string, Shape>([
      ...['id', 'result', 'date'].map((name) => [name, 'plain'] as const),
      ['steps', stepsOfRun(steps, unread, result)],
    ]),
  }
  const plain = ['id', 'date', 'at', 'latest'].map((name) => [name, 'plain'] as const)
  return { noun, properties: new Map<string, Shape>([...plain, ['previous', previous]]) }
}

/** Steps of a pipeline that one of them uses are there as `clean/orders`. */
function stepsOfRun(steps: readonly Step[], unread: ReadonlySet<string>, result: Properties): Properties {
  const used = new Set(steps.filter(({ kind }) => kind === 'uses').map(({ id }) => id))
  return {
    noun: 'a step of this pipeline',
    properties: new Map(steps.map(({ id }) => [id, result])),
    also: (name) => unread.has(name) || (name.includes('/') && used.has(name.slice(0, name.indexOf('/')))),
  }
}

function needsShape(id: string, around: Surroundings): Shape {
  const step = around.steps.get(id)
  const needs = around.edges.get(id)
  if (step === undefined || needs === undefined) return 'any'
  const unread = step.needs.filter((need) => around.unread.has(need))
  const seen = [...seenNeeds(step, needs), ...unread]
  return { ...shapeOfNeeds('a need of this step', seen, around), refusals: notNeeded(step, around) }
}

/** A step that is there and not needed: the commonest mistake. A tear-down sees its set-up only. */
function notNeeded(step: Step, { steps, unread }: Surroundings): NonNullable<Properties['refusals']> {
  return {
    get: (name) => {
      if (name === step.id || step.teardown !== undefined || !(steps.has(name) || unread.has(name)))
        return undefined
      const needs = [...step.needs.filter((need) => steps.has(need)), name].join(', ')
      return { message: `"${name}" is not a need of this step`, help: `add it: \`needs: [${needs}]\`` }
    },
  }
}

function shapeOfNeeds(noun: string, ids: Iterable<string>, around: Surroundings): Properties {
  const { needs } = keptFor(around)
  const properties = new Map<string, Shape>()
  for (const id of ids) {
    const shape = needs.get(id) ?? needShape(around.steps.get(id), around)
    needs.set(id, shape)
    properties.set(id, shape)
  }
  return { noun, properties }
}
