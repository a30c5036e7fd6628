package dev.glasshouse.journey.export;

import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Values;
import dev.glasshouse.journey.words.Wording;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a journey as Trace Event JSON, which Perfetto and the DevTools of Chromium open: a
 * complete event for each step, with its facts as arguments; a flow for each cause; an instant
 * event for each milestone; names for processes and threads. Times are microseconds since the
 * journey's zero, with the nanoseconds as decimals.
 *
 * <p>Source: the Trace Event Format, as Chromium documents it.
 */
public final class TraceWriter {
  private final Wording wording = Wording.in(Language.EN);
  private final JsonGenerator json;
  private final CauseTree tree;
  private final Tracks tracks;
  private long flows;

  private TraceWriter(Journey journey, JsonGenerator json) {
    this.json = json;
    this.tree = CauseTree.of(journey);
    this.tracks = new Tracks(journey, tree);
  }

  /**
   * Writes a trace; the writer is flushed, not closed.
   *
   * @throws tools.jackson.core.JacksonException when the writer fails
   */
  public static void write(Journey journey, Writer to) {
    try (JsonGenerator json = Json.lines(to)) {
      new TraceWriter(journey, json).trace(journey);
      json.writeRaw('\n');
    }
  }

  private void trace(Journey journey) {
    json.writeStartObject();
    json.writeStringProperty("displayTimeUnit", "ms");
    json.writeName("otherData");
    json.writeStartObject();
    json.writeStringProperty("zero", journey.wallZero().toString());
    json.writeNumberProperty("dropped", journey.dropped());
    json.writeEndObject();
    json.writeName("traceEvents");
    json.writeStartArray();
    names();
    for (Entry entry : journey.entries().stream().sorted(CauseTree.BY_BEGIN).toList()) {
      complete(entry);
      if (entry.step() instanceof PageStep.MilestoneReached milestone) {
        instant(entry, milestone.milestone());
      }
      flows(entry);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void names() {
    Set<Integer> processes = new HashSet<>();
    for (Tracks.Track track : tracks.all()) {
      Tracks.Group group = track.group();
      if (processes.add(group.pid())) {
        metadata("process_name", group.pid(), 0, group.process(), -1);
        metadata("process_sort_index", group.pid(), 0, "", group.pid());
      }
      String name = track.lane() == 0 ? group.thread() : group.thread() + " " + (track.lane() + 1);
      if (track.lane() > 0 && group.thread().startsWith("connection")) {
        name = group.thread() + " (" + (track.lane() + 1) + ")";
      }
      metadata("thread_name", group.pid(), track.tid(), name, -1);
      metadata("thread_sort_index", group.pid(), track.tid(), "", track.tid());
    }
  }

  private void metadata(String name, int pid, int tid, String value, int index) {
    json.writeStartObject();
    json.writeStringProperty("ph", "M");
    json.writeStringProperty("name", name);
    json.writeNumberProperty("pid", pid);
    json.writeNumberProperty("tid", tid);
    json.writeName("args");
    json.writeStartObject();
    if (index < 0) {
      json.writeStringProperty("name", value);
    } else {
      json.writeNumberProperty("sort_index", index);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void complete(Entry entry) {
    begin("X", name(entry.step()), category(entry.step()), tracks.of(entry), entry.begin());
    json.writeNumberProperty("dur", micros(entry.nanos()));
    json.writeName("args");
    json.writeStartObject();
    json.writeNumberProperty("step", entry.id());
    json.writeStringProperty("story", wording.whole(entry));
    json.writeStringProperty("source", Json.lower(entry.source()));
    json.writeName("facts");
    Json.facts(json, entry.step());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void instant(Entry entry, String milestone) {
    begin("i", milestone, "milestone", tracks.of(entry), entry.end());
    json.writeStringProperty("s", "p");
    json.writeEndObject();
  }

  /** An arrow from each cause to what it caused, unless the one is drawn inside the other. */
  private void flows(Entry effect) {
    for (long id : effect.causes()) {
      tree.entry(id)
          .filter(cause -> cause.begin() <= effect.begin())
          .filter(cause -> !isInside(effect, cause))
          .ifPresent(cause -> flow(cause, effect));
    }
  }

  private boolean isInside(Entry effect, Entry cause) {
    return tracks.of(effect).equals(tracks.of(cause)) && effect.end() <= cause.end();
  }

  private void flow(Entry cause, Entry effect) {
    flows++;
    long leaves = Math.max(cause.begin(), Math.min(effect.begin(), cause.end() - 1));
    begin("s", "caused", "cause", tracks.of(cause), leaves);
    json.writeNumberProperty("id", flows);
    json.writeEndObject();
    begin("f", "caused", "cause", tracks.of(effect), effect.begin());
    json.writeNumberProperty("id", flows);
    json.writeStringProperty("bp", "e");
    json.writeEndObject();
  }

  private void begin(String phase, String name, String category, Tracks.Track track, long at) {
    json.writeStartObject();
    json.writeStringProperty("ph", phase);
    json.writeStringProperty("name", name);
    json.writeStringProperty("cat", category);
    json.writeNumberProperty("pid", track.group().pid());
    json.writeNumberProperty("tid", track.tid());
    json.writeNumberProperty("ts", micros(at));
  }

  private static String name(Step step) {
    return switch (step) {
      case FetchStep.Fetched fetched -> Values.text(fetched.url());
      case FetchStep.Exchanged exchanged -> Values.text(exchanged.method() + " " + exchanged.url());
      default -> step.kind();
    };
  }

  /** The step's family: {@code name}, {@code connection}, {@code http} and so on. */
  private static String category(Step step) {
    String family = Objects.requireNonNull(step.getClass().getEnclosingClass()).getSimpleName();
    return family.substring(0, family.length() - "Step".length()).toLowerCase(Locale.ROOT);
  }

  private static BigDecimal micros(long nanos) {
    return BigDecimal.valueOf(nanos, 3);
  }
}
