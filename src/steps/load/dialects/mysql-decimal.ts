import type { Column } from '../../../dataset/column.ts'
import { mostRealDigits } from '../../../dataset/create-table.ts'
import { mostDecimalDigits, mostDecimalScale, mysqlType } from '../../../dataset/encode/mysql-type.ts'

/** Before and behind the point of what no declaration bounds: room for rows to come, as MySQL has no decimal without digits. */
const openWhole = 29
const openScale = 9

/** The decimal of a new table: with the digits that somebody declared, else wide enough for what may come. */
export function decimalOf(column: Column): string {
  const { scale, open } = column
  const precision = column.precision ?? (open === true ? mostRealDigits : undefined)
  if (precision === undefined || scale === undefined) return mysqlType(column)
  const behind = scaleOf(column)
  const digits = open === true ? behind + Math.max(precision - scale, openWhole) : precision
  return digits <= mostDecimalDigits && behind <= mostDecimalScale
    ? `decimal(${digits},${behind})`
    : mysqlType(column)
}

/** What holds a decimal or integer column's numbers beside those of a table's decimal or float. */
export function widerDecimal(column: Column, target: string): string {
  const scale = Number(/,(\d+)\)/u.exec(target)?.[1] ?? (target.startsWith('decimal') ? 0 : mostDecimalScale))
  return `decimal(${mostDecimalDigits},${Math.min(Math.max(scale, scaleOf(column)), mostDecimalScale)})`
}

function scaleOf({ scale = 0, open }: Column): number {
  return open === true ? Math.max(scale, openScale) : scale
}
