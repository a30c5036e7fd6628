package dev.glasshouse.net;

import java.io.IOException;

/**
 * Authorities that are trusted for some names, in the place of all others, and for no other name:
 * those of hosts that are this program's own.
 */
public interface NamedTrust {
  /** For no name at all. */
  NamedTrust NONE =
      new NamedTrust() {
        @Override
        public boolean holdsFor(String host) {
          return false;
        }

        @Override
        public TrustStore trusted() {
          return TrustStore.none();
        }
      };

  /** Whether the certificates of a host are looked at by these authorities. */
  boolean holdsFor(String host);

  /**
   * The authorities; asked for when there is a certificate to look at.
   *
   * @throws IOException when they cannot be had
   */
  TrustStore trusted() throws IOException;
}
