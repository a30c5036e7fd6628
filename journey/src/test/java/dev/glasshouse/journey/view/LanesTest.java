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
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
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
    String url = "https://host" + connection + path;
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
            "#7 host7 HTTP/2", "2 reqs", "/a.css", "7.1", "/b.png", "7.3", "#8 host8 HTTP/1.1")
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

  private String text(Language language) {
    var journey = new Journey(Fixture.ZERO, entries, 0);
    return LanesText.render(Lanes.of(journey), Waterfall.of(journey), Look.PIPED, language);
  }
}
