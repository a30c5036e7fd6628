package dev.glasshouse.net;

import java.nio.file.Path;
import java.util.List;

/**
 * How a client looks at certificates.
 *
 * @param verification whether a wrong certificate is refused
 * @param authorities files of authorities to trust besides the system's, PEM
 * @param named authorities that are trusted for some names alone
 */
public record TlsOptions(Verification verification, List<Path> authorities, NamedTrust named) {

  /** What is done about a wrong certificate. */
  public enum Verification {
    /** It is refused. */
    STRICT,
    /** It is told, and ignored: anybody may sit in between. For tests. */
    INSECURE
  }

  /** Wrong certificates are refused, and the system's authorities are trusted. */
  public static final TlsOptions DEFAULT = new TlsOptions(Verification.STRICT, List.of());

  /** No name has authorities of its own. */
  public TlsOptions(Verification verification, List<Path> authorities) {
    this(verification, authorities, NamedTrust.NONE);
  }

  /** Copies the list. */
  public TlsOptions {
    authorities = List.copyOf(authorities);
  }

  /** The same, with wrong certificates ignored. */
  public TlsOptions insecure() {
    return new TlsOptions(Verification.INSECURE, authorities, named);
  }

  /** The same, with authorities that are trusted for some names alone. */
  public TlsOptions with(NamedTrust its) {
    return new TlsOptions(verification, authorities, its);
  }
}
