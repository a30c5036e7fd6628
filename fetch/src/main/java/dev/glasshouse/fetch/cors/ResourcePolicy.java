package dev.glasshouse.fetch.cors;

import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.PublicSuffix;
import java.util.List;
import java.util.Optional;

/**
 * Whether a server lets other origins embed an answer: {@code Cross-Origin-Resource-Policy} (<a
 * href="https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header">Fetch, 3.7</a>). Pure.
 */
public final class ResourcePolicy {
  private ResourcePolicy() {}

  /**
   * Why an answer is blocked that was asked for without CORS; empty when it is not.
   *
   * @param asker the origin that asks
   * @param from the origin that answered
   * @param embedder what the page that asks demands
   * @param withCookies whether the request carried cookies and the like
   */
  public static Optional<Because> blocks(
      Origin asker, Origin from, Fields fields, EmbedderPolicy embedder, boolean withCookies) {
    // Step 4: the whole value, case included; one that is not known is none.
    List<String> values = fields.all("Cross-Origin-Resource-Policy");
    String value = values.size() == 1 ? values.getFirst() : "";
    if (asker.isSameOrigin(from)) {
      return Optional.empty();
    }
    Clause clause = Clause.of("WHATWG Fetch", "3.7");
    return switch (value) {
      case "same-origin" ->
          Optional.of(Because.of(PolicyReason.CORP_SAME_ORIGIN, clause, asker.toString()));
      case "same-site" ->
          isSameSite(asker, from)
              ? Optional.empty()
              : Optional.of(Because.of(PolicyReason.CORP_SAME_SITE, clause, asker.toString()));
      case "cross-origin" -> Optional.empty();
      default ->
          // Step 5: the server says nothing, and the page demands that it does.
          embedder == EmbedderPolicy.REQUIRE_CORP
                  || (embedder == EmbedderPolicy.CREDENTIALLESS && withCookies)
              ? Optional.of(Because.of(PolicyReason.COEP_DEMANDS, clause, embedder.toString()))
              : Optional.empty();
    };
  }

  /** The same registrable domain; an insecure page gets nothing of a secure site. */
  private static boolean isSameSite(Origin asker, Origin from) {
    if (!(asker instanceof Origin.Tuple(String scheme, Host host, var _))
        || !(from instanceof Origin.Tuple(String fromScheme, Host fromHost, var _))) {
      return false;
    }
    return domain(host).equals(domain(fromHost))
        && (scheme.equals("https") || !fromScheme.equals("https"));
  }

  private static Host domain(Host host) {
    return PublicSuffix.registrableDomain(host).<Host>map(d -> d).orElse(host);
  }
}
