package dev.glasshouse.journey;

import dev.glasshouse.journey.ConnectionStep.Dialed;
import dev.glasshouse.journey.ConnectionStep.TlsShaken;
import dev.glasshouse.journey.FetchStep.Exchanged;
import dev.glasshouse.journey.FetchStep.Fetched;
import dev.glasshouse.journey.HttpStep.RequestSent;
import dev.glasshouse.journey.HttpStep.ResponseBegun;
import dev.glasshouse.journey.HttpStep.ResponseEnded;
import dev.glasshouse.journey.NameStep.NameAnswered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A journey as a browser makes them: a redirect, three hosts (one over TLS, one that does not
 * exist), seven fetches, connections that are used again and waited for, and a body that breaks
 * off.
 */
public final class Fixture {
  /** The time of day at the fixture's zero. */
  public static final Instant ZERO = Instant.parse("2026-03-04T05:06:07.089Z");

  private final Recorder recorder;
  private final Trail root;

  private Fixture(Limits limits) {
    recorder = new Recorder(() -> 0, ZERO, limits);
    root = recorder.trail();
  }

  /** The journey. */
  public static Journey journey() {
    return journey(Limits.DEFAULT);
  }

  /** The journey, recorded under limits. */
  public static Journey journey(Limits limits) {
    var fixture = new Fixture(limits);
    fixture.visit();
    return fixture.recorder.journey();
  }

  private static long ms(double ms) {
    return Math.round(ms * 1e6);
  }

  private static long step(
      Trail t, double begin, double end, Step step, Because why, long... more) {
    long id = t.open();
    t.record(id, ms(begin), ms(end), step, why, Source.MEASURED, more);
    return id;
  }

  private static void close(Trail t, long id, double begin, double end, Step step, long... more) {
    t.record(id, ms(begin), ms(end), step, Because.HAPPENED, Source.MEASURED, more);
  }

  private static Because because(Reason reason, Object... arguments) {
    return Because.of(reason, arguments);
  }

  private void visit() {
    step(root, 0, 0, new JourneyStep.Began("glasshouse.test", "glass 0.1", ZERO), Because.HAPPENED);
    step(
        root,
        0.1,
        0.6,
        new UrlStep.UrlParsed("glasshouse.test", "http://glasshouse.test/", List.of()),
        because(UrlReason.SCHEME_ASSUMED, "http"));
    long navigation = root.open();
    Trail page = root.after(navigation);
    document(page);
    subresources(page);
    rendering(page);
    close(
        root,
        navigation,
        1,
        412,
        new PageStep.Navigated(1, "http://glasshouse.test/", "typed", "loaded"));
    step(
        root,
        412,
        431,
        new PageStep.PictureWritten("page.png", 1280, 2204, 182_331),
        because(JourneyReason.ASKED_FOR));
    step(root, 431, 431, new JourneyStep.Ended(Duration.ofMillis(431), "ok"), Because.HAPPENED);
  }

  private void document(Trail page) {
    long fetch = page.open();
    Trail t = page.after(fetch);
    long first = t.open();
    Trail a = t.after(first);
    names(a, 1.2, "glasshouse.test", 3);
    dial(a, 2.4, 3.1, 1, "glasshouse.test", "127.0.0.1:80");
    exchange(a, 3.2, 1, "/", 9, 0.2, 301, "Location: http://www.glasshouse.test/", 0);
    close(t, first, 1.1, 12.6, new Exchanged(1, "GET", "http://glasshouse.test/", 301, "", 0));
    long redirect =
        step(
            a,
            12.6,
            12.6,
            new FetchStep.Redirected(
                301, "http://glasshouse.test/", "http://www.glasshouse.test/", "GET", 1),
            Because.of(FetchReason.PERMANENT_METHOD_KEPT, Clause.rfc(9110, "15.4.2"), 301, "GET"));
    long second = t.open();
    Trail b = t.after(redirect).after(second);
    names(b, 12.8, "www.glasshouse.test", 4);
    dial(b, 13.6, 14.2, 2, "www.glasshouse.test", "127.0.0.1:80");
    exchange(b, 14.4, 2, "/", 31, 18, 200, "Content-Type: text/html; charset=utf-8", 14_210);
    step(
        b,
        64,
        64,
        new FetchStep.CookieKept("sid", "a91f...(32)", "www.glasshouse.test", "/", Duration.ZERO),
        Because.HAPPENED);
    close(
        t.after(redirect),
        second,
        12.7,
        63.9,
        new Exchanged(1, "GET", "http://www.glasshouse.test/", 200, "text/html", 52_114));
    close(
        page,
        fetch,
        1.05,
        64,
        new Fetched(1, "http://glasshouse.test/", "document", "person", "highest", "ok"));
  }

  private void names(Trail t, double at, String name, int line) {
    step(
        t,
        at,
        at + 0.02,
        new NameStep.NameCacheAsked("name", name, "A", false, Duration.ZERO),
        Because.HAPPENED);
    step(
        t,
        at + 0.03,
        at + 0.4,
        new NameStep.HostsAsked("/etc/hosts", name, line, List.of("127.0.0.1")),
        Because.HAPPENED);
    step(
        t,
        at,
        at + 0.5,
        new NameAnswered(name, List.of("127.0.0.1"), "/etc/hosts:" + line, Duration.ZERO),
        because(NameReason.HOSTS_LINE, line));
  }

  private long dial(Trail t, double from, double to, long number, String host, String remote) {
    long id = t.open();
    Trail below = t.after(id);
    step(
        below,
        from + 0.1,
        to,
        new ConnectionStep.DialAttempted(host, remote, "connected", 1),
        Because.HAPPENED);
    t.record(
        id,
        ms(from),
        ms(to),
        new Dialed(number, host, "127.0.0.1:5" + number + "100", remote, 1),
        Because.of(ConnectionReason.FIRST_CONNECTED)
            .butNot("[::1]:80", ConnectionReason.FIRST_CONNECTED),
        Source.MEASURED);
    Entry kernel =
        new Entry(
            t.open(),
            ms(to),
            ms(to),
            List.of(id),
            Because.HAPPENED,
            Source.KERNEL,
            new ConnectionStep.KernelReported(
                number, "ESTABLISHED", Duration.ofNanos(41_000), Duration.ofNanos(20_000), 0, 10));
    recorder.record(kernel);
    return id;
  }

  private void exchange(
      Trail t,
      double at,
      long connection,
      String target,
      double wait,
      double receive,
      int status,
      String field,
      long bytes) {
    List<String> sent =
        List.of("Host: www.glasshouse.test", "Cookie: sid=a91f...(32)", "Accept: */*");
    step(
        t,
        at,
        at + 0.2,
        new RequestSent(connection, "HTTP/1.1", "GET", target, sent, 212, 0),
        Because.HAPPENED);
    List<String> came = List.of("Date: Wed, 04 Mar 2026 05:06:07 GMT", field);
    step(
        t,
        at + 0.2,
        at + 0.2 + wait,
        new ResponseBegun(connection, "HTTP/1.1", status, status == 200 ? "OK" : "", came, 240),
        Because.HAPPENED);
    step(
        t,
        at + 0.2 + wait,
        at + 0.2 + wait + receive,
        new ResponseEnded(connection, bytes, "content-length", true, List.of()),
        Because.HAPPENED);
    if (bytes > 0) {
      step(
          t,
          at + 0.2 + wait,
          at + 0.2 + wait + receive,
          new HttpStep.BodyDecoded(List.of("br"), bytes, bytes * 3),
          Because.HAPPENED);
    }
  }

  private void subresources(Trail page) {
    String host = "https://static.glasshouse.test";
    found(page, 40, host + "/house.css", "style", "12:3", true);
    found(page, 40.2, host + "/print.css", "style", "13:3", true);
    long dialed = style(page, host);
    shared(page, host, dialed);
    image(page, host);
    broken(page, host);
    missing(page);
    local(page);
  }

  private void found(Trail t, double at, String url, String what, String place, boolean blocks) {
    step(
        t,
        at,
        at,
        new PageStep.ResourceFound(url, what, "scanner", place, blocks),
        blocks ? because(PageReason.SHEET_BLOCKS) : Because.HAPPENED);
  }

  private long style(Trail page, String host) {
    long fetch = page.open();
    Trail t = page.after(fetch);
    long id = t.open();
    Trail a = t.after(id);
    names(a, 41.2, "static.glasshouse.test", 5);
    long dialed = dial(a, 42, 43, 3, "static.glasshouse.test", "127.0.0.1:443");
    step(
        a,
        43,
        58,
        new TlsShaken(
            3,
            "TLSv1.3",
            "TLS_AES_128_GCM_SHA256",
            "http/1.1",
            "static.glasshouse.test",
            false,
            "static.glasshouse.test",
            "Glasshouse Test CA",
            Instant.parse("2027-01-01T00:00:00Z")),
        Because.HAPPENED);
    exchange(a, 58.2, 3, "/house.css", 22, 6, 200, "Content-Type: text/css", 4_120);
    close(t, id, 41, 86.5, new Exchanged(2, "GET", host + "/house.css", 200, "text/css", 12_360));
    close(page, fetch, 41, 86.6, fetched(2, host + "/house.css", "style", "ok"));
    return dialed;
  }

  private static Fetched fetched(long number, String url, String what, String outcome) {
    return new Fetched(number, url, what, "scanner", "high", outcome);
  }

  private void shared(Trail page, String host, long dialed) {
    long fetch = page.open();
    Trail t = page.after(fetch);
    long id = t.open();
    Trail a = t.after(id);
    step(
        a,
        41.5,
        86.6,
        new HttpStep.ConnectionAwaited(host, 6, 0),
        because(HttpReason.POOL_FULL, 6),
        dialed);
    step(a, 86.6, 86.6, new HttpStep.ConnectionReused(3, host, Duration.ZERO, 1), Because.HAPPENED);
    exchange(a, 86.7, 3, "/print.css", 11, 0.4, 404, "Content-Type: text/plain", 9);
    close(t, id, 41.4, 98.6, new Exchanged(3, "GET", host + "/print.css", 404, "text/plain", 27));
    close(page, fetch, 41.4, 98.7, fetched(3, host + "/print.css", "style", "ok"));
  }

  private void image(Trail page, String host) {
    long fetch = page.open();
    Trail t = page.after(fetch);
    long id = t.open();
    Trail a = t.after(id);
    String path =
        "/pictures/2026/03/a-house-of-glass-in-the-evening-light-with-a-very-long-name.jpg";
    dial(a, 66, 67, 4, "static.glasshouse.test", "127.0.0.1:443");
    exchange(a, 69, 4, path, 30, 122, 200, "Content-Type: image/jpeg", 482_004);
    close(t, id, 65, 221.3, new Exchanged(4, "GET", host + path, 200, "image/jpeg", 482_004));
    close(page, fetch, 65, 221.4, fetched(4, host + path, "image", "ok"));
    step(
        page,
        221.4,
        244,
        new PageStep.ImageDecoded(host + path, "JPEG", 1600, 900, ""),
        Because.HAPPENED);
  }

  private void broken(Trail page, String host) {
    long fetch = page.open();
    Trail t = page.after(fetch);
    long id = t.open();
    Trail a = t.after(id);
    String url = host + "/图片/灯.png";
    step(a, 99, 99, new HttpStep.ConnectionReused(3, host, ofMs(0.3), 2), Because.HAPPENED);
    step(
        a,
        99.1,
        99.2,
        new RequestSent(3, "HTTP/1.1", "GET", "/x.png", List.of("Host: x"), 80, 0),
        Because.HAPPENED);
    step(
        a,
        99.2,
        160,
        new ResponseBegun(3, "HTTP/1.1", 200, "OK", List.of("Content-Length: 90000"), 99),
        Because.HAPPENED);
    step(
        a,
        160,
        201,
        new ResponseEnded(3, 31_000, "content-length", false, List.of()),
        Because.HAPPENED);
    step(
        a,
        201,
        201,
        new HttpStep.ExchangeFailed(3, "reset by 127.0.0.1:443 after 31,000 of 90,000 bytes"),
        Because.HAPPENED);
    close(t, id, 98.9, 201, new Exchanged(5, "GET", url, 200, "image/png", 31_000));
    close(page, fetch, 98.8, 201.2, fetched(5, url, "image", "failed"));
  }

  private static Duration ofMs(double ms) {
    return Duration.ofNanos(ms(ms));
  }

  private void missing(Trail page) {
    long fetch = page.open();
    Trail t = page.after(fetch);
    long id = t.open();
    Trail a = t.after(id);
    long name = a.open();
    Trail b = a.after(name);
    step(
        b,
        70.1,
        70.2,
        new NameStep.NameAsked("10.0.0.2:53", "UDP", "stats.nowhere.test", "A", 1),
        Because.HAPPENED);
    step(
        b,
        70.2,
        95,
        new NameStep.ServerAnswered(
            "10.0.0.2:53",
            "UDP",
            "stats.nowhere.test",
            "A",
            "NXDOMAIN",
            List.of(),
            Duration.ofSeconds(300),
            98),
        Because.HAPPENED);
    close(
        a, name, 70, 95, new NameStep.NameFailed("stats.nowhere.test", "NXDOMAIN", "10.0.0.2:53"));
    close(t, id, 69.9, 95, new Exchanged(6, "POST", "http://stats.nowhere.test/hit", 0, "", 0));
    step(
        t,
        95,
        95,
        new FetchStep.FetchFailed(
            "http://stats.nowhere.test/hit", "the name stats.nowhere.test does not exist"),
        Because.HAPPENED);
    close(page, fetch, 69.8, 95.1, fetched(6, "http://stats.nowhere.test/hit", "other", "failed"));
  }

  private void local(Trail page) {
    long fetch = page.open();
    step(
        page.after(fetch),
        65.2,
        65.3,
        new FetchStep.AnsweredLocally("data:image/png;base64,iVBORw0KGgo...", 310),
        Because.HAPPENED);
    close(
        page, fetch, 65.1, 65.4, fetched(7, "data:image/png;base64,iVBORw0KGgo...", "image", "ok"));
  }

  private void rendering(Trail page) {
    for (int i = 0; i < 4; i++) {
      double at = 45.6 + 5 * i;
      step(
          page,
          at,
          at + 1.4,
          new PageStep.Parsed("http://www.glasshouse.test/", 13_000),
          Because.HAPPENED);
    }
    step(
        page,
        64,
        64.2,
        new PageStep.TreeBuilt(
            "http://www.glasshouse.test/",
            "UTF-8",
            "header",
            52_114,
            612,
            2,
            List.of("12:4 duplicate-attribute", "90:1 missing-end-tag")),
        Because.HAPPENED);
    step(
        page,
        64.2,
        98.7,
        new PageStep.RenderingBlocked(
            List.of(
                "https://static.glasshouse.test/house.css",
                "https://static.glasshouse.test/print.css")),
        because(PageReason.SHEET_BLOCKS));
    step(
        page,
        86.7,
        88,
        new PageStep.SheetParsed(
            "https://static.glasshouse.test/house.css", 12_360, 211, List.of("display: grid x3")),
        Because.HAPPENED);
    for (int paint = 1; paint <= 2; paint++) {
      double at = paint == 1 ? 98.8 : 246;
      step(page, at, at + 9, new PageStep.StyleResolved(612, 211, 2), Because.HAPPENED);
      step(
          page,
          at + 9,
          at + 31,
          new PageStep.LaidOut(900, 120, 1280, 2204, List.of("grid x3")),
          Because.HAPPENED);
      step(
          page,
          at + 31,
          at + 45,
          new PageStep.Painted(paint, 800, 1280, 2204, paint == 2),
          Because.HAPPENED);
    }
    milestone(page, 64.3, "interactive");
    milestone(page, 98.7, "DOMContentLoaded");
    milestone(page, 143.8, "first paint");
    milestone(page, 246, "load");
  }

  private void milestone(Trail page, double at, String name) {
    step(
        page,
        at,
        at,
        new PageStep.MilestoneReached(name, "http://www.glasshouse.test/"),
        Because.HAPPENED);
  }
}
