import { a as ArtifactNotFoundError, c as InvalidResponseError, l as NetworkError, o as FilesNotFoundError, s as GHESNotSupportedError, t as DefaultArtifactClient, u as UsageError } from "./vendor/actions-artifact.js";

export { DefaultArtifactClient };