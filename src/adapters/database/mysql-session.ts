/**
 * Said to every session, whoever opened it: values that do not fit are errors and not cut; `0000-00-00` cannot be written;
 * quotes and backslashes mean what they mean to MySQL's own clients. Moments are in UTC.
 */
export const mysqlSession = `set sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  time_zone = '+00:00'`
