package dev.glasshouse.fetch.mixed;

import dev.glasshouse.fetch.secure.Trustworthy;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.Url;

/**
 * What becomes of a request that a secure page makes to an insecure URL. Pure; after <a
 * href="https://w3c.github.io/webappsec-mixed-content/">Mixed Content (Level 2), 4</a>.
 */
public sealed interface MixedVerdict {

  /** It goes as it is. */
  record Allowed() implements MixedVerdict {}

  /** It goes over https instead. */
  record Upgraded(Because because) implements MixedVerdict {}

  /** It does not go. */
  record Blocked(Because because) implements MixedVerdict {}

  /** What is fetched. */
  enum Content {
    /** A page of its own: what it shows has its own address bar. */
    PAGE,
    /** A picture, film or sound that is the only one named: it can be tried over https. */
    MEDIA,
    /** Anything else. */
    OTHER
  }

  /**
   * What is known.
   *
   * @param securePage whether the page that asks came over https, and so restricts mixed content; a
   *     page of this machine over plain http does not, as in browsers, though 4.3 has it otherwise:
   *     who builds a site sees it as visitors will
   * @param url the URL to be asked
   * @param content what it is for
   * @param what the same for people
   */
  record Facts(boolean securePage, Url url, Content content, String what) {}

  /** Decides. */
  static MixedVerdict decide(Facts facts) {
    Url url = facts.url();
    if (!facts.securePage() || facts.content() == Content.PAGE || Trustworthy.is(url)) {
      return new Allowed();
    }
    // 4.1: a media request is upgraded, unless its host is an address.
    boolean address = url.host().filter(Host::isAddress).isPresent();
    if (facts.content() == Content.MEDIA && url.scheme().equals("http")) {
      return address
          ? new Blocked(Because.of(PolicyReason.MIXED_ADDRESS, clause("4.1"), url.hostname()))
          : new Upgraded(Because.of(PolicyReason.MIXED_UPGRADED, clause("4.1"), facts.what()));
    }
    // 4.4: everything else is blocked.
    return new Blocked(Because.of(PolicyReason.MIXED_BLOCKED, clause("4.4"), facts.what()));
  }

  private static Clause clause(String section) {
    return Clause.of("Mixed Content", section);
  }
}
