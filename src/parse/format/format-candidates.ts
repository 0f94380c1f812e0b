import type { ColumnFormat } from './column-format.ts'
import { timeTokens } from './time-tokens.ts'

/** A way in which the texts of a column may be written. */
export interface Candidate {
  readonly format: ColumnFormat
  readonly type: 'number' | 'date' | 'timestamp'
  /** Of two of one reading that fit, the first is as good as the other; of two readings nobody knows which is meant. */
  readonly reading: string
  /** What must stand in one of the values at least: that without it they would be numbers of another kind, or no numbers. */
  readonly mark?: string
  /** What fits may be meant, or be no time at all: three numbers of two digits are also a version, or a part's number. */
  readonly isDoubtful?: true
}

const numbers: readonly ColumnFormat[] = [
  { decimal: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: ',', thousands: '\u00a0' },
  { decimal: ',', thousands: '\u202f' },
  { thousands: '.' },
  { thousands: ',' },
  { thousands: "'" },
  { thousands: '\u2019' },
]

const separators = ['.', '/', '-']

/** By the order of day, month and year; the stricter ones first. */
const days: Readonly<Record<string, readonly string[]>> = {
  dmy: [
    ...separators.flatMap((mark) => [`DD${mark}MM${mark}YYYY`, `D${mark}M${mark}YYYY`]),
    ...separators.map((mark) => `DD${mark}MM${mark}YY`),
    'D MMM YYYY',
    'D-MMM-YYYY',
    'D MMMM YYYY',
  ],
  mdy: [
    ...['/', '-'].flatMap((mark) => [`MM${mark}DD${mark}YYYY`, `M${mark}D${mark}YYYY`]),
    ...['/', '-'].map((mark) => `MM${mark}DD${mark}YY`),
    'MMM D, YYYY',
    'MMMM D, YYYY',
  ],
  ymd: ['YYYY-MM-DD', 'YYYY/MM/DD', 'YYYY.MM.DD', ...separators.map((mark) => `YY${mark}MM${mark}DD`)],
}

const times = ['HH:mm:ss', 'HH:mm', 'H:mm:ss', 'H:mm', 'h:mm:ss A', 'h:mm A']

/** All ways that are looked for, of each reading the one that says most first. */
export const candidates: readonly Candidate[] = [
  ...numbers.map((format) => {
    const mark = format.decimal ?? format.thousands
    return {
      format,
      type: 'number' as const,
      reading: format.decimal ?? (format.thousands === '.' ? ',' : '.'),
      ...(mark === undefined ? {} : { mark }),
    }
  }),
  ...Object.entries(days).flatMap(([reading, formats]) => [
    ...formats.map((format) => timeOf(format, 'date', reading)),
    ...formats.flatMap((day) => times.map((time) => timeOf(`${day} ${time}`, 'timestamp', reading))),
  ]),
]

function timeOf(format: string, type: 'date' | 'timestamp', reading: string): Candidate {
  return {
    format: { format },
    type,
    reading,
    ...(timeTokens(format).some(({ text }) => text === 'YY') ? { isDoubtful: true } : {}),
  }
}
