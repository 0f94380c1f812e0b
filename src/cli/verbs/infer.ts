import { environmentOf } from '../../adapters/environment/dot-env.ts'
import { createPorts } from '../../adapters/ports.ts'
import { renderColumnChanges, renderInferred } from '../../adapters/terminal/inferred-columns.ts'
import { inferStep } from '../../app/infer.ts'
import { planPipeline } from '../../app/plan.ts'
import { newRunId } from '../../app/run-id.ts'
import { Usage } from '../../diagnostic/failure.ts'
import type { Ports } from '../../ports/ports.ts'
import type { FoundSource } from '../../steps/extract/find-in-source.ts'
import { columnText } from '../../steps/column-text.ts'
import { printedJson } from '../../text/runner-command.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { formatOption } from '../format-option.ts'
import { inferTarget, type InferTarget, requireStep, sourceStep, stepName } from '../infer-target.ts'
import { inputOption } from '../input-option.ts'
import { listenForInterruption } from '../interruption.ts'
import type { Shell } from '../shell.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import type { Verb } from '../verb.ts'
import { writeInferred } from '../write-inferred.ts'
import { widthOf } from '../width-of.ts'

interface Options {
  readonly format: 'human' | 'json'
  readonly input: Readonly<Record<string, string>>
  readonly write?: true
  readonly into?: string
}

export const infer: Verb = {
  declare: (command) =>
    command
      .argument('<source>', 'a file, a URL, or a step of a pipeline: sales#orders')
      .option('--write', 'put the columns into the manifest')
      .option('--into <step>', 'with --write: into which step, where a file was given: sales#orders')
      .addOption(inputOption())
      .addOption(formatOption('human', 'json')),
  perform: async (command, shell) => {
    const options = command.opts<Options>()
    const [given = ''] = command.args
    const ports = createPorts({ graceMs: 5_000 })
    const signal = listenForInterruption(() => shell.err('\nstopping\n'))
    const target = await inferTarget(given, { cwd: shell.cwd, http: ports.http, signal })
    const into = intoOf(target, options, shell)
    const found = await find(target, options, { shell, ports, signal })
    if (found === undefined) return exitStatus.diagnostics
    tell(found, options, shell)
    return into === undefined ? exitStatus.done : write(found, into, options, shell)
  },
}

function intoOf(target: InferTarget, { write: wanted, into }: Options, shell: Shell) {
  if (wanted !== true) {
    if (into !== undefined) throw new Usage('--into goes with --write')
    return undefined
  }
  if (into !== undefined) return stepName(into, shell.cwd)
  if (target.kind === 'step') return target.named
  throw new Usage('--write must know where to', 'add --into PIPELINE#step, e.g. --into sales#orders')
}

interface Means {
  readonly shell: Shell
  readonly ports: Ports
  readonly signal: AbortSignal
}

async function find(
  target: InferTarget,
  options: Options,
  { shell, ports, signal }: Means,
): Promise<FoundSource | undefined> {
  if (target.kind === 'source') {
    const { graph, plan, workspace } = target
    const lookup = () => undefined
    return inferStep({ graph, plan, step: sourceStep, workspace, ports, lookup, env: {}, signal })
  }
  const { file, workspace, step } = target.named
  const planned = await planPipeline({
    file,
    workspace,
    inputs: options.input,
    trigger: 'cli',
    runId: newRunId(new Date(), Math.random()),
    now: new Date(),
  })
  if (!planned.ok) {
    await tellDiagnostics(planned.diagnostics, workspace, shell)
    return undefined
  }
  const { graph, plan } = planned
  requireStep(graph, step)
  const lookup = environmentOf(process.env, workspace, () => {})
  return inferStep({ graph, plan, step, workspace, ports, lookup, env: shell.env, signal })
}

function tell(found: FoundSource, { format }: Options, shell: Shell): void {
  if (format === 'human') {
    shell.out(renderInferred(found, shell.paint.out, widthOf(shell)))
    return
  }
  const {
    labels,
    format: kind,
    notes,
    rows,
    rejected,
    firstReject = null,
    columns,
    evidence,
    formats,
  } = found
  const told = columns.map((column, index) => ({
    name: column.name,
    type: columnText(column),
    ...formats[column.name],
    values: evidence[index]?.values ?? 0,
    because: evidence[index]?.text ?? '',
  }))
  shell.out(
    `${printedJson({ schema: 1, sources: labels, format: kind, notes, rows, rejected, firstReject, columns: told }, 2)}\n`,
  )
}

async function write(
  { columns, formats }: FoundSource,
  into: ReturnType<typeof stepName>,
  options: Options,
  shell: Shell,
): Promise<ExitStatus> {
  const written = await writeInferred(
    columns.map((column) => {
      const format = formats[column.name]
      return {
        name: column.name,
        type: columnText(column),
        ...(format === undefined ? {} : { format: { ...format } }),
      }
    }),
    into,
  )
  if (!written.ok) return tellDiagnostics(written.diagnostics, into.workspace, shell)
  if (options.format === 'human') {
    const place = `${into.file}#${into.step}`
    shell.out(renderColumnChanges(written.changes, place, shell.paint.out))
  }
  return exitStatus.done
}
