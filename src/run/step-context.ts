import { windowsAbove } from './incremental/windows-above.ts'
import { resolveConnections } from './resolve-connections.ts'
import { resolveTemplates, resolveOptions } from './resolve-options.ts'
import { claimFile } from './files/claim-file.ts'
import type { Contexts } from '../expression/contexts.ts'
import { evaluateExpression } from '../expression/evaluate.ts'
import type { Node } from '../graph/graph.ts'
import type { Clock } from '../ports/ports.ts'
import type { SqlValue } from '../ports/sqlite.ts'
import type { StepContext } from '../steps/step.ts'
import type { SourceWindow } from '../steps/window.ts'
import type { AttemptFolder } from './attempts/attempt-folder.ts'
import type { Leg } from './mapped/leg.ts'
import type { LogTail } from './events/log-tail.ts'
import { maxLineChars } from './events/masked-event.ts'
import { placeOfSql } from './place-of-sql.ts'
import type { Recorder } from './events/recorder.ts'
import type { RunEnvironment } from './run-request.ts'
import type { StepId } from '../manifest/manifest.ts'
import { columnsBefore, type RunState } from './run-state.ts'
import { baseEnvironment, runEnvironment } from './step-environment.ts'
import { requireRows } from './unchanged/require-rows.ts'
import { lackingAbove } from './rows-lacking.ts'
import { rowsMayEvolve } from './rows-may-evolve.ts'
import { requireEarlier } from './verdict/unselected-step.ts'

/** At most four a second. */
const progressEveryMs = 250

export interface Work {
  readonly state: RunState
  readonly recorder: Recorder
  readonly node: Node
  /** The leg that it is, or is inside. */
  readonly leg: Leg | undefined
  readonly attempt: number
  readonly folder: AttemptFolder
  /** Keeps the end of what the attempt writes. */
  readonly tail: LogTail
  readonly signal: AbortSignal
  /** Of an incremental extract: what it is to read. */
  readonly window?: SourceWindow | undefined
  /** What of a load is done ahead, and who hears of the rows for it. */
  readonly ahead?: Pick<StepContext, 'follow' | 'ahead'> | undefined
  /** Whether the attempt has ended: what a step that lives on says after that is not told. */
  readonly isOver: () => boolean
}

/** What one attempt may see and touch. Throws the `Failure` of an expression that has no value. */
export function stepContext(work: Work): StepContext {
  const { state, node, folder, recorder } = work
  const { request } = state
  const { step } = node
  const { plan, environment } = request
  requireEarlier(request, node, state.finished)
  requireRows(state, node)
  const outer = contextsOf(work)
  const own = resolveTemplates(step.env, outer)
  const contexts = { ...outer, env: { ...outer.env, ...own } }
  const run = { ...plan.run, pipeline: plan.pipeline, step: step.id, attempt: work.attempt, leg: work.leg }
  const told = tellers(work, recorder, request.ports.clock)
  return {
    pipeline: plan.pipeline,
    stepId: step.id,
    ...(work.leg === undefined ? {} : { leg: work.leg }),
    options: resolveOptions(step, contexts),
    workspace: request.workspace,
    get scratch() {
      return folder.scratch
    },
    get datasetPath() {
      return folder.datasetPath
    },
    get rejectsPath() {
      return folder.rejectsPath
    },
    needs: state.datasets(step.id),
    ...(work.window === undefined ? {} : { window: work.window }),
    windows: windowsAbove(state, node),
    lacking: lackingAbove(state, node),
    ...work.ahead,
    ...(rowsMayEvolve(node) ? { evolves: true } : {}),
    checks: step.checks,
    ...pastOf(state, step.id),
    env: {
      ...inheritedFrom(environment),
      ...contexts.env,
      ...runEnvironment(run),
    },
    get connections() {
      return resolveConnections(node.scope.manifest.connections, outer)
    },
    bind: (expression) => sqlValue(evaluateExpression(expression, contexts)),
    placeOfSql: (sql, within) =>
      placeOfSql({ file: node.scope.manifest.file, step, workspace: request.workspace }, sql, within),
    run: { id: plan.run.id, date: plan.run.date, at: plan.run.at },
    claimFile: (path) => claimFile(state, { step: step.id, leg: work.leg?.path }, path),
    signal: work.signal,
    ports: request.ports,
    mask: recorder.mask,
    hide: (secret) => recorder.hide(secret),
    ...told,
  }
}

/** What the step is told of the last good runs. */
function pastOf({ before, request }: RunState, id: StepId): Pick<StepContext, 'before' | 'history'> {
  const { columns, history } = request.plan.before?.[id] ?? {}
  const known = before.get(id) ?? (columns === undefined ? undefined : columnsBefore(columns))
  return {
    ...(known === undefined ? {} : { before: known }),
    ...(history === undefined ? {} : { history }),
  }
}

/** The same for every step of a run: there may be a hundred thousand. */
const inherited = new WeakMap<RunEnvironment, Readonly<Record<string, string>>>()

function inheritedFrom(environment: RunEnvironment): Readonly<Record<string, string>> {
  const known = inherited.get(environment) ?? baseEnvironment(environment.env, environment.secrets)
  inherited.set(environment, known)
  return known
}

function contextsOf({ state, node, leg, window }: Work): Contexts {
  const known = state.contexts(node.step.id)
  const contexts = window === undefined ? known : { ...known, window: { from: window.from, to: window.to } }
  return leg?.values === undefined ? contexts : { ...contexts, matrix: leg.values }
}

function tellers(work: Work, recorder: Recorder, clock: Clock): Pick<StepContext, 'log' | 'progress'> {
  const step = work.node.step.id
  let toldAt = Number.NEGATIVE_INFINITY
  return {
    log(text, stream) {
      if (work.isOver()) return
      for (const line of recorder.mask(text).split(/\r\n|\n/)) {
        work.tail.add(line)
        for (const piece of piecesOf(line))
          recorder.tell({ type: 'step-log', step, stream: stream ?? 'millrace', line: piece })
      }
    },
    progress(done) {
      const now = clock.now().getTime()
      if (work.isOver() || now - toldAt < progressEveryMs) return
      toldAt = now
      recorder.tell({ type: 'step-progress', step, ...done })
    },
  }
}

/** Cut only now that it is masked: a secret on the border of two pieces would be in neither. */
function piecesOf(line: string): string[] {
  if (line.length <= maxLineChars) return [line]
  const count = Math.ceil(line.length / maxLineChars)
  return Array.from({ length: count }, (_, index) =>
    line.slice(index * maxLineChars, (index + 1) * maxLineChars),
  )
}

/** As GitHub would write it into text, but numbers stay numbers: SQLite and PostgreSQL have no use for `true` as text. */
function sqlValue(value: string | number | boolean | null | object): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
