import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { type Plan, planSchema } from '../../plan/plan.ts'
import { eventsOf } from '../../run/events/decode-events.ts'
import { lastEnds } from '../../run/resume/last-ends.ts'
import type { PartialRun } from '../../run/run-folders.ts'
import type { EarlierEnd, StepFinished } from '../../run/run-request.ts'
import { decodeDefinitions, definitionsFile } from '../../run/resume/step-definitions.ts'
import { readBy, unselectedSteps } from '../../run/verdict/unselected-step.ts'
import { hashOf } from '../../cache/cache-key.ts'
import { parseJson } from '../../text/parse-json.ts'
import { readLines } from './read-lines.ts'
import { runsFolder } from './run-folder.ts'
import { wholeEnd } from './whole-dataset.ts'

const head = planSchema.pick({ pipeline: true, run: true, inputs: true })

/** As in `RunFolders`. */
export function earlierEnds(wanted: PartialRun): ReadonlyMap<StepId, EarlierEnd> {
  const open = takenUp(wanted)
  const found = new Map<StepId, EarlierEnd>()
  if (open.size === 0) return found
  for (const id of runIds(wanted.workspace).toReversed()) {
    if (id === wanted.plan.run.id) continue
    for (const [step, end] of endsIn(wanted, id, open)) {
      found.set(step, end)
      open.delete(step)
    }
    if (open.size === 0) break
  }
  return found
}

function takenUp({ graph, plan }: PartialRun): Set<StepId> {
  const left = unselectedSteps(plan)
  const selected = graph.order.filter((id) => !left.has(id)).map((id) => nodeOf(graph, id))
  const makers = selected.flatMap((node) => [...readBy(node)].map(({ maker }) => maker))
  return new Set(makers.filter((id) => left.has(id)))
}

function runIds(workspace: string): string[] {
  const folder = runsFolder(workspace)
  return existsSync(folder) ? readdirSync(folder).toSorted() : []
}

function* endsIn(wanted: PartialRun, id: string, open: ReadonlySet<StepId>): Generator<[StepId, EarlierEnd]> {
  const from = join(runsFolder(wanted.workspace), id)
  const plan = head.safeParse(parseJson(textIn(from, 'plan.json')))
  if (!plan.success || plan.data.pipeline !== wanted.plan.pipeline) return
  const told = eventsOf(readLines(join(from, 'events.jsonl')), ['step-started', 'step-finished'])
  const definitions = decodeDefinitions(textIn(from, definitionsFile))
  for (const [step, end] of lastEnds(told)) {
    if (!open.has(step) || end.result !== 'success' || isBare(end)) continue
    const whole = wholeEnd(from, end)
    if (whole === undefined) continue
    const { rows, outputs, dataset, datasets, windows, lacking } = whole
    for (const { file } of [...(dataset === undefined ? [] : [dataset]), ...Object.values(datasets ?? {})])
      link(join(from, file), join(wanted.folder, file))
    const note = noteOf(wanted, { ...plan.data, end, changed: definitions.get(step) })
    yield [
      step,
      {
        rows,
        outputs,
        note,
        ...(dataset === undefined ? {} : { dataset }),
        ...(datasets === undefined ? {} : { datasets }),
        ...(windows === undefined ? {} : { windows }),
        ...(lacking === undefined ? {} : { lacking }),
      },
    ]
  }
}

/** It was unchanged, and its rows were left with the run that made them. */
function isBare({ unchanged, dataset, datasets }: StepFinished): boolean {
  return unchanged === true && dataset === undefined && datasets === undefined
}

/** `rows of run 20261120-060000-abcd (2026-11-19); its definition has changed since`. */
function noteOf(
  { plan, definitions }: PartialRun,
  was: Pick<Plan, 'run' | 'inputs'> & { readonly end: StepFinished; readonly changed: string | undefined },
): string {
  const what = was.end.dataset === undefined ? 'outputs' : 'rows'
  const date = was.run.date === plan.run.date ? '' : ` (${was.run.date})`
  const differs = [
    ...(hashOf(was.inputs) === hashOf(plan.inputs) ? [] : ['the inputs were others']),
    ...(was.changed === undefined || was.changed === definitions.get(was.end.step)
      ? []
      : ['its definition has changed since']),
  ]
  return [`${what} of run ${was.run.id}${date}`, ...differs].join('; ')
}

/** A dataset's file is never written to once it has its name, so the two runs can share its bytes. */
function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  if (existsSync(to)) return
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

function textIn(folder: string, name: string): string {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
