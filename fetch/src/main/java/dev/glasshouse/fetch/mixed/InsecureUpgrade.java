package dev.glasshouse.fetch.mixed;

import dev.glasshouse.fetch.secure.Trustworthy;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.Url;
import java.util.Optional;

/**
 * Whether a page's {@code upgrade-insecure-requests} exchanges a URL. Pure; after <a
 * href="https://www.w3.org/TR/upgrade-insecure-requests/#upgrade-request">Upgrade Insecure
 * Requests, 3.2 and 4.1</a>.
 */
public final class InsecureUpgrade {
  private InsecureUpgrade() {}

  /**
   * Why the URL is exchanged; empty when it is not.
   *
   * @param demanded whether the page's policy has the directive
   * @param page the page that asks
   * @param url the URL to be asked
   * @param navigation whether it leads away from the page
   */
  public static Optional<Because> decide(boolean demanded, Url page, Url url, boolean navigation) {
    if (!demanded || !url.scheme().equals("http") || Trustworthy.is(url)) {
      return Optional.empty();
    }
    Clause clause = Clause.of("Upgrade Insecure Requests", "4.1");
    if (!navigation) {
      return Optional.of(Because.of(PolicyReason.UPGRADE_DIRECTIVE, clause));
    }
    return page.host().equals(url.host())
        ? Optional.of(Because.of(PolicyReason.UPGRADE_NAVIGATION, clause))
        : Optional.empty();
  }
}
