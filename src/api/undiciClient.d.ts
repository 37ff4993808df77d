/**
 * undici's own entry point loads fetch, WebSocket, caches and mocks as well, which doubles the bundle. Only its client
 * is wanted; its types are those of the public export.
 */
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';

  export default Client;
}
