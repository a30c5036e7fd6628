package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.words.Language;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestLineTest {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static Journey served(Instant when, long nanos, Because because) {
    var step = new HttpStep.RequestServed("127.0.0.1:5", "GET", "/a", 200, 1025);
    return new Journey(
        when, List.of(new Entry(1, 7, 7 + nanos, List.of(), because, Source.MEASURED, step)), 0);
  }

  @Test
  void aLineHasWhenWhoWhatAndWhy() {
    Instant when = Instant.parse("2026-11-22T03:04:05.006Z");
    assertThat(RequestLine.in(Language.EN).of(served(when, 1_500_000, Because.HAPPENED)))
        .isEqualTo("03:04:05.006 127.0.0.1:5 GET /a -> 200, 1.0 kB, 1.5 ms");
    RequestLine lines = RequestLine.in(Language.ZH);
    Because because = Because.of(HttpReason.GIVEN_UP);
    for (int again = 0; again < 2; again++) {
      assertThat(lines.of(served(when, 1_500_000, because)))
          .isEqualTo(
              "03:04:05.006 127.0.0.1:5 GET /a → 200，1.0 kB，1.5 ms：" + HttpReason.GIVEN_UP.zh());
    }
  }

  private static Entry entry(int id, Because because, Step step) {
    return new Entry(id, 8, 8, List.of(), because, Source.MEASURED, step);
  }

  /** Whenever a route is written down: it leads a request to what decides, and says no more. */
  @Test
  void whatAnswersIsToldAndNotTheWayToIt() {
    Entry site =
        entry(2, Because.of(ServerReason.SITE_STANDARD), new ServerStep.SiteChosen("a.test", "a"));
    Entry route =
        entry(
            3,
            Because.of(ServerReason.ROUTE_FITS, "a.toml:9"),
            new ServerStep.SiteRouteChosen("/a", "/*", "proxy"));
    Entry server =
        entry(
            4,
            Because.of(EdgeReason.ITS_TURN),
            new EdgeStep.OriginChosen("pool", "http://b.test", "round robin", 1));
    Entry again =
        entry(
            5,
            Because.of(EdgeReason.ONLY_SERVER),
            new EdgeStep.OriginChosen("pool", "http://c.test", "only", 2));
    assertThat(why(site, route))
        .isEqualTo(
            "no site has this name, and this one is the default;"
                + " a.toml:9 is the first route that is for the request");
    assertThat(why(site, route, server)).isEqualTo("http://b.test: it is its turn");
    assertThat(why(server, route, site)).isEqualTo("http://b.test: it is its turn");
    assertThat(why(server, route, again, site))
        .isEqualTo("http://b.test: it is its turn; http://c.test: it is the only one");
  }

  /** What failed is told, and who has it now; the rule by which it may be sent again is not. */
  @Test
  void aServerThatFailedStandsBeforeTheNextOne() {
    Because refused = Because.of(EdgeReason.CONNECTION_REFUSED);
    Entry broken = entry(3, refused, new HttpStep.ExchangeFailed(1, ""));
    Entry failed =
        entry(4, refused, new EdgeStep.OriginFailed("http://b.test", "connection_refused", 0));
    Entry resent =
        entry(5, Because.of(EdgeReason.NOTHING_WAS_SENT), new EdgeStep.RequestResent("GET", 2));
    Entry next =
        entry(
            6,
            Because.of(EdgeReason.ONLY_SERVER),
            new EdgeStep.OriginChosen("pool", "http://c.test", "only", 2));
    String told = "http://b.test: the server refused the connection";
    assertThat(why(broken, failed, resent, next))
        .isEqualTo(told + "; http://c.test: it is the only one");
    Entry stopped = entry(7, refused, new EdgeStep.RequestStopped("GET", "/a", 502));
    assertThat(why(broken, failed, stopped)).isEqualTo(told);
  }

  /** As where the exchange behind a request failed, and the request with it. */
  @Test
  void oneReasonOfTwoStepsIsToldOnce() {
    Because because = Because.of(HttpReason.GIVEN_UP);
    var all = new ArrayList<Entry>();
    all.add(entry(4, because, new EdgeStep.RequestStopped("GET", "/a", 502)));
    all.addAll(served(Instant.EPOCH, 1, because).entries());
    assertThat(RequestLine.in(Language.EN).of(new Journey(Instant.EPOCH, all, 0)))
        .endsWith(" ms: " + HttpReason.GIVEN_UP.en());
  }

  private static String why(Entry... entries) {
    var all = new ArrayList<Entry>();
    all.addAll(List.of(entries));
    all.addAll(served(Instant.EPOCH, 1, Because.HAPPENED).entries());
    String line = RequestLine.in(Language.EN).of(new Journey(Instant.EPOCH, all, 0));
    return line.substring(line.indexOf(" ms: ") + 5);
  }

  /** As Java's own formats say it. */
  @Test
  void timesAreSaidAsFormatsSayThem() {
    RequestLine lines = RequestLine.in(Language.EN);
    var random = new Random(20261122);
    for (int i = 0; i < 2000; i++) {
      Instant when =
          Instant.ofEpochSecond(random.nextLong(4_000_000_000L))
              .plusNanos(random.nextInt(1_000_000_000));
      long nanos = random.nextLong(1L << random.nextInt(1, 40));
      assertThat(lines.of(served(when, nanos, Because.HAPPENED)))
          .startsWith(WHEN.format(when) + " 127")
          .endsWith(String.format(Locale.ROOT, ", %.1f ms", nanos / 1e6));
    }
  }
}
