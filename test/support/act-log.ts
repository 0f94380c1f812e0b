/** What a run under act showed, told from its JSON log. */
export interface ActLog {
  /** By the job's id; a matrix has one entry a leg. */
  readonly jobs: Readonly<Record<string, readonly ActLeg[]>>
  readonly annotations: readonly Annotation[]
  readonly summaries: readonly string[]
  /** By job id, then output name, of the steps. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What the steps wrote, masked as act masks it. */
  readonly text: string
}

export interface ActLeg {
  readonly matrix: Readonly<Record<string, unknown>>
  readonly result: 'success' | 'failure' | 'skipped'
  /** Result by step id. */
  readonly steps: Readonly<Record<string, string>>
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly file?: string
  readonly line?: string
  readonly title?: string
}

interface Line {
  readonly level?: string
  readonly msg?: string
  readonly job?: string
  readonly jobID?: string
  readonly jobResult?: string
  readonly matrix?: Record<string, unknown>
  readonly step?: string
  readonly stepID?: readonly string[]
  readonly stepResult?: string
  readonly stage?: string
  readonly command?: string
  readonly arg?: string
  readonly name?: string
  readonly kvPairs?: Record<string, string>
  readonly content?: string
  readonly raw_output?: boolean
}

interface Leg {
  readonly matrix: Readonly<Record<string, unknown>>
  skipped: boolean
  readonly steps: Record<string, string>
}

export function readActLog(stdout: string): ActLog {
  const lines = stdout.split('\n').flatMap(parseLine)
  return {
    jobs: jobsOf(lines),
    annotations: lines.flatMap(annotationOf),
    summaries: lines.flatMap((line) => (line.command === 'summary' ? [line.content ?? ''] : [])),
    outputs: outputsOf(lines),
    text: lines.flatMap((line) => (line.raw_output === true ? [line.msg ?? ''] : [])).join(''),
  }
}

function parseLine(text: string): readonly Line[] {
  if (!text.startsWith('{')) return []
  try {
    return [JSON.parse(text) as Line]
  } catch {
    return []
  }
}

/** A leg's result is told from its steps: act calls every leg failed that ends after a failed sibling. */
function jobsOf(lines: readonly Line[]): ActLog['jobs'] {
  const legs = new Map<string, Map<string, Leg>>()
  for (const line of lines) {
    if (line.jobID === undefined) continue
    const job = legs.get(line.jobID) ?? new Map<string, Leg>()
    legs.set(line.jobID, job)
    const name = line.job ?? ''
    const leg = job.get(name) ?? { matrix: line.matrix ?? {}, skipped: false, steps: {} }
    job.set(name, leg)
    if (line.jobResult === 'skipped') leg.skipped = true
    const id = line.stepID?.join('/')
    if (line.stepResult !== undefined && id !== undefined)
      leg.steps[`${line.stage ?? 'Main'}:${id}`] = line.stepResult
  }
  return Object.fromEntries([...legs].map(([id, job]) => [id, [...job.values()].map(toLeg)]))
}

function toLeg({ matrix, skipped, steps }: Leg): ActLeg {
  const failed = Object.values(steps).includes('failure')
  const named = Object.entries(steps).map(([id, result]) => [id.replace(/^Main:/, ''), result] as const)
  return {
    matrix,
    result: skipped ? 'skipped' : failed ? 'failure' : 'success',
    steps: Object.fromEntries(named),
  }
}

function annotationOf(line: Line): readonly Annotation[] {
  const { command: level } = line
  if (level !== 'error' && level !== 'warning' && level !== 'notice') return []
  return [{ level, message: line.arg ?? '', ...line.kvPairs }]
}

function outputsOf(lines: readonly Line[]): ActLog['outputs'] {
  const outputs: Record<string, Record<string, string>> = {}
  for (const line of lines) {
    if (line.command !== 'set-output' || line.jobID === undefined || line.name === undefined) continue
    outputs[line.jobID] = { ...outputs[line.jobID], [line.name]: line.arg ?? '' }
  }
  return outputs
}
