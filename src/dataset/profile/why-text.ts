/** A type that a column could still have. */
export type Narrow = 'boolean' | 'integer' | 'decimal' | 'real' | 'date' | 'timestamp'

/** What a value looks like that is almost of a type, and what is in the way. */
const looks: readonly (readonly [look: RegExp, reason: string])[] = [
  [/^[-+]?0\d+([.,]\d+)?$/, 'has a leading zero, which a number would lose'],
  [/^\+\d/, 'has a plus sign, which a number would lose'],
  [/^-0(\.0+)?$/, 'is a negative zero, which a number would lose'],
  [
    /^-?\d{1,3}(,\d{3})+(\.\d+)?$/,
    'has commas between its thousands, which no number has (or say `thousands: ","`)',
  ],
  [
    /^-?\d{1,3}(\.\d{3}){2,}$/,
    'has points between its thousands, which no number has (or say `thousands: "."`)',
  ],
  [/^-?(\d+|\d{1,3}(\.\d{3})+),\d+$/, 'has a decimal comma; numbers have a point (or say `decimal: ","`)'],
  [/^-?\d+(\.\d+)?e[-+]?\d+$/i, 'has an exponent, and would not come back the same from a number'],
  [/^-?\d{19,}$/, 'has more digits than an integer of 64 bits'],
  [/^-?\d+\.\d+$/, 'has another number of decimals than the values before it'],
  [/^-?\.\d+$/, 'has no digit before its point, and would not come back the same'],
  [
    /^(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2})$/,
    'is a date not written like 2026-03-29 (or say its `format`)',
  ],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/, 'is a time not written like those before it'],
  [/^\d{4}-\d\d-\d\d$/, 'is no date of the calendar'],
  [/^(true|false|yes|no)$/i, 'is not written true or false'],
]

const numberOrTruth = /^([-+]?(\d[\d,']*\.?\d*|\d[\d.]*,\d+|\.\d+)(e[-+]?\d+)?|true|false)$/i

/**
 * Why a column is text: what keeps the value that ruled out its last types (`open`) from the nearest of them.
 * `undefined` for the plain word that nobody would take for anything else; `earlier`: values before it had these types;
 * `isString`: it is one of JSON.
 */
export function whyText(
  text: string,
  open: readonly Narrow[],
  { earlier, isString }: { readonly earlier: boolean; readonly isString: boolean },
): string | undefined {
  const [nearest] = open
  const isOfTime = nearest === 'date' || nearest === 'timestamp'
  if (isString && !(earlier && isOfTime) && numberOrTruth.test(text))
    return 'stands in quotes, which makes it a text in JSON (or say its type)'
  if (earlier && nearest === 'boolean') return 'is neither true nor false'
  if (earlier && nearest === 'integer' && /^-?\d+\.\d+$/.test(text)) return 'is no integer'
  const looked = looks.find(([look]) => look.test(text))
  if (looked !== undefined) return looked[1]
  if (!earlier || nearest === undefined) return undefined
  if (text === '') return 'is an empty text in quotes'
  return isOfTime ? 'is no date or time' : 'is no number'
}
