package dev.glasshouse.net;

import java.util.Optional;

/**
 * What is wrong with a peer's certificate.
 *
 * @param kind what sort of wrong
 * @param text a sentence with the facts
 * @param certificate the certificate that it is about; empty when none came
 */
public record CertificateProblem(Kind kind, String text, Optional<CertificateFacts> certificate) {

  /** The sorts of wrong. */
  public enum Kind {
    /** Its time is over. */
    EXPIRED,
    /** Its time has not begun. */
    NOT_YET_VALID,
    /** It is for other names. */
    WRONG_NAME,
    /** No issuer on the way up is one that we trust. */
    UNKNOWN_ISSUER,
    /** It is signed by itself, and not one that we trust. */
    SELF_SIGNED,
    /** Its key, or that of an issuer, is too small. */
    WEAK_KEY,
    /** Its signature, or that of an issuer, uses a broken algorithm. */
    WEAK_SIGNATURE,
    /** It is not made for servers. */
    NOT_FOR_SERVERS,
    /** The chain breaks a rule of RFC 5280: a bad signature, an issuer that may not issue ... */
    BAD_CHAIN
  }
}
