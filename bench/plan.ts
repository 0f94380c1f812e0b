// Validating and planning a manifest of 10,000 written steps (or so many as are given), as a whole process. The yardstick
// in the same run: parsing the same file to plain data with js-yaml and nothing else.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, interleaved, printRatios } from './measure.ts'

const steps = Number(process.argv[2] ?? 10_000)
const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
const cli = join(import.meta.dirname, '../dist/cli/main.js')
const file = join(folder, 'pipelines/wide.yml')
const yardstick = join(import.meta.dirname, 'yardstick-yaml.ts')

mkdirSync(join(folder, 'pipelines'))
writeFileSync(file, manifestOf(steps))
console.log(`\n${steps} steps, ${(statSync(file).size / 1e6).toFixed(2)} MB of YAML; target ≤ 1000 ms`)
const node = process.execPath
printRatios(
  'validate and plan, whole process',
  await interleaved(
    {
      'js-yaml alone': () => command(node, [yardstick, file]),
      'millrace validate': () => command(node, [cli, 'validate', 'pipelines/wide.yml'], { cwd: folder }),
      'millrace plan --format json': () =>
        command(node, [cli, 'plan', 'wide', '--format', 'json'], { cwd: folder }),
    },
    5,
  ),
)
rmSync(folder, { recursive: true })

/** Layers of a hundred steps; each step needs two of the layer before. */
function manifestOf(count: number): string {
  const lines = ['name: Wide', 'steps:']
  for (let n = 0; n < count; n++) {
    const layer = Math.floor(n / 100)
    const above = (offset: number) => `step-${(layer - 1) * 100 + ((n + offset) % 100)}`
    lines.push(`  step-${n}:`)
    if (layer > 0) lines.push(`    needs: [${above(0)}, ${above(7)}]`)
    lines.push(`    run: echo "this is step number ${n} of the layer ${layer}"`, '    timeout-minutes: 5')
  }
  return `${lines.join('\n')}\n`
}
