package dev.glasshouse.fetch.referrer;

import dev.glasshouse.fetch.secure.Trustworthy;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.Url;
import java.util.Optional;

/**
 * What a request says of the page that asks. Pure; after <a
 * href="https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer">Referrer
 * Policy, 8.3 and 8.4</a>.
 *
 * @param value the field Referer; empty when nothing is said
 */
public record ReferrerVerdict(Optional<String> value, Because because) {
  /** Characters from which on a URL is cut down to its origin (8.3, step 6). */
  private static final int LONGEST = 4096;

  /**
   * Decides.
   *
   * @param policy the request's policy
   * @param from the page that asks; empty when none does
   * @param to the URL to be asked
   */
  public static ReferrerVerdict decide(ReferrerPolicy policy, Optional<Url> from, Url to) {
    // Steps 1 to 4. A page that is a file tells no site where it lies.
    if (from.filter(Url::isHttp).isEmpty()) {
      return nothing(PolicyReason.REFERRER_NO_PAGE, "8.3");
    }
    Url page = from.get();
    boolean same = page.origin().isSameOrigin(to.origin());
    boolean downgrade = Trustworthy.is(page) && !Trustworthy.is(to);
    // Step 8.
    return switch (policy) {
      case NO_REFERRER -> nothing(PolicyReason.REFERRER_NEVER, "3.1");
      case NO_REFERRER_WHEN_DOWNGRADE ->
          downgrade ? downgraded("3.2") : full(page, PolicyReason.REFERRER_FULL, "3.2");
      case SAME_ORIGIN ->
          same
              ? full(page, PolicyReason.REFERRER_SAME_ORIGIN, "3.3")
              : nothing(PolicyReason.REFERRER_OTHER_ORIGIN, "3.3");
      case ORIGIN -> origin(page, PolicyReason.REFERRER_ORIGIN, "3.4");
      case STRICT_ORIGIN ->
          downgrade ? downgraded("3.5") : origin(page, PolicyReason.REFERRER_ORIGIN, "3.5");
      case ORIGIN_WHEN_CROSS_ORIGIN ->
          same
              ? full(page, PolicyReason.REFERRER_SAME_ORIGIN, "3.6")
              : origin(page, PolicyReason.REFERRER_CROSS_ORIGIN, "3.6");
      case STRICT_ORIGIN_WHEN_CROSS_ORIGIN -> {
        if (same) {
          yield full(page, PolicyReason.REFERRER_SAME_ORIGIN, "3.7");
        }
        yield downgrade
            ? downgraded("3.7")
            : origin(page, PolicyReason.REFERRER_CROSS_ORIGIN, "3.7");
      }
      case UNSAFE_URL -> full(page, PolicyReason.REFERRER_FULL, "3.8");
    };
  }

  private static ReferrerVerdict downgraded(String section) {
    return nothing(PolicyReason.REFERRER_DOWNGRADE, section);
  }

  private static ReferrerVerdict nothing(PolicyReason why, String section) {
    return new ReferrerVerdict(Optional.empty(), Because.of(why, clause(section)));
  }

  private static ReferrerVerdict origin(
      Url page, PolicyReason why, String section, Object... args) {
    return new ReferrerVerdict(
        Optional.of(page.origin() + "/"), Because.of(why, clause(section), args));
  }

  private static ReferrerVerdict full(Url page, PolicyReason why, String section) {
    // 8.4: without user name, password and fragment.
    String href = page.withoutCredentials().withoutFragment().href();
    return href.length() > LONGEST
        ? origin(page, PolicyReason.REFERRER_LONG, "8.3", LONGEST)
        : new ReferrerVerdict(Optional.of(href), Because.of(why, clause(section)));
  }

  private static Clause clause(String section) {
    return Clause.of("Referrer Policy", section);
  }
}
