package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Fixture;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Made;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.view.Waterfall.Row;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavingsTest {
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

  private void exchanged(long id, long begin, long end, String url) {
    entry(
        id,
        0,
        begin,
        end,
        Made.step(
            FetchStep.Exchanged.class,
            "fetch",
            id,
            "method",
            "GET",
            "url",
            url,
            "status",
            200,
            "bytes",
            1000));
  }

  private void answered(long id, long cause, long at, String store, int savedMs, boolean checked) {
    entry(
        id,
        cause,
        at,
        at,
        Made.step(
            CacheStep.CacheAnswered.class,
            "store",
            store,
            "status",
            200,
            "bytes",
            1000,
            "saved",
            Duration.ofMillis(savedMs),
            "checked",
            checked));
  }

  private void network(long id, long cause, long begin, long end, int status) {
    entry(
        id,
        cause,
        begin,
        begin + 1,
        Made.step(HttpStep.RequestSent.class, "connection", 9, "version", "HTTP/1.1"));
    entry(
        id + 1,
        cause,
        begin + 1,
        end,
        Made.step(HttpStep.ResponseBegun.class, "connection", 9, "status", status));
  }

  private Journey journey() {
    return new Journey(Fixture.ZERO, entries, 0);
  }

  /** One from memory, one from disk, one confirmed, one shared, one asked for. */
  private void aSecondVisit() {
    exchanged(10, 0, 2, "http://h/memory");
    answered(11, 10, 1, "memory", 40, false);
    exchanged(20, 0, 3, "http://h/disk");
    answered(21, 20, 1, "disk", 60, false);
    exchanged(30, 0, 20, "http://h/confirmed");
    network(31, 30, 1, 15, 304);
    answered(33, 30, 16, "disk", 50, true);
    exchanged(40, 5, 20, "http://h/shared");
    entry(41, 40, 6, 20, new CacheStep.CacheWaited("http://h/shared", true));
    exchanged(50, 0, 30, "http://h/asked");
    network(51, 50, 1, 30, 200);
  }

  @Test
  void whatIsSavedIsAddedUp() {
    aSecondVisit();
    assertThat(Savings.of(journey()))
        .isEqualTo(new Savings(5, 3, 1, 3000, Duration.ofMillis(39 + 59 + 34)));
  }

  @Test
  void theStoryEndsWithIt() {
    aSecondVisit();
    Journey journey = journey();
    assertThat(Story.of(journey, Level.BRIEF, Language.EN).lines().getLast().text())
        .isEqualTo(
            "the cache: 3 of 5 requests did not go to the network, 1 had only to be confirmed"
                + " (304); 3.0 kB not transferred, 132 ms not waited (added up, as they took when"
                + " they were stored)");
    assertThat(Story.of(journey, Level.BRIEF, Language.ZH).lines().getLast().text())
        .startsWith("缓存：5 个请求中有 3 个未经网络，1 个只需服务器确认（304）；少传输 3.0 kB");
  }

  @Test
  void aServerCountsWhatItAnswered() {
    entry(10, 0, 0, 4, Made.step(HttpStep.RequestServed.class, "status", 200));
    answered(11, 10, 1, "memory", 40, false);
    assertThat(Savings.of(journey()).text(Language.EN))
        .startsWith("the cache: 1 of 1 request did not go to the network;");
  }

  @Test
  void withoutACacheThereIsNothingToTell() {
    exchanged(50, 0, 30, "http://h/asked");
    network(51, 50, 1, 30, 200);
    assertThat(Savings.of(journey()).isNothing()).isTrue();
    assertThat(Story.of(journey(), Level.BRIEF, Language.EN).lines())
        .noneMatch(line -> line.tone() == Story.Tone.SUMMARY);
  }

  @Test
  void rowsFromTheCacheAreMarkedAndHaveNoNetworkPhases() {
    aSecondVisit();
    Waterfall waterfall = Waterfall.of(journey());
    Row memory = row(waterfall, "memory");
    assertThat(memory.answer().marks()).containsExactly(Mark.MEMORY_CACHE);
    assertThat(memory.answer().isStored()).isTrue();
    assertThat(memory.segments()).isEmpty();
    assertThat(row(waterfall, "disk").answer().marks()).containsExactly(Mark.DISK_CACHE);
    Row confirmed = row(waterfall, "confirmed");
    assertThat(confirmed.answer().marks()).containsExactly(Mark.DISK_CACHE, Mark.CONFIRMED);
    assertThat(confirmed.answer().status()).isEqualTo(304);
    assertThat(confirmed.answer().isStored()).isFalse();
    assertThat(confirmed.segments()).isNotEmpty();
    assertThat(row(waterfall, "shared").segments())
        .extracting(Waterfall.Segment::phase)
        .containsExactly(Phase.QUEUED);
    assertThat(row(waterfall, "asked").answer().marks()).isEmpty();
    assertThat(WaterfallText.render(waterfall, Look.PIPED, Language.EN))
        .contains("(memory cache)", "(disk cache)", " 304 ", "(shared)");
    assertThat(WaterfallText.render(waterfall, new Look(80, false, true), Language.ZH))
        .contains("（内存缓存）", "（磁盘缓存）");
  }

  @Test
  void whatIsCheckedBehindAnAnswerIsARowOfItsOwn() {
    exchanged(10, 0, 2, "http://h/stale");
    answered(11, 10, 1, "memory", 40, false);
    entry(12, 10, 1, 1, new CacheStep.RevalidatedBehind("http://h/stale", Duration.ofSeconds(30)));
    network(13, 12, 2, 25, 304);
    List<Row> rows = Waterfall.of(journey()).rows();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).segments()).isEmpty();
    assertThat(rows.get(1).answer().marks()).containsExactly(Mark.BEHIND);
    assertThat(rows.get(1).answer().status()).isEqualTo(304);
    assertThat(rows.get(1).span().end()).isEqualTo(25_000_000);
  }

  private static Row row(Waterfall waterfall, String path) {
    return waterfall.rows().stream()
        .filter(row -> row.url().endsWith(path))
        .findFirst()
        .orElseThrow();
  }
}
