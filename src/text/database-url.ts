/** Whether a connection is of a kind that there is a driver for: `postgres://…`, `postgresql://…` or `sqlite:path`. */
export function isDatabaseUrl(url: string): boolean {
  return /^(?:sqlite:|postgres(?:ql)?:\/\/)/u.test(url)
}
