/**
 * Said to every session, whoever opened it: values that do not fit are errors and not cut; `0000-00-00` cannot be written;
 * quotes and backslashes mean what they mean to MySQL's own clients. Moments are in UTC. Nor does a server's caution with what people
 * type hold for it: that a query ends after so many rows, or that nothing changes without an index.
 */
export const mysqlSession = `set sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  time_zone = '+00:00', sql_select_limit = 18446744073709551615, sql_safe_updates = 0, sql_big_selects = 1`
