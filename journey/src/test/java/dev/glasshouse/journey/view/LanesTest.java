package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Fixture;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Made;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.view.Lanes.Lane;
import dev.glasshouse.journey.view.Lanes.Use;
import dev.glasshouse.journey.words.Language;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final List<Entry> entries = new ArrayList<>();

  private void entry(long id, long cause, long begin, long end, Step step) {
    List<Long> causes = cause == 0 ? List.of() : List.of(cause);
    entries.add(
        new Entry(
            id,
            begin * 1_000_000,
            end * 1_000_000,
            causes,
            Because.HAPPENED,
            Source.MEASURED,
            step));
  }

  private void dialed(long id, long connection, long begin, long end) {
    entry(
        id,
        0,
        begin,
        end,
        Made.step(
            ConnectionStep.Dialed.class,
            "connection",
            connection,
            "host",
            "host" + connection,
            "remote",
            "192.0.2.1:443"));
  }

  /** An exchange with the steps below it, whose ids follow. */
  private void exchange(
      long id, long connection, long stream, String path, long sent, long answered, long end) {
    exchange(id, connection, stream, path, "https://host" + connection + path, sent, answered, end);
  }

  private void exchange(
      long id,
      long connection,
      long stream,
      String path,
      String url,
      long sent,
      long answered,
      long end) {
    String version = stream == 0 ? "HTTP/1.1" : "HTTP/2";
    entry(
        id,
        0,
        sent,
        end,
        Made.step(
            FetchStep.Exchanged.class, "fetch", id, "method", "GET", "url", url, "status", 200));
    entry(
        id + 1,
        id,
        sent,
        sent + 1,
        Made.step(
            HttpStep.RequestSent.class,
            "connection",
            connection,
            "stream",
            stream,
            "version",
            version,
            "method",
            "GET",
            "target",
            path));
    entry(
        id + 2,
        id,
        sent + 1,
        answered,
        Made.step(
            HttpStep.ResponseBegun.class,
            "connection",
            connection,
            "version",
            version,
            "status",
            200));
    if (end > answered) {
      entry(
          id + 3,
          id,
          answered,
          end,
          Made.step(HttpStep.ResponseEnded.class, "connection", connection, "complete", true));
    }
  }

  private Lanes lanes() {
    return Lanes.of(new Journey(Fixture.ZERO, entries, 0));
  }

  @Test
  void requestsOneAfterTheOtherLeaveIdleGaps() {
    dialed(1, 7, 0, 10);
    exchange(10, 7, 0, "/a", 10, 20, 30);
    exchange(20, 7, 0, "/b", 45, 50, 60);
    Lane lane = lanes().lanes().getFirst();
    assertThat(lane.connection()).isEqualTo(7);
    assertThat(lane.host()).isEqualTo("host7");
    assertThat(lane.version()).isEqualTo("HTTP/1.1");
    assertThat(lane.isMultiplexed()).isFalse();
    assertThat(lane.uses())
        .extracting(Use::url)
        .containsExactly("https://host7/a", "https://host7/b");
    assertThat(lane.uses())
        .extracting(use -> use.span().end())
        .containsExactly(30_000_000L, 60_000_000L);
    assertThat(lane.idle()).isEqualTo(15_000_000);
  }

  @Test
  void streamsThatOverlapLeaveNone() {
    exchange(10, 7, 1, "/a", 10, 20, 60);
    exchange(20, 7, 3, "/b", 20, 30, 40);
    exchange(30, 7, 5, "/c", 55, 58, 70);
    Lane lane = lanes().lanes().getFirst();
    assertThat(lane.isMultiplexed()).isTrue();
    assertThat(lane.idle()).isZero();
    assertThat(lane.host()).isEmpty();
    assertThat(lane.uses()).extracting(Use::stream).containsExactly(1L, 3L, 5L);
    assertThat(lane.uses())
        .extracting(use -> use.answered().orElse(0))
        .containsExactly(20_000_000L, 30_000_000L, 58_000_000L);
  }

  @Test
  void anAnswerThatBrokeOffIsNotWhole() {
    exchange(10, 7, 0, "/a", 10, 20, 20);
    assertThat(lanes().lanes().getFirst().uses().getFirst().whole()).isFalse();
    assertThat(text(Language.EN)).contains("✗");
  }

  @Test
  void eachStreamOfAConnectionIsALine() {
    dialed(1, 7, 0, 10);
    exchange(10, 7, 1, "/a.css", 10, 20, 60);
    exchange(20, 7, 3, "/b.png", 20, 30, 40);
    dialed(2, 8, 0, 10);
    exchange(30, 8, 0, "/c", 10, 20, 30);
    assertThat(text(Language.EN))
        .contains(
            "#7 host7", "2 reqs", "/a.css", "7.1", "/b.png", "7.3", "#8 host8", "1.1", "at once")
        .doesNotContain("   /c ");
    assertThat(text(Language.ZH)).contains("连接", "2 个请求").doesNotContain("req");
  }

  @Test
  void theFixturesConnectionsAreThere() {
    Lanes lanes = Lanes.of(Fixture.journey());
    assertThat(lanes.lanes()).extracting(Lane::connection).doesNotContain(0L).isSorted();
    Lane third = lanes.lanes().stream().filter(l -> l.connection() == 3).findFirst().orElseThrow();
    assertThat(third.tls()).isPresent();
    assertThat(third.uses()).hasSizeGreaterThan(1);
  }

  @Test
  void withoutConnectionsThereIsNothing() {
    assertThat(text(Language.EN)).isEmpty();
  }

  @Test
  void aConnectionThatServesSeveralHostsSaysSo() {
    dialed(1, 7, 0, 10);
    exchange(10, 7, 1, "/a", 10, 20, 60);
    exchange(20, 7, 3, "/b", "https://static.example/b", 20, 30, 40);
    assertThat(lanes().lanes().getFirst().otherHosts()).containsExactly("static.example");
    assertThat(text(Language.EN)).contains("serves as well: static.example", "//static.example/b");
    assertThat(text(Language.ZH)).contains("同时服务：static.example");
  }

  @Test
  void whatWasPushedIsAStreamUsedOrNot() {
    dialed(1, 7, 0, 10);
    exchange(10, 7, 1, "/a", 10, 20, 60);
    pushed(20, 2, "https://host7/b.css", 22);
    pushed(21, 4, "https://host7/c.css", 23);
    entry(
        30,
        0,
        40,
        60,
        Made.step(
            FetchStep.Exchanged.class,
            "fetch",
            30,
            "method",
            "GET",
            "url",
            "https://host7/b.css",
            "status",
            200));
    entry(31, 30, 41, 41, new StreamStep.PushUsed(7, 2, "https://host7/b.css"));
    entry(32, 30, 40, 42, Made.step(HttpStep.ResponseBegun.class, "connection", 7, "status", 200));
    entry(
        33, 30, 42, 60, Made.step(HttpStep.ResponseEnded.class, "connection", 7, "complete", true));
    List<Use> uses = lanes().lanes().getFirst().uses();
    assertThat(uses).extracting(Use::stream).containsExactly(1L, 2L, 4L);
    assertThat(uses.get(1).marks()).containsExactly(Mark.PUSHED);
    assertThat(uses.get(1).span()).isEqualTo(new Waterfall.Span(22_000_000, 60_000_000));
    assertThat(uses.get(1).whole()).isTrue();
    assertThat(uses.get(2).isUnused()).isTrue();
    assertThat(text(Language.EN)).contains(" pushed ", "(not used)").doesNotContain("✗");
  }

  private void pushed(long id, long stream, String url, long at) {
    entry(id, 10, at, at, new StreamStep.Pushed(7, stream, url, true));
  }

  @Test
  void whatWentInEarlyDataIsMarked() {
    dialed(1, 7, 0, 30);
    exchange(10, 7, 4, "/a", 10, 40, 60);
    entry(14, 10, 11, 11, new QuicStep.EarlyDataSent(7, 4, "GET"));
    assertThat(lanes().lanes().getFirst().uses().getFirst().marks())
        .containsExactly(Mark.EARLY_DATA);
    assertThat(text(Language.ZH)).contains("早期数据");
  }

  @Test
  void sixtyStreamsFitOnAScreen() {
    dialed(1, 7, 0, 10);
    for (int i = 0; i < 60; i++) {
      exchange(10 + 10 * i, 7, 2 * i + 1, "/img/tile-" + i + ".png", 10 + i % 7, 20 + i, 40 + i);
    }
    var journey = new Journey(Fixture.ZERO, entries, 0);
    for (Language language : Language.values()) {
      for (Look look :
          List.of(
              Look.PIPED,
              new Look(80, true, true),
              new Look(120, true, true),
              new Look(80, false, false))) {
        int width = look.width() == 0 ? 120 : look.width();
        String text =
            LanesText.render(Lanes.of(journey), Waterfall.of(journey), look, language)
                .replaceAll("\u001b\\[[0-9;]*m", "");
        assertThat(text.lines()).hasSizeLessThan(32);
        assertThat(text.lines())
            .allSatisfy(l -> assertThat(Columns.width(l)).isLessThanOrEqualTo(width));
        assertThat(text).contains("60", language == Language.ZH ? "另外 36" : "and 36 more");
      }
    }
    assertThat(lanes().lanes().getFirst().atOnce()).isEqualTo(60);
    String rows =
        WaterfallText.render(Waterfall.of(journey), new Look(80, false, true), Language.EN);
    assertThat(rows).contains(" 7.1 ", " 7.119 ", "connection 1, stream 3");
  }

  private String text(Language language) {
    var journey = new Journey(Fixture.ZERO, entries, 0);
    return LanesText.render(Lanes.of(journey), Waterfall.of(journey), Look.PIPED, language);
  }
}
