package dev.glasshouse.net;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ConnectionReason;
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

  /** Why it is refused, with the clause. */
  public Because because() {
    return Because.of(reason(), clause());
  }

  private ConnectionReason reason() {
    return switch (kind) {
      case EXPIRED -> ConnectionReason.CERTIFICATE_EXPIRED;
      case NOT_YET_VALID -> ConnectionReason.CERTIFICATE_NOT_YET_VALID;
      case WRONG_NAME -> ConnectionReason.CERTIFICATE_WRONG_NAME;
      case UNKNOWN_ISSUER -> ConnectionReason.CERTIFICATE_UNKNOWN_ISSUER;
      case SELF_SIGNED -> ConnectionReason.CERTIFICATE_SELF_SIGNED;
      case WEAK_KEY, WEAK_SIGNATURE -> ConnectionReason.CERTIFICATE_WEAK;
      case NOT_FOR_SERVERS, BAD_CHAIN -> ConnectionReason.CERTIFICATE_BAD;
    };
  }

  private Clause clause() {
    return switch (kind) {
      case EXPIRED, NOT_YET_VALID -> Clause.rfc(5280, "4.1.2.5");
      case WRONG_NAME -> Clause.rfc(9525, "6");
      case UNKNOWN_ISSUER, SELF_SIGNED, BAD_CHAIN -> Clause.rfc(5280, "6");
      case NOT_FOR_SERVERS -> Clause.rfc(5280, "4.2.1.12");
      case WEAK_KEY, WEAK_SIGNATURE -> Clause.NONE;
    };
  }
}
