package dev.glasshouse.fetch.csp;

import dev.glasshouse.fetch.secure.Trustworthy;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.structured.BareItem;
import dev.glasshouse.http.structured.Dictionary;
import dev.glasshouse.http.structured.Item;
import dev.glasshouse.http.structured.Member;
import dev.glasshouse.http.structured.StructuredException;
import dev.glasshouse.http.structured.StructuredLimits;
import dev.glasshouse.url.Url;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a policy wants to be told of what violates it.
 *
 * @param uris the values of {@code report-uri}, not resolved
 * @param group the name that {@code report-to} has; then {@code report-uri} does not count (CSP 3,
 *     6.5)
 */
public record Reporting(List<String> uris, Optional<String> group) {
  /** Nowhere. */
  public static final Reporting NOWHERE = new Reporting(List.of(), Optional.empty());

  /** Endpoints of one directive, and of one page, that are heeded. */
  private static final int MOST = 10;

  /** Copies the list. */
  public Reporting {
    uris = List.copyOf(uris.subList(0, Math.min(MOST, uris.size())));
  }

  /**
   * The endpoints that a page names by Reporting-Endpoints (Reporting API, 3.2): those whose URL is
   * one, and one that nobody on the way reads.
   */
  public static Map<String, Url> endpoints(Fields fields, Url page) {
    var endpoints = new LinkedHashMap<String, Url>();
    try {
      Dictionary all =
          Dictionary.parse(fields.all("Reporting-Endpoints"), StructuredLimits.DEFAULT);
      for (Map.Entry<String, Member> each : all.members().entrySet()) {
        if (endpoints.size() < MOST
            && each.getValue() instanceof Item item
            && item.value() instanceof BareItem.Text(String text)) {
          Url.tryParse(text, page)
              .filter(url -> url.isHttp() && Trustworthy.is(url))
              .ifPresent(url -> endpoints.put(each.getKey(), url));
        }
      }
    } catch (StructuredException _) {
      return Map.of();
    }
    return Map.copyOf(endpoints);
  }
}
