import { spawn } from 'node:child_process'

export interface Measured {
  readonly name: string
  readonly medianMs: number
  readonly leastMs: number
  readonly mostMs: number
}

/**
 * Times several contenders in turn, round by round, so that what else the machine does hits all of them alike. The
 * first round warms caches up and is not counted, nor is what `before` does.
 */
export async function interleaved(
  contenders: Readonly<Record<string, () => Promise<void>>>,
  rounds: number,
  before: (name: string) => void | Promise<void> = () => {},
): Promise<Measured[]> {
  const times = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      await before(name)
      const started = performance.now()
      await run()
      if (round > 0) times.get(name)?.push(performance.now() - started)
    }
  }
  return [...times].map(([name, all]) => summarize(name, all))
}

function summarize(name: string, times: readonly number[]): Measured {
  const sorted = times.toSorted((a, b) => a - b)
  return {
    name,
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    leastMs: sorted[0] ?? Number.NaN,
    mostMs: sorted.at(-1) ?? Number.NaN,
  }
}

/**
 * Prints each contender with its ratio to the yardstick, which is the first one, and the ratio it should not exceed
 * where there is one.
 */
export function printRatios(
  title: string,
  measured: readonly Measured[],
  targets: Readonly<Record<string, number>> = {},
): void {
  const unit = measured[0]?.medianMs ?? Number.NaN
  console.log(`\n${title}`)
  for (const { name, medianMs, leastMs, mostMs } of measured) {
    const ratio = medianMs / unit
    const time = `${medianMs.toFixed(1).padStart(9)} ms (${leastMs.toFixed(1)}–${mostMs.toFixed(1)})`
    console.log(
      `  ${name.padEnd(44)} ${time.padEnd(32)} ${ratio.toFixed(2).padStart(6)}×${judged(ratio, targets[name])}`,
    )
  }
}

function judged(ratio: number, target: number | undefined): string {
  if (target === undefined) return ''
  return `  target ≤ ${target}×${ratio > target ? ', missed' : ''}`
}

/** Runs a command to its end, its output thrown away. Rejects when its exit status is not what is expected. */
export function command(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; status?: number } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === (options.status ?? 0)) resolve()
      else reject(new Error(`${file} ${args.join(' ')} ended with ${status}: ${said.slice(-2000)}`))
    })
  })
}
