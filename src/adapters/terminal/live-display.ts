import { createLogUpdate } from 'log-update'
import { duration } from '../../text/quantities.ts'
import type { RunEvent } from '../../run/event.ts'
import type { Palette } from './palette.ts'
import { eventLines, nameWidth, type RunDisplay } from './run-display.ts'
import { type Progress, progressText } from './step-lines.ts'
import { truncate } from './table.ts'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMs = 80

interface Running {
  readonly since: number
  readonly attempt: number
  progress?: Progress
}

/**
 * Shows a run on a terminal: what has ended scrolls away above, and each step at work has a line that changes in place,
 * with its rows, rate, bytes and time.
 */
export function liveDisplay(stream: NodeJS.WriteStream, paint: Palette): RunDisplay {
  const update = createLogUpdate(stream)
  const running = new Map<string, Running>()
  let width = 0
  let frame = 0
  let waiting = 0
  const draw = (): void => {
    const room = Math.max(20, stream.columns - 1)
    const shown = [...running].slice(0, Math.max(1, stream.rows - 4))
    const lines = shown.map(([step, state]) => runningLine(step, state, { width, room, frame, paint }))
    if (running.size > 0 && waiting > 0) lines.push(paint.dim(`  ${waiting} waiting`))
    update(lines.join('\n'))
  }
  const timer = setInterval(() => {
    frame = (frame + 1) % frames.length
    if (running.size > 0) draw()
  }, frameMs)
  timer.unref()
  const show = (event: RunEvent): void => {
    if (event.type === 'run-started') [width, waiting] = [nameWidth(event), event.steps.length]
    waiting -= track(running, event)
    const lines = eventLines(event, width, paint, stream.columns)
    if (lines.length > 0) update.persist(lines.join('\n'))
    if (event.type !== 'step-progress' && running.size > 0) draw()
  }
  const close = (): void => {
    clearInterval(timer)
    update.clear()
    update.done()
  }
  return { show, close }
}

/** Keeps what is at work; answers how many steps have left the queue by this event. */
function track(running: Map<string, Running>, event: RunEvent): number {
  if (event.type === 'step-started') {
    running.set(event.step, { since: Date.now(), attempt: event.attempt })
    return event.attempt === 1 ? 1 : 0
  }
  if (event.type === 'step-progress') {
    const state = running.get(event.step)
    if (state !== undefined) state.progress = event
  }
  if (event.type !== 'step-finished') return 0
  running.delete(event.step)
  return event.attempts === 0 ? 1 : 0
}

function runningLine(
  step: string,
  { since, attempt, progress }: Running,
  { width, room, frame, paint }: { width: number; room: number; frame: number; paint: Palette },
): string {
  const elapsedMs = Date.now() - since
  const again = attempt > 1 ? `attempt ${attempt} · ` : ''
  const parts = [progressText(progress, elapsedMs), duration(elapsedMs)].filter((part) => part !== '')
  const told = truncate(`${step.padEnd(width)}  ${again}${parts.join(' · ')}`, room - 2)
  return `${paint.cyan(frames[frame] ?? '')} ${paint.bold(told.slice(0, width))}${paint.dim(told.slice(width))}`
}
