type Headers = Readonly<Record<string, string>>

/** How long `Retry-After` asks to wait, in milliseconds: it is a number of seconds or a date. */
export function retryAfterOf(headers: Headers, now: Date): number | undefined {
  const value = headers['retry-after']?.trim() ?? ''
  if (value === '') return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}

/**
 * How long until a server that says that no request is left takes more, in milliseconds; `undefined` if some are left
 * or it says nothing. It says so in the fields of the IETF's draft (`RateLimit: "a";r=0;t=30`, `limit=9, remaining=0,
 * reset=30`, `RateLimit-Remaining`) or in `X-RateLimit-Remaining`.
 */
export function rateLimitWait(headers: Headers, now: Date): number | undefined {
  const waits = [...quotasOf(headers)].flatMap(({ remaining, reset }) => {
    const wait = remaining === 0 ? untilReset(reset, now) : undefined
    return wait === undefined ? [] : [wait]
  })
  return waits.length === 0 ? undefined : Math.max(...waits)
}

interface Quota {
  readonly remaining: number | undefined
  readonly reset: string | undefined
}

function* quotasOf(headers: Headers): Generator<Quota> {
  for (const prefix of ['x-ratelimit-', 'x-rate-limit-', 'ratelimit-'])
    yield quota(headers[`${prefix}remaining`], headers[`${prefix}reset`])
  const field = headers['ratelimit'] ?? ''
  if (/(?:^|,)\s*remaining\s*=/iu.test(field)) yield quota(within(field, 'remaining'), within(field, 'reset'))
  else for (const policy of field.split(',')) yield quota(within(policy, 'r'), within(policy, 't'))
}

function quota(remaining: string | undefined, reset: string | undefined): Quota {
  const first = remaining?.split(',')[0]?.trim() ?? ''
  return { remaining: first === '' ? undefined : Number(first), reset: reset?.trim() }
}

function within(field: string, name: string): string | undefined {
  return new RegExp(String.raw`(?:^|[;,])\s*${name}\s*=\s*"?([^;,"\s]+)`, 'iu').exec(field)?.[1]
}

const firstEpochSeconds = 1e9
const firstEpochMs = 1e12

/** A reset is told in seconds from now, as a time in seconds or milliseconds since 1970, or as a date. */
function untilReset(reset: string | undefined, now: Date): number | undefined {
  if (reset === undefined || reset === '') return undefined
  const amount = Number(reset)
  if (Number.isFinite(amount) && amount < firstEpochSeconds) return Math.max(0, amount * 1000)
  const at = !Number.isFinite(amount) ? Date.parse(reset) : amount < firstEpochMs ? amount * 1000 : amount
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
