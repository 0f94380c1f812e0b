import type { Column } from '../../src/dataset/column.ts'

/** A column of every type, by the letters that tests of what a database takes call them. */
export const everyType: readonly Column[] = [
  { name: 'i', type: 'integer' },
  { name: 't', type: 'text' },
  { name: 'd', type: 'decimal', precision: 15, scale: 2 },
  { name: 'l', type: 'decimal', precision: 60, scale: 9 },
  { name: 'r', type: 'real' },
  { name: 'b', type: 'boolean' },
  { name: 'y', type: 'date' },
  { name: 'w', type: 'timestamp', zoned: false },
  { name: 'z', type: 'timestamp', zoned: true },
  { name: 'j', type: 'json' },
]
