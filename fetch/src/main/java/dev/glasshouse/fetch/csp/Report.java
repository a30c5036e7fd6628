package dev.glasshouse.fetch.csp;

import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a server is told of a violation (Content Security Policy 3, 5.3 and 5.5). Pure.
 *
 * @param to where it goes
 * @param kind in which form
 * @param text the JSON
 */
public record Report(Url to, Kind kind, String text) {
  /** The two forms of a report. */
  public enum Kind {
    /** Of report-uri. */
    CSP("application/csp-report"),
    /** Of report-to: a list of reports of any kind. */
    REPORTS("application/reports+json");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** Its media type. */
    public String type() {
      return type;
    }
  }

  /**
   * The page that a policy is of.
   *
   * @param url its URL
   * @param endpoints where it takes reports, by name
   * @param userAgent what the browser calls itself
   */
  public record Page(Url url, Map<String, Url> endpoints, String userAgent) {}

  /**
   * The reports of a violation.
   *
   * @param blocked what was blocked: the URL that was asked for first, so that nobody learns where
   *     it redirects to; empty for what stands inline
   */
  public static List<Report> of(Violation violation, Page page, Optional<Url> blocked) {
    Reporting reporting = violation.policy().reporting();
    var reports = new ArrayList<Report>();
    if (reporting.group().isPresent()) {
      Optional.ofNullable(page.endpoints().get(reporting.group().get()))
          .ifPresent(to ->
              reports.add(new Report(to, Kind.REPORTS, list(violation, page, told(blocked)))));
      return reports;
    }
    for (String uri : reporting.uris()) {
      Url.tryParse(uri, page.url())
          .filter(Url::isHttp)
          .ifPresent(
              to -> reports.add(new Report(to, Kind.CSP, one(violation, page, told(blocked)))));
    }
    return reports;
  }

  /** 5.4 "strip URL for use in reports": of what is not fetched over HTTP the scheme alone. */
  private static String told(Optional<Url> blocked) {
    return blocked.map(Report::stripped).orElse("inline");
  }

  private static String stripped(Url url) {
    return url.isHttp() ? url.withoutCredentials().hrefWithoutFragment() : url.scheme();
  }

  private static String one(Violation violation, Page page, String blocked) {
    return "{\"csp-report\":{"
        + member("document-uri", stripped(page.url()))
        + ","
        + member("referrer", "")
        + ","
        + member("violated-directive", violation.directive().toString())
        + ","
        + member("effective-directive", violation.directive().toString())
        + ","
        + member("original-policy", violation.policy().text().strip())
        + ","
        + member("disposition", violation.policy().disposition().toString())
        + ","
        + member("blocked-uri", blocked)
        + ",\"status-code\":200}}";
  }

  private static String list(Violation violation, Page page, String blocked) {
    return "[{\"age\":0,\"type\":\"csp-violation\","
        + member("url", stripped(page.url()))
        + ","
        + member("user_agent", page.userAgent())
        + ",\"body\":{"
        + member("documentURL", stripped(page.url()))
        + ","
        + member("blockedURL", blocked)
        + ","
        + member("effectiveDirective", violation.directive().toString())
        + ","
        + member("originalPolicy", violation.policy().text().strip())
        + ","
        + member("disposition", violation.policy().disposition().toString())
        + ",\"statusCode\":200}}]";
  }

  private static String member(String name, String value) {
    return quoted(name) + ":" + quoted(value);
  }

  /** RFC 8259 7. */
  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
