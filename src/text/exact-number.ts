/** Whether a number written in decimal is the one that JavaScript makes of it, digit for digit: `0.10` is, `1e999` is not. */
export function isExactNumber(text: string): boolean {
  const value = Number(text)
  return Number.isFinite(value) && digitsOf(text) === digitsOf(String(value))
}

/** One spelling of each number: its digits without zeros around them, and the power of ten of the last one. */
function digitsOf(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const bare = digits.replace(/0+$/, '')
  if (bare === '') return '0'
  return `${sign}${bare}e${Number(power) - fraction.length + digits.length - bare.length}`
}
