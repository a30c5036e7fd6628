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
    step(
        root,
        0,
        0,
        Made.step(
            JourneyStep.Began.class,
            "what",
            "glasshouse.test",
            "program",
            "glass 0.1",
            "wallClock",
            ZERO),
        Because.HAPPENED);
    step(
        root,
        0.1,
        0.6,
        Made.step(
            UrlStep.UrlParsed.class,
            "typed",
            "glasshouse.test",
            "url",
            "http://glasshouse.test/",
            "validationErrors",
            List.of()),
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
        Made.step(
            PageStep.Navigated.class,
            "page",
            1,
            "url",
            "http://glasshouse.test/",
            "how",
            "typed",
            "outcome",
            "loaded"));
    step(
        root,
        412,
        431,
        Made.step(
            PageStep.PictureWritten.class,
            "file",
            "page.png",
            "width",
            1280,
            "height",
            2204,
            "bytes",
            182_331),
        because(JourneyReason.ASKED_FOR));
    step(
        root,
        431,
        431,
        Made.step(JourneyStep.Ended.class, "total", Duration.ofMillis(431), "outcome", "ok"),
        Because.HAPPENED);
  }

  private void document(Trail page) {
    long fetch = page.open();
    Trail t = page.after(fetch);
    long first = t.open();
    Trail a = t.after(first);
    names(a, 1.2, "glasshouse.test", 3);
    dial(a, 2.4, 3.1, 1, "glasshouse.test", "127.0.0.1:80");
    exchange(a, 3.2, 1, "/", 9, 0.2, 301, "Location: http://www.glasshouse.test/", 0);
    close(
        t,
        first,
        1.1,
        12.6,
        Made.step(
            Exchanged.class,
            "fetch",
            1,
            "method",
            "GET",
            "url",
            "http://glasshouse.test/",
            "status",
            301,
            "mediaType",
            "",
            "bytes",
            0));
    long redirect =
        step(
            a,
            12.6,
            12.6,
            Made.step(
                FetchStep.Redirected.class,
                "status",
                301,
                "from",
                "http://glasshouse.test/",
                "to",
                "http://www.glasshouse.test/",
                "method",
                "GET",
                "hop",
                1),
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
        Made.step(
            CookieStep.CookieKept.class,
            "name",
            "sid",
            "value",
            "a91f...(32)",
            "domain",
            "www.glasshouse.test",
            "path",
            "/",
            "lifetime",
            Duration.ZERO),
        Because.HAPPENED);
    close(
        t.after(redirect),
        second,
        12.7,
        63.9,
        Made.step(
            Exchanged.class,
            "fetch",
            1,
            "method",
            "GET",
            "url",
            "http://www.glasshouse.test/",
            "status",
            200,
            "mediaType",
            "text/html",
            "bytes",
            52_114));
    close(
        page,
        fetch,
        1.05,
        64,
        Made.step(
            Fetched.class,
            "fetch",
            1,
            "url",
            "http://glasshouse.test/",
            "destination",
            "document",
            "initiator",
            "person",
            "priority",
            "highest",
            "outcome",
            "ok"));
  }

  private void names(Trail t, double at, String name, int line) {
    step(
        t,
        at,
        at + 0.02,
        Made.step(
            NameStep.NameCacheAsked.class,
            "cache",
            "name",
            "name",
            name,
            "type",
            "A",
            "hit",
            false,
            "left",
            Duration.ZERO),
        Because.HAPPENED);
    step(
        t,
        at + 0.03,
        at + 0.4,
        Made.step(
            NameStep.HostsAsked.class,
            "file",
            "/etc/hosts",
            "name",
            name,
            "line",
            line,
            "addresses",
            List.of("127.0.0.1")),
        Because.HAPPENED);
    step(
        t,
        at,
        at + 0.5,
        Made.step(
            NameAnswered.class,
            "name",
            name,
            "addresses",
            List.of("127.0.0.1"),
            "source",
            "/etc/hosts:" + line,
            "ttl",
            Duration.ZERO),
        because(NameReason.HOSTS_LINE, line));
  }

  private long dial(Trail t, double from, double to, long number, String host, String remote) {
    long id = t.open();
    Trail below = t.after(id);
    step(
        below,
        from + 0.1,
        to,
        Made.step(
            ConnectionStep.DialAttempted.class,
            "host",
            host,
            "address",
            remote,
            "outcome",
            "connected",
            "attempt",
            1),
        Because.HAPPENED);
    t.record(
        id,
        ms(from),
        ms(to),
        Made.step(
            Dialed.class,
            "connection",
            number,
            "host",
            host,
            "local",
            "127.0.0.1:5" + number + "100",
            "remote",
            remote,
            "attempts",
            1),
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
            Made.step(
                ConnectionStep.KernelReported.class,
                "connection",
                number,
                "state",
                "ESTABLISHED",
                "rtt",
                Duration.ofNanos(41_000),
                "rttVariance",
                Duration.ofNanos(20_000),
                "retransmits",
                0,
                "congestionWindow",
                10));
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
        Made.step(
            RequestSent.class,
            "connection",
            connection,
            "version",
            "HTTP/1.1",
            "method",
            "GET",
            "target",
            target,
            "fields",
            sent,
            "headerBytes",
            212,
            "bodyBytes",
            0),
        Because.HAPPENED);
    List<String> came = List.of("Date: Wed, 04 Mar 2026 05:06:07 GMT", field);
    step(
        t,
        at + 0.2,
        at + 0.2 + wait,
        Made.step(
            ResponseBegun.class,
            "connection",
            connection,
            "version",
            "HTTP/1.1",
            "status",
            status,
            "reasonPhrase",
            status == 200 ? "OK" : "",
            "fields",
            came,
            "headerBytes",
            240),
        Because.HAPPENED);
    step(
        t,
        at + 0.2 + wait,
        at + 0.2 + wait + receive,
        Made.step(
            ResponseEnded.class,
            "connection",
            connection,
            "wireBytes",
            bytes,
            "framing",
            "content-length",
            "complete",
            true,
            "trailers",
            List.of()),
        Because.HAPPENED);
    if (bytes > 0) {
      step(
          t,
          at + 0.2 + wait,
          at + 0.2 + wait + receive,
          Made.step(
              HttpStep.BodyDecoded.class,
              "codings",
              List.of("br"),
              "wireBytes",
              bytes,
              "bytes",
              bytes * 3),
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
        Made.step(
            PageStep.ResourceFound.class,
            "url",
            url,
            "what",
            what,
            "finder",
            "scanner",
            "place",
            place,
            "blocksRendering",
            blocks),
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
        Made.step(
            TlsShaken.class,
            "connection",
            3,
            "version",
            "TLSv1.3",
            "cipher",
            "TLS_AES_128_GCM_SHA256",
            "alpn",
            "http/1.1",
            "serverName",
            "static.glasshouse.test",
            "resumed",
            false,
            "checked",
            true,
            "ignored",
            "",
            "subject",
            "static.glasshouse.test",
            "issuer",
            "Glasshouse Test CA",
            "notAfter",
            Instant.parse("2027-01-01T00:00:00Z")),
        Because.HAPPENED);
    exchange(a, 58.2, 3, "/house.css", 22, 6, 200, "Content-Type: text/css", 4_120);
    close(
        t,
        id,
        41,
        86.5,
        Made.step(
            Exchanged.class,
            "fetch",
            2,
            "method",
            "GET",
            "url",
            host + "/house.css",
            "status",
            200,
            "mediaType",
            "text/css",
            "bytes",
            12_360));
    close(page, fetch, 41, 86.6, fetched(2, host + "/house.css", "style", "ok"));
    return dialed;
  }

  private static Fetched fetched(long number, String url, String what, String outcome) {
    return Made.step(
        Fetched.class,
        "fetch",
        number,
        "url",
        url,
        "destination",
        what,
        "initiator",
        "scanner",
        "priority",
        "high",
        "outcome",
        outcome);
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
        Made.step(HttpStep.ConnectionAwaited.class, "origin", host, "busy", 6, "ahead", 0),
        because(HttpReason.POOL_FULL, 6),
        dialed);
    step(
        a,
        86.6,
        86.6,
        Made.step(
            HttpStep.ConnectionReused.class,
            "connection",
            3,
            "origin",
            host,
            "idle",
            Duration.ZERO,
            "exchangesBefore",
            1),
        Because.HAPPENED);
    exchange(a, 86.7, 3, "/print.css", 11, 0.4, 404, "Content-Type: text/plain", 9);
    close(
        t,
        id,
        41.4,
        98.6,
        Made.step(
            Exchanged.class,
            "fetch",
            3,
            "method",
            "GET",
            "url",
            host + "/print.css",
            "status",
            404,
            "mediaType",
            "text/plain",
            "bytes",
            27));
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
    close(
        t,
        id,
        65,
        221.3,
        Made.step(
            Exchanged.class,
            "fetch",
            4,
            "method",
            "GET",
            "url",
            host + path,
            "status",
            200,
            "mediaType",
            "image/jpeg",
            "bytes",
            482_004));
    close(page, fetch, 65, 221.4, fetched(4, host + path, "image", "ok"));
    step(
        page,
        221.4,
        244,
        Made.step(
            PageStep.ImageDecoded.class,
            "url",
            host + path,
            "format",
            "JPEG",
            "width",
            1600,
            "height",
            900,
            "problem",
            ""),
        Because.HAPPENED);
  }

  private void broken(Trail page, String host) {
    long fetch = page.open();
    Trail t = page.after(fetch);
    long id = t.open();
    Trail a = t.after(id);
    String url = host + "/图片/灯.png";
    step(
        a,
        99,
        99,
        Made.step(
            HttpStep.ConnectionReused.class,
            "connection",
            3,
            "origin",
            host,
            "idle",
            ofMs(0.3),
            "exchangesBefore",
            2),
        Because.HAPPENED);
    step(
        a,
        99.1,
        99.2,
        Made.step(
            RequestSent.class,
            "connection",
            3,
            "version",
            "HTTP/1.1",
            "method",
            "GET",
            "target",
            "/x.png",
            "fields",
            List.of("Host: x"),
            "headerBytes",
            80,
            "bodyBytes",
            0),
        Because.HAPPENED);
    step(
        a,
        99.2,
        160,
        Made.step(
            ResponseBegun.class,
            "connection",
            3,
            "version",
            "HTTP/1.1",
            "status",
            200,
            "reasonPhrase",
            "OK",
            "fields",
            List.of("Content-Length: 90000"),
            "headerBytes",
            99),
        Because.HAPPENED);
    step(
        a,
        160,
        201,
        Made.step(
            ResponseEnded.class,
            "connection",
            3,
            "wireBytes",
            31_000,
            "framing",
            "content-length",
            "complete",
            false,
            "trailers",
            List.of()),
        Because.HAPPENED);
    step(
        a,
        201,
        201,
        Made.step(
            HttpStep.ExchangeFailed.class,
            "connection",
            3,
            "problem",
            "reset by 127.0.0.1:443 after 31,000 of 90,000 bytes"),
        Because.HAPPENED);
    close(
        t,
        id,
        98.9,
        201,
        Made.step(
            Exchanged.class,
            "fetch",
            5,
            "method",
            "GET",
            "url",
            url,
            "status",
            200,
            "mediaType",
            "image/png",
            "bytes",
            31_000));
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
        Made.step(
            NameStep.NameAsked.class,
            "server",
            "10.0.0.2:53",
            "transport",
            "UDP",
            "name",
            "stats.nowhere.test",
            "type",
            "A",
            "attempt",
            1),
        Because.HAPPENED);
    step(
        b,
        70.2,
        95,
        Made.step(
            NameStep.ServerAnswered.class,
            "server",
            "10.0.0.2:53",
            "transport",
            "UDP",
            "name",
            "stats.nowhere.test",
            "type",
            "A",
            "code",
            "NXDOMAIN",
            "answers",
            List.of(),
            "ttl",
            Duration.ofSeconds(300),
            "size",
            98),
        Because.HAPPENED);
    close(
        a,
        name,
        70,
        95,
        Made.step(
            NameStep.NameFailed.class,
            "name",
            "stats.nowhere.test",
            "outcome",
            "NXDOMAIN",
            "source",
            "10.0.0.2:53"));
    close(
        t,
        id,
        69.9,
        95,
        Made.step(
            Exchanged.class,
            "fetch",
            6,
            "method",
            "POST",
            "url",
            "http://stats.nowhere.test/hit",
            "status",
            0,
            "mediaType",
            "",
            "bytes",
            0));
    step(
        t,
        95,
        95,
        Made.step(
            FetchStep.FetchFailed.class,
            "url",
            "http://stats.nowhere.test/hit",
            "problem",
            "the name stats.nowhere.test does not exist"),
        Because.HAPPENED);
    close(page, fetch, 69.8, 95.1, fetched(6, "http://stats.nowhere.test/hit", "other", "failed"));
  }

  private void local(Trail page) {
    long fetch = page.open();
    step(
        page.after(fetch),
        65.2,
        65.3,
        Made.step(
            FetchStep.AnsweredLocally.class,
            "url",
            "data:image/png;base64,iVBORw0KGgo...",
            "bytes",
            310),
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
          Made.step(PageStep.Parsed.class, "url", "http://www.glasshouse.test/", "bytes", 13_000),
          Because.HAPPENED);
    }
    step(
        page,
        64,
        64.2,
        Made.step(
            PageStep.TreeBuilt.class,
            "url",
            "http://www.glasshouse.test/",
            "encoding",
            "UTF-8",
            "encodingSource",
            "header",
            "bytes",
            52_114,
            "elements",
            612,
            "parseErrors",
            2,
            "firstErrors",
            List.of("12:4 duplicate-attribute", "90:1 missing-end-tag")),
        Because.HAPPENED);
    step(
        page,
        64.2,
        98.7,
        Made.step(
            PageStep.RenderingBlocked.class,
            "sheets",
            List.of(
                "https://static.glasshouse.test/house.css",
                "https://static.glasshouse.test/print.css")),
        because(PageReason.SHEET_BLOCKS));
    step(
        page,
        86.7,
        88,
        Made.step(
            PageStep.SheetParsed.class,
            "url",
            "https://static.glasshouse.test/house.css",
            "bytes",
            12_360,
            "rules",
            211,
            "notSupported",
            List.of("display: grid x3")),
        Because.HAPPENED);
    for (int paint = 1; paint <= 2; paint++) {
      double at = paint == 1 ? 98.8 : 246;
      step(
          page,
          at,
          at + 9,
          Made.step(PageStep.StyleResolved.class, "elements", 612, "rules", 211, "sheets", 2),
          Because.HAPPENED);
      step(
          page,
          at + 9,
          at + 31,
          Made.step(
              PageStep.LaidOut.class,
              "boxes",
              900,
              "lines",
              120,
              "width",
              1280,
              "height",
              2204,
              "laidOutAsBlocks",
              List.of("grid x3")),
          Because.HAPPENED);
      step(
          page,
          at + 31,
          at + 45,
          Made.step(
              PageStep.Painted.class,
              "paint",
              paint,
              "items",
              800,
              "width",
              1280,
              "height",
              2204,
              "whole",
              paint == 2),
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
        Made.step(
            PageStep.MilestoneReached.class,
            "milestone",
            name,
            "url",
            "http://www.glasshouse.test/"),
        Because.HAPPENED);
  }
}
