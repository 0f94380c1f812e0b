import { n as messageLines, t as firstLine } from "./adapters-terminal-message-lines.js";

export { messageLines };