/**
 * Markdown that somebody else wrote, with whatever it leaves open closed: a code block, `<details>`, an HTML
 * comment. So it cannot swallow what comes after it. Its first level of headings becomes the third.
 */
export function sealMarkdown(text: string): string {
  let fence = ''
  let comment = false
  let details = 0
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n')
  const sealed = lines.map((line) => {
    if (comment) {
      comment = !line.includes('-->')
      return line
    }
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
    if (fence !== '') {
      if (mark?.[1]?.startsWith(fence) === true && mark[2]?.trim() === '') fence = ''
      return line
    }
    if (mark?.[1] !== undefined && !(mark[1].startsWith('`') && mark[2]?.includes('`') === true)) {
      fence = mark[1]
      return line
    }
    details += occurrences(line, /<details\b/gi) - occurrences(line, /<\/details>/gi)
    comment = line.lastIndexOf('<!--') > line.lastIndexOf('-->')
    return line.replace(/^(#{1,4}) /, '##$1 ')
  })
  const closers = [
    ...(fence === '' ? [] : [fence]),
    ...(comment ? ['-->'] : []),
    ...(details > 0 ? ['', '</details>\n'.repeat(details).trimEnd()] : []),
  ]
  return [...sealed, ...closers].join('\n')
}

function occurrences(line: string, what: RegExp): number {
  return line.match(what)?.length ?? 0
}
