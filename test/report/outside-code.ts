/** What of a Markdown text is not code: without its code blocks (by CommonMark's rules) and code spans. */
export function outsideCode(markdown: string): string {
  const kept: string[] = []
  let fence = ''
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
    if (fence !== '') {
      if (mark?.[1]?.startsWith(fence) === true && mark[2]?.trim() === '') fence = ''
    } else if (mark?.[1] !== undefined && !(mark[1].startsWith('`') && mark[2]?.includes('`') === true)) {
      fence = mark[1]
    } else {
      kept.push(line.replaceAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, ''))
    }
  }
  if (fence !== '') kept.push('A CODE BLOCK IS LEFT OPEN')
  return kept.join('\n')
}
