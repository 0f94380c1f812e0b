import type { StepResult } from '../run/event.ts'
import { legsText } from '../text/legs-text.ts'
import { counted, number } from '../text/quantities.ts'

/** What is drawn: a `Plan`, or a `Report`, which has the same. */
export interface Drawable {
  readonly steps: readonly {
    readonly id: string
    readonly kind: string
    readonly needs: readonly string[]
    readonly legs?: Parameters<typeof legsText>[0] | undefined
  }[]
  readonly jobs: readonly {
    readonly id: string
    readonly steps: readonly string[]
    readonly needs: readonly string[]
  }[]
  readonly waves: readonly (readonly string[])[]
}

/** How a step ended, or how it differs from what it was. */
type Look = StepResult | 'tolerated' | 'changed' | 'added'

type Looks = Readonly<Record<string, Look>>

/** Mermaid itself refuses 500 edges and 50,000 characters. */
const maxEdges = 400
const maxChars = 40_000

/**
 * The graph as a Mermaid flowchart, steps inside their jobs, coloured by their results or changes. What is too large for
 * Mermaid is drawn by jobs, then by waves, and says so in a node of its own.
 */
export function mermaid(plan: Drawable, looks: Looks = {}, room = maxChars): string {
  const part = inJobs(plan)
  const drawings = [() => bySteps(part, looks), () => byJobs(part, looks), () => byWaves(part, looks)]
  for (const draw of drawings) {
    const { lines, edges } = draw()
    const text = lines.join('\n')
    if (edges <= maxEdges && text.length <= Math.min(room, maxChars)) return text
  }
  return ['flowchart LR', `  note["${number(plan.steps.length)} steps: too many to draw"]`].join('\n')
}

/** Without the steps that no job carries: they are left out, and the arrows go past them. */
function inJobs(plan: Drawable): Drawable {
  const carried = new Set(plan.jobs.flatMap(({ steps }) => steps))
  if (plan.steps.every(({ id }) => carried.has(id))) return plan
  const nearest = new Map<string, readonly string[]>()
  for (const { id, needs } of plan.steps) {
    const above = [
      ...new Set(needs.flatMap((need) => (carried.has(need) ? [need] : (nearest.get(need) ?? [])))),
    ]
    nearest.set(id, above)
  }
  const steps = plan.steps.filter(({ id }) => carried.has(id))
  return { ...plan, steps: steps.map((step) => ({ ...step, needs: nearest.get(step.id) ?? [] })) }
}

interface Drawing {
  readonly lines: readonly string[]
  readonly edges: number
}

function bySteps({ steps, jobs }: Drawable, looks: Looks): Drawing {
  const names = new Map(steps.map(({ id }, index) => [id, `s${index}`]))
  const stepOf = new Map(steps.map((step) => [step.id, step]))
  const drawn = new Set<string>()
  const boxes = jobs.flatMap((job, index) => {
    const inside = job.steps.flatMap((id) => (drawn.has(id) ? [] : (stepOf.get(id) ?? [])))
    for (const id of job.steps) drawn.add(id)
    if (inside.length === 0) return []
    return box({ name: `j${index}`, title: job.id, prefix: '', steps: inside }, names, '  ')
  })
  const edges = steps.flatMap(({ id, needs }) => arrows(needs, id, names))
  return {
    lines: [
      'flowchart LR',
      ...boxes,
      ...edges,
      ...colours(steps.map(({ id }) => [names.get(id), looks[id]])),
    ],
    edges: edges.length,
  }
}

/** Steps that are drawn together: those of a job, and in it those of a pipeline that is used. */
interface Box {
  readonly name: string
  readonly title: string
  /** What the ids of its steps begin with, and need not say again. */
  readonly prefix: string
  readonly steps: Drawable['steps']
}

function box(
  { name, title, prefix, steps }: Box,
  names: ReadonlyMap<string, string>,
  indent: string,
): string[] {
  const groups = [...Map.groupBy(steps, ({ id }) => id.slice(prefix.length).split('/')[0] ?? '')]
  const inner = groups.map(([part, inside], index) => pipelineBox(prefix + part, inside, `${name}_${index}`))
  const [only] = inner
  if (groups.length === 1 && only !== undefined) return box({ ...only, name }, names, indent)
  const within = groups.flatMap(([, inside], index) => {
    const pipeline = inner[index]
    if (pipeline !== undefined) return box(pipeline, names, '')
    return inside.map(({ id, kind, legs }) => {
      const lines = [nameIn(id, prefix), kind, ...(legs === undefined ? [] : [legsText(legs)])]
      return `${names.get(id)}["${lines.map(label).join('<br>')}"]`
    })
  })
  if (steps.length === 1) return within.map((line) => indent + line)
  const lines = [`subgraph ${name}["${label(title)}"]`, ...within.map((line) => `  ${line}`), 'end']
  return lines.map((line) => indent + line)
}

/** The box of a pipeline of which there is more than one step. */
function pipelineBox(title: string, steps: Drawable['steps'], name: string): Box | undefined {
  const prefix = `${title}/`
  const isPipeline = steps.length > 1 && steps.some(({ id }) => id.startsWith(prefix))
  return isPipeline ? { name, title, prefix, steps } : undefined
}

/** The step that uses a pipeline stands in its box too, under its own name. */
function nameIn(id: string, prefix: string): string {
  return id.startsWith(prefix) ? id.slice(prefix.length) : id
}

function byJobs({ jobs, steps }: Drawable, looks: Looks): Drawing {
  const names = new Map(jobs.map(({ id }, index) => [id, `j${index}`]))
  const boxes = jobs.map(
    (job) => `  ${names.get(job.id)}["${label(job.id)}<br>${counted(job.steps.length, 'step')}"]`,
  )
  const edges = jobs.flatMap(({ id, needs }) => arrows(needs, id, names))
  const coloured = jobs.map((job) => [names.get(job.id), worst(job.steps, looks)] as const)
  return {
    lines: ['flowchart LR', note(steps.length, 'jobs'), ...boxes, ...edges, ...colours(coloured)],
    edges: edges.length,
  }
}

function byWaves({ jobs, waves, steps }: Drawable, looks: Looks): Drawing {
  const stepsOf = new Map(jobs.map((job) => [job.id, job.steps]))
  const inside = waves.map((wave) => wave.flatMap((job) => stepsOf.get(job) ?? []))
  const boxes = waves.map(
    (wave, index) =>
      `  w${index}["wave ${index + 1}<br>${counted(wave.length, 'job')}, ${counted(inside[index]?.length ?? 0, 'step')}"]`,
  )
  const edges = waves.slice(1).map((_, index) => `  w${index} --> w${index + 1}`)
  const coloured = inside.map((ids, index) => [`w${index}`, worst(ids, looks)] as const)
  return {
    lines: ['flowchart LR', note(steps.length, 'waves'), ...boxes, ...edges, ...colours(coloured)],
    edges: edges.length,
  }
}

function arrows(needs: readonly string[], id: string, names: ReadonlyMap<string, string>): string[] {
  return needs.flatMap((need) => (names.has(need) ? [`  ${names.get(need)} --> ${names.get(id)}`] : []))
}

const note = (steps: number, by: string) =>
  `  note["${number(steps)} steps are too many to draw: drawn by ${by}"]`

const order = ['failure', 'tolerated', 'cancelled', 'skipped', 'success', 'changed', 'added'] as const

function worst(steps: readonly string[], looks: Looks): Look | undefined {
  return order.find((result) => steps.some((id) => looks[id] === result))
}

/** Readable on a light and on a dark page. */
const styles = {
  success: 'fill:#dafbe1,stroke:#1a7f37,color:#0b3d1c',
  failure: 'fill:#ffebe9,stroke:#cf222e,color:#5c0d14,stroke-width:3px',
  tolerated: 'fill:#fff1e5,stroke:#bc4c00,color:#5c2200,stroke-width:2px',
  cancelled: 'fill:#fff8c5,stroke:#9a6700,color:#4d3300',
  skipped: 'fill:#eaeef2,stroke:#6e7781,color:#32383f,stroke-dasharray:4 3',
  changed: 'fill:#fff8c5,stroke:#9a6700,color:#4d3300',
  added: 'fill:#dafbe1,stroke:#1a7f37,color:#0b3d1c',
} as const

function colours(nodes: readonly (readonly [string | undefined, Look | undefined])[]): string[] {
  return order.flatMap((result) => {
    const bearing = nodes.flatMap(([name, of]) => (of === result && name !== undefined ? [name] : []))
    if (bearing.length === 0) return []
    return [`  classDef ${result} ${styles[result]}`, `  class ${bearing.join(',')} ${result}`]
  })
}

const entities: Readonly<Record<string, string>> = { '#': '#35;', '"': '#quot;', '&': '#amp;' }

/** Text inside a quoted label: nothing of it is markup, to Mermaid or to HTML, and it is not endless. */
function label(text: string): string {
  const flat = text.slice(0, 80).toWellFormed().replaceAll(/\s+/g, ' ')
  return flat.replaceAll(/[#"&<>`\\[\]{}|()*_~;%]/g, (character) =>
    character === '_' ? '_' : (entities[character] ?? `#${character.codePointAt(0)};`),
  )
}
