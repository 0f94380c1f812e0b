import { it as require_undici } from "./vendor/actions-artifact.js";

export default require_undici();

export {  };