import { closeSync, openSync, writeSync } from 'node:fs'
import type { Column } from '../src/dataset/column.ts'

export const rowsColumns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'name', type: 'text' },
  { name: 'email', type: 'text' },
  { name: 'amount', type: 'decimal', precision: 12, scale: 2 },
  { name: 'qty', type: 'integer' },
  { name: 'placed_at', type: 'timestamp', zoned: false },
  { name: 'city', type: 'text' },
  { name: 'active', type: 'boolean' },
  { name: 'score', type: 'real' },
  { name: 'notes', type: 'text' },
]

/** A small generator of numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const cities = ['Berlin', 'São Paulo', 'New York', 'Kraków', 'Osaka', '"The Hague"', 'Lyon, Rhône']

/** Writes a CSV of so many rows: numbers, decimals, times, empty fields, quotes, commas and line breaks. */
export function writeRowsCsv(path: string, rows: number): void {
  const next = seeded(42)
  const whole = (below: number): number => Math.floor(next() * below)
  const file = openSync(path, 'w')
  let lines = [rowsColumns.map(({ name }) => name).join(',')]
  for (let id = 1; id <= rows; id++) {
    const day = String(1 + whole(28)).padStart(2, '0')
    const time = `${String(whole(24)).padStart(2, '0')}:${String(whole(60)).padStart(2, '0')}:07`
    const city = cities[whole(cities.length)] ?? ''
    const notes = id % 10 === 0 ? '"said ""no"",\nthen left"' : `plain note number ${whole(1e6)}`
    lines.push(
      [
        id,
        `Customer ${whole(1e6)}`,
        `user${whole(1e6)}@example.com`,
        (next() * 10_000).toFixed(2),
        whole(100),
        `2024-03-${day} ${time}`,
        /[",]/.test(city) ? `"${city.replaceAll('"', '""')}"` : city,
        next() < 0.5,
        id % 20 === 0 ? '' : (next() * 100).toFixed(6),
        notes,
      ].join(','),
    )
    if (lines.length < 10_000 && id < rows) continue
    writeSync(file, `${lines.join('\n')}\n`)
    lines = []
  }
  closeSync(file)
}

/** Writes a CSV of many columns: numbers, decimals, days, texts and empty fields in turn. */
export function writeWideCsv(path: string, rows: number, columns: number): void {
  const next = seeded(43)
  const forms = [
    () => String(Math.floor(next() * 1e6)),
    () => (next() * 100).toFixed(2),
    () => `2024-03-${String(1 + Math.floor(next() * 28)).padStart(2, '0')}`,
    () => `text ${Math.floor(next() * 1e4)}`,
    () => '',
  ]
  const indices = Array.from({ length: columns }, (_, index) => index)
  const file = openSync(path, 'w')
  writeSync(file, `${indices.map((index) => `c${index}`).join(',')}\n`)
  for (let row = 0; row < rows; row++)
    writeSync(file, `${indices.map((index) => forms[index % forms.length]?.()).join(',')}\n`)
  closeSync(file)
}
