/** Whether a connection is of a kind that there is a driver for: `postgres://…`, `mysql://…`, `mariadb://…` or `sqlite:path`. */
export function isDatabaseUrl(url: string): boolean {
  return url.startsWith('sqlite:') || isPostgresUrl(url) || isMysqlUrl(url)
}

export function isPostgresUrl(url: string): boolean {
  return /^postgres(?:ql)?:\/\//u.test(url)
}

export function isMysqlUrl(url: string): boolean {
  return /^(?:mysql|mariadb):\/\//u.test(url)
}
