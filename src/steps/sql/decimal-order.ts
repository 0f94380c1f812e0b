import type { Decimal } from './decimal.ts'

/** A text for a decimal; those of two sort as the numbers do, and are the same for the same number. */
export function decimalKey({ digits, scale }: Decimal): string {
  const all = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const whole = all.slice(0, all.length - scale).replace(/^0+/, '')
  const text = `${String(whole.length).padStart(4, '0')}${whole}${all.slice(all.length - scale).replace(/0+$/, '')}`
  return digits < 0n ? `-${text.replaceAll(/\d/g, (digit) => String(9 - Number(digit)))}~` : `0${text}`
}
