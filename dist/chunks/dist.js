import { n as glob, r as isDynamicPattern, t as escapePath } from "./vendor/tinyglobby.js";

export { glob, isDynamicPattern };