import { hasLate } from '../manifest/has-late.ts'
import type { Node } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'
import { poolsOfNode } from './limits.ts'
import { atOnce, roundsOf } from './parts.ts'
import { longestJobMinutes } from './runner.ts'

/** The longest a step, or one leg of it, can take: every attempt to its time-out, and the longest pause between two. */
export function stepTimeoutMs(step: Step): number {
  const { maxAttempts, maxDelayMs, maxTimeMs = Infinity } = step.retry
  const timeoutMs = attemptTimeoutMs(step)
  return Math.min(timeoutMs * maxAttempts + maxDelayMs * (maxAttempts - 1), maxTimeMs + timeoutMs)
}

/** Of a time-out that an expression makes, nobody knows more before the run than what the runner allows. */
function attemptTimeoutMs(step: Step): number {
  return hasLate(step, 'timeout-minutes') ? longestStepsMinutes(step.runsOn) * 60_000 : step.timeoutMs
}

/**
 * The longest a step can take in a job, or what the job has of it: all its legs, as many at once as a job runs. A step
 * that uses a pipeline takes no time of its own; how long a leg of one takes nobody can say.
 */
export function workTimeoutMs(node: Node, parts: number): number {
  const { step } = node
  if (step.kind === 'uses') return step.strategy === undefined ? 0 : Infinity
  return stepTimeoutMs(step) * roundsOf(node, parts)
}

/**
 * What the further attempts after a failure of the infrastructure may add: one to its time-out, and all the pauses.
 * Most such failures come at once, and that every attempt fails at its very end is no reason to wait for hours.
 */
function infrastructureMs(step: Step): number {
  const { infrastructure, maxDelayMs } = step.retry
  return infrastructure === 0 ? 0 : attemptTimeoutMs(step) + maxDelayMs * infrastructure
}

/** Minutes for checking out, starting and handing over, beside the steps themselves. */
const overheadMinutes = 10

/** How many minutes the steps of one job have at most. */
export function longestStepsMinutes(runsOn: Step['runsOn']): number {
  return longestJobMinutes(runsOn) - overheadMinutes
}

/** A job's steps, in lines that wait for each other in nothing but a pool. */
export type Lines = readonly (readonly Node[])[]

/**
 * How long a job's steps can be at work: those of a line one after the other, and of several lines as many at once as a
 * job runs. A step that is ready waits for no more than the work of the others, shared evenly.
 */
export function linesTimeoutMs(lines: Lines, parts: number): number {
  const each = lines.map((line) => line.reduce((sum, node) => sum + workTimeoutMs(node, parts), 0))
  const all = each.reduce((sum, ms) => sum + ms, 0)
  if (each.length < 2 || sharePool(lines)) return all
  const longest = Math.max(...each)
  return longest + (all - longest) / atOnce
}

function sharePool(lines: Lines): boolean {
  const pools = lines.map((line) => new Set(line.flatMap(poolsOfNode).map(({ name }) => name)))
  const names = pools.flatMap((line) => [...line])
  return names.length > new Set(names).size
}

/**
 * A job's `timeout-minutes`: room for its steps, and for the infrastructure to fail one of them, within what GitHub gives
 * their runner.
 */
export function jobTimeoutMinutes(lines: Lines, parts: number): number {
  const steps = lines.flatMap((line) => line.map(({ step }) => step))
  const total =
    linesTimeoutMs(lines, parts) + steps.reduce((most, step) => Math.max(most, infrastructureMs(step)), 0)
  const longest = Math.max(...steps.map(({ runsOn }) => longestJobMinutes(runsOn)))
  return Math.min(longest, Math.ceil(total / 60_000) + overheadMinutes)
}
