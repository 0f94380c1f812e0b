/** Where a `Link` header (RFC 8288) says that the next page is: as it is written there. */
export function nextLink(header: string | undefined): string | undefined {
  const link = /<([^<>]*)>((?:\s*;\s*[^\s;,="]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/gu
  for (const [, target, parameters = ''] of (header ?? '').matchAll(link)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/iu.exec(parameters) ?? []
    const relations = (quoted ?? bare ?? '').toLowerCase().split(/\s+/u)
    if (relations.includes('next')) return target
  }
  return undefined
}
