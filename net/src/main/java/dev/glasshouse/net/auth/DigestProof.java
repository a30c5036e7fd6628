package dev.glasshouse.net.auth;

import java.util.Map;
import java.util.Optional;

/**
 * What a server that knows the password says of it in its answer: {@code rspauth} of
 * Authentication-Info (RFC 7616 3.5). Pure. Its text form gives nothing away.
 *
 * @param algorithm the hash
 * @param secret the hash of name, realm and password
 * @param nonce the server's number
 * @param count how often that was used, as it was sent
 * @param own the client's own number
 * @param target the request's target
 * @param qop how much of the request was covered
 */
public record DigestProof(
    Digest.Algorithm algorithm,
    String secret,
    String nonce,
    String count,
    String own,
    String target,
    Qop qop) {

  /** What there is to be thought of an answer's field. */
  public sealed interface Verdict {
    /** It does not say {@code rspauth}: no server has to. */
    record Silent() implements Verdict {}

    /** It is right. */
    record Holds() implements Verdict {}

    /** It is not what a server that knows the password would say. */
    record Differs() implements Verdict {}

    /**
     * It speaks of another request.
     *
     * @param parameter which part shows it
     */
    record OfAnother(String parameter) implements Verdict {}

    /** It covers the content, whose hash has to be known. */
    record NeedsContent() implements Verdict {}
  }

  /**
   * Looks at the parameters of Authentication-Info.
   *
   * @param content the hash of the answer's content as it came, in hexadecimal; empty while it is
   *     not known
   */
  public Verdict look(Map<String, String> info, Optional<String> content) {
    String said = info.getOrDefault("rspauth", "");
    if (said.isEmpty()) {
      return new Verdict.Silent();
    }
    if (!info.getOrDefault("cnonce", own).equals(own)) {
      return new Verdict.OfAnother("cnonce");
    }
    if (!info.getOrDefault("nc", count).equalsIgnoreCase(count)) {
      return new Verdict.OfAnother("nc");
    }
    Qop covers = Qop.named(info.getOrDefault("qop", "")).orElse(qop);
    String what = ":" + target;
    if (covers == Qop.AUTH_INT) {
      if (content.isEmpty()) {
        return new Verdict.NeedsContent();
      }
      what += ":" + content.get();
    }
    String right = Digest.response(algorithm, secret, nonce, count, own, covers, what);
    return said.equalsIgnoreCase(right) ? new Verdict.Holds() : new Verdict.Differs();
  }

  @Override
  public String toString() {
    return "DigestProof[" + target + "]";
  }
}
