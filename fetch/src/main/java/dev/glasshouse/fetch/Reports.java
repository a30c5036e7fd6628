package dev.glasshouse.fetch;

import dev.glasshouse.fetch.csp.Report;
import dev.glasshouse.fetch.csp.Violation;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells servers of what violated their pages' policies (Content Security Policy 3, 5.5): by POST,
 * which outlives the page, each violation of a page once, and so many of a page at most. Safe for
 * use by many threads.
 */
final class Reports {
  /** Pages whose reports are counted. */
  private static final int PAGES = 100;

  private final Fetcher fetcher;
  private final int most;

  /** How many reports of each page were sent, and which. */
  private final Map<String, Map<String, Boolean>> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, Boolean>> eldest) {
          return size() > PAGES;
        }
      };

  /**
   * Nothing was told yet.
   *
   * @param most reports of one page
   */
  Reports(Fetcher fetcher, int most) {
    this.fetcher = fetcher;
    this.most = most;
  }

  /**
   * Tells of a violation whoever wants to know; returns at once.
   *
   * @param blocked the URL that was asked for first; empty for what stands inline
   */
  void send(Client page, Violation violation, Optional<Url> blocked, Trail trail) {
    var told =
        new Report.Page(page.url(), page.embedding().endpoints(), fetcher.identity().userAgent());
    for (Report report : Report.of(violation, told, blocked)) {
      if (isNew(page, report, trail)) {
        post(page, report, trail);
      }
    }
  }

  private synchronized boolean isNew(Client page, Report report, Trail trail) {
    Map<String, Boolean> ofPage =
        sent.computeIfAbsent(page.url().hrefWithoutFragment(), _ -> new LinkedHashMap<>());
    if (ofPage.size() < most) {
      return ofPage.put(report.to().href() + " " + report.text(), true) == null;
    }
    if (ofPage.put("", true) == null && trail.on()) {
      trail.mark(
          new JourneyStep.LimitReached("rules.reports", most, "reports", page.url().display()),
          Because.HAPPENED);
    }
    return false;
  }

  private void post(Client page, Report report, Trail trail) {
    if (trail.on()) {
      trail.mark(
          new PolicyStep.ReportSent(report.to().display(), report.kind().type()),
          Because.of(PolicyReason.REPORT_WANTED, Clause.of("CSP 3", "5.5")));
    }
    boolean cors = report.kind() == Report.Kind.REPORTS;
    boolean _ =
        fetcher.beacon(
            FetchRequest.of(report.to())
                .client(page)
                .destination(Destination.REPORT)
                .method(Method.POST)
                .mode(cors ? FetchRequest.Mode.CORS : FetchRequest.Mode.NO_CORS)
                .credentials(FetchRequest.Credentials.SAME_ORIGIN)
                .fields(Fields.of("Content-Type", report.kind().type()))
                .body(Body.of(report.text()))
                .build(),
            trail);
  }
}
