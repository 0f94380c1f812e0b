/** Said at the beginning of a transaction: values are read and printed in one way, whatever the server is set to. */
export const postgresSettings: readonly string[] = [
  `set local timezone = 'UTC'`,
  `set local datestyle = 'ISO, YMD'`,
  `set local intervalstyle = 'iso_8601'`,
  `set local bytea_output = 'hex'`,
  `set local extra_float_digits = 1`,
]
