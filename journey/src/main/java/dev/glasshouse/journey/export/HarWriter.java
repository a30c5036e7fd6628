package dev.glasshouse.journey.export;

import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.view.Exchanges;
import dev.glasshouse.journey.view.Waterfall;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a journey as a HAR 1.2: its pages, and an entry for each exchange over HTTP.
 *
 * <p>Source: <a href="http://www.softwareishard.com/blog/har-12-spec/">HAR 1.2</a>. Members that
 * begin with an underscore are additions: {@code _initiator} and {@code _priority} of the fetch,
 * {@code _error} where an exchange failed, {@code _dropped} where the record was full.
 */
public final class HarWriter {
  private static final DateTimeFormatter ISO_MS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Journey journey;
  private final JsonGenerator json;

  private HarWriter(Journey journey, JsonGenerator json) {
    this.journey = journey;
    this.json = json;
  }

  /**
   * Writes a HAR; the writer is flushed, not closed.
   *
   * @throws IOException when a body cannot be read
   * @throws tools.jackson.core.JacksonException when the writer fails
   */
  public static void write(Journey journey, HarOptions options, Writer to) throws IOException {
    try (JsonGenerator json = Json.lines(to)) {
      new HarWriter(journey, json).log(options);
      json.writeRaw('\n');
    }
  }

  private void log(HarOptions options) throws IOException {
    json.writeStartObject();
    json.writeName("log");
    json.writeStartObject();
    json.writeStringProperty("version", "1.2");
    program("creator");
    program("browser");
    CauseTree tree = CauseTree.of(journey);
    Map<Long, Entry> pages = pages(tree);
    json.writeName("entries");
    json.writeStartArray();
    var entries = new HarEntries(json, journey, new Exchanges(journey, tree), options);
    for (Waterfall.Row row : Waterfall.of(journey).rows()) {
      if (row.url().regionMatches(true, 0, "http", 0, 4)) {
        entries.write(row, tree.entry(row.id()), pages.containsKey(row.page()));
      }
    }
    json.writeEndArray();
    if (journey.dropped() > 0) {
      json.writeNumberProperty("_dropped", journey.dropped());
      json.writeStringProperty(
          "comment", "the record was full: " + journey.dropped() + " steps are missing");
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void program(String member) {
    String[] program =
        Exchanges.last(journey.entries(), JourneyStep.Began.class)
            .map(JourneyStep.Began::program)
            .orElse("Glasshouse")
            .split(" ", 2);
    json.writeName(member);
    json.writeStartObject();
    json.writeStringProperty("name", program[0]);
    json.writeStringProperty("version", program.length == 1 ? "" : program[1]);
    json.writeEndObject();
  }

  private Map<Long, Entry> pages(CauseTree tree) {
    var pages = new HashMap<Long, Entry>();
    List<Waterfall.Milestone> milestones = Waterfall.of(journey).milestones();
    json.writeName("pages");
    json.writeStartArray();
    journey.entries().stream()
        .filter(entry -> entry.step() instanceof PageStep.Navigated)
        .sorted(CauseTree.BY_BEGIN)
        .forEach(entry -> {
          var navigated = (PageStep.Navigated) entry.step();
          if (pages.putIfAbsent(navigated.page(), entry) == null) {
            page(entry, navigated, milestones);
          }
        });
    json.writeEndArray();
    return pages;
  }

  private void page(
      Entry entry, PageStep.Navigated navigated, List<Waterfall.Milestone> milestones) {
    json.writeStartObject();
    json.writeStringProperty("startedDateTime", time(journey.wallZero(), entry.begin()));
    json.writeStringProperty("id", pageId(navigated.page()));
    json.writeStringProperty("title", navigated.url());
    json.writeName("pageTimings");
    json.writeStartObject();
    milestone("onContentLoad", "DOMContentLoaded", entry, navigated.page(), milestones);
    milestone("onLoad", "load", entry, navigated.page(), milestones);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void milestone(
      String member, String name, Entry page, long number, List<Waterfall.Milestone> milestones) {
    Optional<Waterfall.Milestone> reached =
        milestones.stream().filter(m -> m.page() == number && m.name().equals(name)).findFirst();
    if (reached.isPresent()) {
      json.writeNumberProperty(member, ms(Math.max(0, reached.get().at() - page.begin())));
    } else {
      json.writeNumberProperty(member, -1);
    }
  }

  static String pageId(long page) {
    return "page_" + page;
  }

  /** The time of day at a moment of the journey, ISO 8601 with milliseconds. */
  static String time(Instant zero, long nanos) {
    return ISO_MS.format(zero.plusNanos(nanos));
  }

  /** Nanoseconds as milliseconds, exactly, so that sums of them add up. */
  static BigDecimal ms(long nanos) {
    return BigDecimal.valueOf(nanos, 6);
  }
}
