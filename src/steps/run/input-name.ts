/** The environment variable in which a script finds a need's dataset: `daily-sales` in `MILLRACE_INPUT_DAILY_SALES`. */
export function inputName(need: string): string {
  return `MILLRACE_INPUT_${need.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '_')}`
}
