/**
 * Whether the text of a module shows that a function it exports takes one argument at most, and so cannot look at the
 * run it is given as the second. Where the text leaves a doubt (it is exported from elsewhere, under another name, in a
 * form that is not known here) the answer is `false`.
 */
export function takesOneArgument(text: string, name: string): boolean {
  if (!/^[A-Za-z_]\w*$/.test(name) || /\barguments\b/.test(text)) return false
  if (new RegExp(`\\bas\\s+${name}\\b`).test(text)) return false
  const made = new RegExp(
    `\\bfunction\\s*\\*?\\s*${name}\\b\\s*(?=([(]?))|\\b${name}\\s*=(?![=>])\\s*(?:async\\b\\s*)?(?:function\\b\\s*\\*?\\s*)?(?=([(]?))`,
    'g',
  )
  const found = [...text.matchAll(made)]
  return found.length > 0 && found.every((each) => isOne(text.slice(each.index + each[0].length)))
}

const closing = { '(': ')', '[': ']', '{': '}', '<': '>' } as const

/** Whether a list of parameters that begins the text holds one at most. What is hard to read holds more. */
function isOne(text: string): boolean {
  if (!text.startsWith('(')) return /^[A-Za-z_]\w*\s*=>/.test(text)
  const open: string[] = []
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (
      '\'"`/=.'.includes(sign) ||
      (sign === ',' && open.length === 1 && !/^,\s*\)/.test(text.slice(at, at + 80)))
    )
      return false
    if (sign === '(' || sign === '[' || sign === '{' || sign === '<') open.push(closing[sign])
    else if (sign === ')' || sign === ']' || sign === '}' || sign === '>') {
      if (open.pop() !== sign) return false
      if (open.length === 0) return true
    }
  }
  return false
}
