import { t as require_undici } from "./vendor/undici.js";

export default require_undici();

export {  };