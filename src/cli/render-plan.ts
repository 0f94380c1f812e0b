import { plainText } from '../adapters/terminal/plain-text.ts'
import type { Palette } from '../adapters/terminal/palette.ts'
import { type Cell, renderTable } from '../adapters/terminal/table.ts'
import type { Plan } from '../plan/plan.ts'
import { counted, dollars, duration } from '../text/quantities.ts'

/** A plan for a person: each wave, its jobs, their steps in the order they can start, and the cost. */
export function renderPlan(plan: Plan, paint: Palette, columns: number): string {
  const { name, pipeline, run, inputs, waves, jobs, steps, cost } = plan
  const given = Object.entries(inputs).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const lines = renderTable(
    waves.flatMap((wave, index) => waveRows(plan, wave, index + 1, paint)),
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

${size.join(' in ')}${left === 0 ? '' : `, ${counted(left, 'step')} not selected`}. On GitHub: about ${counted(cost.billedMinutes, 'billed minute')}, ${dollars(cost.dollars)} in a private repository.
`
}

function waveRows(plan: Plan, wave: readonly string[], number: number, paint: Palette): Cell[][] {
  return wave.flatMap((id, first) => {
    const job = plan.jobs.find((one) => one.id === id)
    return (job?.steps ?? []).map((stepId, nth): Cell[] => {
      const step = plan.steps.find((one) => one.id === stepId)
      return [
        { text: first === 0 && nth === 0 ? `wave ${number}` : '', paint: paint.cyan },
        { text: stepMark(nth, job?.steps.length ?? 1), paint: paint.dim },
        { text: stepId, paint: paint.bold },
        { text: step?.kind ?? '' },
        {
          text: step === undefined || step.needs.length === 0 ? '' : `after ${step.needs.join(', ')}`,
          paint: paint.dim,
        },
        { text: nth === 0 ? labels(job?.runsOn ?? '') : '', paint: paint.dim },
        { text: step?.basis === 'past' ? duration(step.expectedMs) : '', align: 'right', paint: paint.dim },
      ]
    })
  })
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
