package dev.glasshouse.http.h2;

/**
 * The cipher suites of TLS 1.2 that HTTP/2 may not use (RFC 9113 9.2.2 and appendix A). The
 * appendix lists each suite whose key exchange is not ephemeral, or whose cipher is not
 * authenticated encryption; so this looks for these two, and needs no list that ages. Pure.
 */
final class CipherSuites {
  private CipherSuites() {}

  /**
   * Whether HTTP/2 forbids it.
   *
   * @param version the TLS version, for example TLSv1.2; from 1.3 on every suite is good
   * @param suite the suite's name as IANA registers it
   */
  static boolean isForbidden(String version, String suite) {
    if (version.equals("TLSv1.3")) {
      return false;
    }
    boolean ephemeral = suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_DHE_");
    boolean authenticated =
        suite.contains("_GCM_") || suite.contains("_CCM") || suite.contains("_CHACHA20_POLY1305");
    return !ephemeral || !authenticated;
  }
}
