// Validating and planning as whole processes: a manifest of 10,000 written steps (or so many as are given) beside parsing
// the same file to plain data with js-yaml and nothing else; how the time grows up to ten times as many; matrices; and wide
// pipelines that are used one after the other.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, interleaved, printRatios } from './measure.ts'

const steps = Number(process.argv[2] ?? 10_000)
const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
const cli = join(import.meta.dirname, '../dist/cli/main.js')
const yardstick = join(import.meta.dirname, 'yardstick-yaml.ts')
const node = process.execPath

mkdirSync(join(folder, 'pipelines'))
await besideYaml()
await growth()
await matrices()
await usedInARow()
rmSync(folder, { recursive: true })

async function besideYaml(): Promise<void> {
  const file = write('wide', manifestOf(steps))
  console.log(`\n${steps} steps, ${megabytes(file)} of YAML; target ≤ 1000 ms`)
  printRatios(
    'validate and plan, whole process',
    await interleaved(
      {
        'js-yaml alone': () => command(node, [yardstick, file]),
        'millrace validate': () => command(node, [cli, 'validate', 'pipelines/wide.yml'], { cwd: folder }),
        'millrace plan --format json': () => plan('wide'),
      },
      5,
    ),
  )
}

/** Ten times the steps should take no more than ten times as long. */
async function growth(): Promise<void> {
  const sizes = [1, 2.5, 5, 10].map((times) => steps * times)
  const files = sizes.map((size) => write(`s${size}`, manifestOf(size)))
  const measured = await interleaved(
    Object.fromEntries(
      sizes.map((size, index) => [`${size} steps, ${megabytes(files[index] ?? '')}`, () => plan(`s${size}`)]),
    ),
    3,
  )
  printRatios(`plan, growing with the steps; target of ${sizes.at(-1)}: ≤ 10 s`, measured)
}

async function matrices(): Promise<void> {
  const list = (letter: string, length: number) =>
    Array.from({ length }, (_, n) => `${letter}${n}`).join(', ')
  const excluded = Array.from({ length: 1000 }, (_, n) => `          - { a: a${n}, b: b${n % 100} }`)
  const matrixOf: Readonly<Record<string, readonly string[]>> = {
    'two axes, 1,000 × 100': [`        a: [${list('a', 1000)}]`, `        b: [${list('b', 100)}]`],
    'one axis of 100,000 values': [`        a: [${list('a', 100_000)}]`],
    '1,000 × 101 without 1,000': [
      `        a: [${list('a', 1000)}]`,
      `        b: [${list('b', 101)}]`,
      '        exclude:',
      ...excluded,
    ],
  }
  const contenders = Object.entries(matrixOf).map(([title, matrix], index) => {
    const each = [
      'name: Legs',
      'steps:',
      '  each:',
      '    strategy:',
      '      matrix:',
      ...matrix,
      '    run: echo',
    ]
    write(`m${index}`, `${each.join('\n')}\n`)
    return [title, () => plan(`m${index}`)] as const
  })
  printRatios('plan of 100,000 legs; target ≤ 2000 ms', await interleaved(Object.fromEntries(contenders), 3))
}

/** Every first step of one waits for every last step of the one before: that must not be an edge for each pair. */
async function usedInARow(): Promise<void> {
  const sizes = [1_000, 3_000, 9_000]
  for (const size of sizes) {
    const inside = Array.from({ length: size }, (_, n) => `  s${n}: { run: echo }`)
    writeFileSync(join(folder, `wide${size}.yml`), ['name: Wide', 'steps:', ...inside, ''].join('\n'))
    const uses = ['a', 'b', 'c'].map(
      (id, n) => `  ${id}: { uses: ./wide${size}.yml${n === 0 ? '' : `, needs: ${'abc'[n - 1]}`} }`,
    )
    write(`u${size}`, ['name: In a row', 'steps:', ...uses, ''].join('\n'))
  }
  const contenders = sizes.map((size) => [`3 × ${size} steps`, () => plan(`u${size}`)] as const)
  printRatios('plan of used pipelines in a row', await interleaved(Object.fromEntries(contenders), 3))
}

function plan(pipeline: string): Promise<void> {
  return command(node, [cli, 'plan', pipeline, '--format', 'json'], { cwd: folder })
}

function write(name: string, text: string): string {
  const file = join(folder, 'pipelines', `${name}.yml`)
  writeFileSync(file, text)
  return file
}

function megabytes(file: string): string {
  return `${(statSync(file).size / 1e6).toFixed(2)} MB`
}

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
