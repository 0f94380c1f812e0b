/** A URL with one value for a parameter of its query; the others stay letter by letter. */
export function withQueryValue(url: string, name: string, value: string): string {
  const parsed = new URL(url)
  const others = parsed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && nameOf(pair) !== name)
  parsed.search = [...others, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join('&')
  return parsed.href
}

function nameOf(pair: string): string | undefined {
  return new URLSearchParams(pair).keys().next().value
}
