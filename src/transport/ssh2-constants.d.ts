/** The algorithm names that this ssh2 knows on this OpenSSL; ssh2 exports them nowhere else. */
declare module 'ssh2/lib/protocol/constants.js' {
  const constants: Record<
    | 'DEFAULT_KEX'
    | 'SUPPORTED_KEX'
    | 'DEFAULT_SERVER_HOST_KEY'
    | 'SUPPORTED_SERVER_HOST_KEY'
    | 'DEFAULT_CIPHER'
    | 'SUPPORTED_CIPHER'
    | 'DEFAULT_MAC'
    | 'SUPPORTED_MAC',
    readonly string[]
  >;
  export default constants;
}
