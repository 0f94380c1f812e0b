import { createLogUpdate } from 'log-update'
import { counted, duration, number } from '../../text/quantities.ts'
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
  /** Of a mapped step: how many legs it has, and how many of them have ended so far. */
  readonly legs?: { readonly total: number; ended: number; failed: number }
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
    if (lines.length > 0 || (isShown(event) && running.size > 0)) draw()
  }
  const close = (): void => {
    clearInterval(timer)
    update.clear()
    update.done()
  }
  return { show, close }
}

/** Ten thousand legs are not drawn one by one: the clock draws them. */
function isShown(event: RunEvent): boolean {
  return event.type !== 'step-progress' && !('leg' in event && event.leg !== undefined)
}

/** Keeps what is at work; answers how many steps have left the queue by this event. */
function track(running: Map<string, Running>, event: RunEvent): number {
  if (event.type === 'leg-finished' && event.values !== undefined) countLeg(running.get(event.step), event)
  if ('leg' in event && event.leg !== undefined) return 0
  if (event.type === 'step-started') {
    const legs = event.legs === undefined ? {} : { legs: { total: event.legs, ended: 0, failed: 0 } }
    running.set(event.step, { since: Date.now(), attempt: event.attempt, ...legs })
    return event.attempt === 1 ? 1 : 0
  }
  if (event.type === 'step-progress') {
    const state = running.get(event.step)
    if (state !== undefined) state.progress = event
  }
  if (event.type !== 'step-finished' && event.type !== 'part-finished') return 0
  running.delete(event.step)
  return event.attempts === 0 ? 1 : 0
}

function countLeg(state: Running | undefined, { result }: Extract<RunEvent, { type: 'leg-finished' }>): void {
  if (state?.legs === undefined) return
  state.legs.ended += 1
  if (result === 'failure') state.legs.failed += 1
}

/** `12/40 legs · 1 failed`. */
function legsProgress({ legs }: Running): string {
  if (legs === undefined) return ''
  const failed = legs.failed === 0 ? '' : ` · ${number(legs.failed)} failed`
  return `${number(legs.ended)}/${counted(legs.total, 'leg')}${failed}`
}

function runningLine(
  step: string,
  state: Running,
  { width, room, frame, paint }: { width: number; room: number; frame: number; paint: Palette },
): string {
  const { since, attempt, progress } = state
  const elapsedMs = Date.now() - since
  const again = attempt > 1 ? `attempt ${attempt} · ` : ''
  const parts = [legsProgress(state), progressText(progress, elapsedMs), duration(elapsedMs)].filter(
    (part) => part !== '',
  )
  const told = truncate(`${step.padEnd(width)}  ${again}${parts.join(' · ')}`, room - 2)
  return `${paint.cyan(frames[frame] ?? '')} ${paint.bold(told.slice(0, width))}${paint.dim(told.slice(width))}`
}
