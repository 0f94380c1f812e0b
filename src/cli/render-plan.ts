import { plainText } from '../adapters/terminal/plain-text.ts'
import type { Palette } from '../adapters/terminal/palette.ts'
import { type Cell, renderTable } from '../adapters/terminal/table.ts'
import type { Plan } from '../plan/plan.ts'
import { legsText } from '../text/legs-text.ts'
import { counted, dollars, duration } from '../text/quantities.ts'

/** A plan for a person: each wave, its jobs, their steps in the order they can start, and the cost. */
export function renderPlan(plan: Plan, paint: Palette, columns: number): string {
  const { name, pipeline, run, inputs, waves, jobs, steps, cost } = plan
  const given = Object.entries(inputs).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const rows = {
    jobs: new Map(jobs.map((job) => [job.id, job])),
    steps: new Map(steps.map((step) => [step.id, step])),
    paint,
  }
  const lines = renderTable(
    waves.flatMap((wave, index) => waveRows(wave, index + 1, rows)),
    columns - 1,
  )
  const left = steps.filter(({ unselected }) => unselected === true).length
  const size = [
    counted(steps.length - left, 'step'),
    counted(jobs.length, 'job'),
    counted(waves.length, 'wave'),
  ]
  return `${paint.bold(plainText(name))} ${paint.dim(`${pipeline} · ${run.date}${given.length > 0 ? ` · ${plainText(given.join(', '))}` : ''}`)}

${lines.join('\n')}
${sharedLines(jobs, paint)}${cacheLines(steps, paint)}
${size.join(' in ')}${left === 0 ? '' : `, ${counted(left, 'step')} not selected`}. On GitHub: about ${counted(cost.billedMinutes, 'billed minute')}, ${dollars(cost.dollars)} in a private repository.
`
}

/** Why steps that wait for nothing of each other are in one job. */
function sharedLines(jobs: Plan['jobs'], paint: Palette): string {
  const lines = jobs.flatMap(({ shared, steps, expectedMs }) =>
    shared === undefined
      ? []
      : [
          `share a job: ${paint.bold(steps.join(', '))} ${paint.dim(`· ${duration(expectedMs)} in all, and a job bills a minute`)}\n`,
        ],
  )
  return lines.length === 0 ? '' : `\n${lines.join('')}`
}

/** What is behind each word on a cache, below the table: it is too long for a cell. */
function cacheLines(steps: Plan['steps'], paint: Palette): string {
  const cached = steps.flatMap(({ id, cache }) => (cache === undefined ? [] : [{ id, ...cache }]))
  const lines = cached.map(({ id, decision, reason }) => {
    return `cache: ${paint.bold(id)} ${words[decision]} ${paint.dim(`· ${plainText(reason)}`)}\n`
  })
  return lines.length === 0 ? '' : `\n${lines.join('')}`
}

const words = { reuse: 'would be reused', run: 'would run', deferred: 'is not decided yet' } as const

interface Rows {
  readonly jobs: ReadonlyMap<string, Plan['jobs'][number]>
  readonly steps: ReadonlyMap<string, Plan['steps'][number]>
  readonly paint: Palette
}

/** A step that several jobs share is told once. */
function waveRows(wave: readonly string[], number: number, { jobs, steps, paint }: Rows): Cell[][] {
  const own = wave.flatMap((id) => jobs.get(id) ?? [])
  const told = own.filter(({ part }) => part === undefined || part.index === 0)
  return told.flatMap((job, first) =>
    job.steps.map((stepId, nth): Cell[] => {
      const step = steps.get(stepId)
      const { legs, cache, needs = [] } = step ?? {}
      const notes = [
        ...(needs.length === 0 ? [] : [`after ${needs.join(', ')}`]),
        ...(legs === undefined ? [] : [legsText(legs)]),
        ...(nth === 0 ? limitsText(own.filter(({ steps: [one] }) => one === job.steps[0])) : []),
        ...(cache === undefined ? [] : [`cache: ${cache.decision}`]),
      ]
      return [
        { text: first === 0 && nth === 0 ? `wave ${number}` : '', paint: paint.cyan },
        { text: stepMark(nth, job.steps.length), paint: paint.dim },
        { text: stepId, paint: paint.bold },
        { text: step?.kind ?? '' },
        { text: plainText(notes.join(' · ')), paint: paint.dim },
        { text: nth === 0 ? labels(job.runsOn) : '', paint: paint.dim },
        { text: step?.basis === 'past' ? duration(step.expectedMs) : '', align: 'right', paint: paint.dim },
      ]
    }),
  )
}

/** How many places these jobs have together in each pool, and legs of a step. */
function limitsText(jobs: readonly Plan['jobs'][number][]): string[] {
  const sums = new Map<string, number>()
  for (const { limits = {} } of jobs)
    for (const [name, places] of Object.entries(limits)) sums.set(name, (sums.get(name) ?? 0) + places)
  return [...sums].map(([name, places]) => `${name} ≤ ${places}`)
}

/** Steps that share a job are bracketed. */
function stepMark(nth: number, count: number): string {
  if (count === 1) return '─'
  if (nth === 0) return '┌'
  return nth === count - 1 ? '└' : '│'
}

function labels(runsOn: string | readonly string[]): string {
  return typeof runsOn === 'string' ? runsOn : runsOn.join(', ')
}
