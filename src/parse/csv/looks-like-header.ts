type Row = readonly string[]

const value = /^([-+]?\d*[.,]?\d+(e[-+]?\d+)?|\d{4}-\d\d-\d\d.*|\d\d?[./]\d\d?[./]\d{2,4}.*|true|false)$/i
const year = /^(19\d\d|20[0-4]\d)$/
/** A year, a month or a day, with what stands behind it. */
const time =
  /^((19\d\d|20[0-4]\d)([.](0[1-9]|1[0-2]))?|(0[1-9]|1[0-2])[.](19|20)\d\d|\d{4}-\d\d-\d\d.*|\d\d?[./]\d\d?[./]\d{2,4}.*)$/
const number = /^[-+]?\d[\d.,' ]*$/

/** How many of the values below years and days may be such themselves. */
const fewTimes = 0.2
const manyTimes = 0.5

/** No field is a number, a date or a truth value. */
export function holdsNoValue(fields: Row): boolean {
  return valuesIn(fields).length === 0
}

/**
 * Whether a row names the columns of those below it. Names are no values; but years and days are names above what is
 * none (`Region,2024,2025`), and so is a count behind the names of the other columns (`Town,1,2,3`).
 */
export function looksLikeHeader(first: Row, below: readonly Row[]): boolean {
  const at = valuesIn(first)
  if (at.length === 0) return true
  const fields = first.map((field) => field.trim())
  const unnamed = fields.filter((field) => field === '').length
  if (unnamed > 1 || new Set(fields).size < fields.length) return false
  return areTimes(fields, at, below) || isCount(fields, at, below)
}

function valuesIn(fields: Row): number[] {
  return [...fields.keys()].filter((at) => value.test((fields[at] ?? '').trim()))
}

function areTimes(fields: Row, at: readonly number[], below: readonly Row[]): boolean {
  const names = pick(fields, at)
  if (!names.every((name) => time.test(name))) return false
  const isOrdered = names.every((name) => year.test(name)) && isMonotonic(names.map(Number))
  if (!isOrdered && names.some((name) => year.test(name))) return false
  const values = below.flatMap((row) => pick(row, at)).filter((text) => text !== '')
  const times = values.filter((text) => time.test(text)).length
  if (values.length === 0 || times > values.length * (isOrdered && at.length > 2 ? manyTimes : fewTimes))
    return false
  return (
    at.length > 1 ||
    (fields.length > 1 && values.filter((text) => number.test(text)).length * 2 > values.length)
  )
}

/** From 0 or 1 on, to the last column; but below it rows of a table do not count on, nor as it does. */
function isCount(fields: Row, at: readonly number[], below: readonly Row[]): boolean {
  const [first = -1] = at
  const counted = runFrom(pick(fields, at))
  if (first < 1 || at.length < 3 || fields.length - first !== at.length) return false
  if (counted === undefined || counted > 1) return false
  const next = below[0] === undefined ? 0 : runFrom(pick(below[0], at))
  return next !== counted && next !== counted + at.length && below.length > 0
}

/** The first of numbers each of which is one more than the one before. */
function runFrom(texts: Row): number | undefined {
  const first = Number(texts[0])
  return texts.every((text, index) => text === String(first + index)) ? first : undefined
}

function isMonotonic(numbers: readonly number[]): boolean {
  const steps = numbers.slice(1).map((each, index) => Math.sign(each - (numbers[index] ?? 0)))
  return steps.every((step) => step !== 0 && step === steps[0])
}

function pick(row: Row, at: readonly number[]): string[] {
  return at.map((index) => (row[index] ?? '').trim())
}
