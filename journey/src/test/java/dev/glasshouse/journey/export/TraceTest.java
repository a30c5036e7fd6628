package dev.glasshouse.journey.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Fixture;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Made;
import dev.glasshouse.journey.Source;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TraceTest {
  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static JsonNode trace(Journey journey) {
    var out = new StringWriter();
    TraceWriter.write(journey, out);
    return EXACT.readTree(out.toString());
  }

  private record Slice(BigDecimal begin, BigDecimal end) {}

  /**
   * What is wrong with a trace: tracks without a name, slices that cross, flows that lead nowhere.
   */
  private static List<String> problems(JsonNode trace) {
    var problems = new ArrayList<String>();
    var named = new HashSet<String>();
    var slices = new TreeMap<String, List<Slice>>();
    var flows = new HashMap<Long, BigDecimal>();
    for (JsonNode event : trace.get("traceEvents")) {
      String track = event.get("pid") + "/" + event.get("tid");
      switch (event.get("ph").asString()) {
        case "M" -> named.add(track + event.get("name").asString());
        case "X" -> {
          BigDecimal begin = event.get("ts").decimalValue();
          BigDecimal duration = event.get("dur").decimalValue();
          if (duration.signum() < 0) {
            problems.add("negative duration");
          }
          slices
              .computeIfAbsent(track, t -> new ArrayList<>())
              .add(new Slice(begin, begin.add(duration)));
        }
        case "s" -> flows.put(event.get("id").asLong(), event.get("ts").decimalValue());
        case "f" -> {
          BigDecimal from = flows.remove(event.get("id").asLong());
          if (from == null || from.compareTo(event.get("ts").decimalValue()) > 0) {
            problems.add("a flow that begins nowhere or later");
          }
        }
        case "i" -> {}
        default -> problems.add("unknown phase " + event);
      }
    }
    if (!flows.isEmpty()) {
      problems.add("flows that end nowhere");
    }
    slices.forEach((track, all) -> {
      if (!named.contains(track + "thread_name")) {
        problems.add(track + " has no name");
      }
      problems.addAll(crossing(track, all));
    });
    return problems;
  }

  private static List<String> crossing(String track, List<Slice> slices) {
    slices.sort(
        Comparator.comparing(Slice::begin).thenComparing(Slice::end, Comparator.reverseOrder()));
    var open = new ArrayDeque<Slice>();
    var problems = new ArrayList<String>();
    for (Slice slice : slices) {
      while (!open.isEmpty() && open.peek().end().compareTo(slice.begin()) <= 0) {
        open.pop();
      }
      if (!open.isEmpty() && open.peek().end().compareTo(slice.end()) < 0) {
        problems.add(track + ": " + slice + " crosses " + open.peek());
      }
      open.push(slice);
    }
    return problems;
  }

  @Test
  void theFixtureNestsAndItsFlowsMeet() {
    assertThat(problems(trace(Fixture.journey()))).isEmpty();
  }

  @Test
  void everyStepIsAnEventWithItsFacts() {
    JsonNode trace = trace(Fixture.journey());
    var names = new ArrayList<String>();
    int complete = 0;
    int instants = 0;
    for (JsonNode event : trace.get("traceEvents")) {
      switch (event.get("ph").asString()) {
        case "X" -> complete++;
        case "i" -> instants++;
        case "M" -> event.at("/args").optional("name").ifPresent(n -> names.add(n.asString()));
        default -> {}
      }
      if (event.get("name").asString().equals("TlsShaken")) {
        assertThat(event.get("ts").decimalValue()).isEqualByComparingTo("43000");
        assertThat(event.get("dur").decimalValue()).isEqualByComparingTo("15000");
        assertThat(event.at("/args/facts/version").asString()).isEqualTo("TLSv1.3");
        assertThat(event.get("cat").asString()).isEqualTo("connection");
      }
    }
    assertThat(complete).isEqualTo(Fixture.journey().entries().size());
    assertThat(instants).isEqualTo(4);
    assertThat(names)
        .contains(
            "journey", "network", "page 1", "fetches", "names", "connection 1", "connection 3");
  }

  @Test
  void stepsOfAnyTimesNest() {
    var random = new Random(7);
    for (int round = 0; round < 20; round++) {
      var entries = new ArrayList<Entry>();
      for (int id = 1; id <= 100; id++) {
        long begin = random.nextLong(50);
        List<Long> causes = id == 1 ? List.of() : List.of(1 + random.nextLong(id - 1));
        var step = Made.step(FetchStep.Fetched.class, "fetch", (long) id);
        entries.add(
            new Entry(
                id,
                begin,
                begin + random.nextLong(20),
                causes,
                Because.HAPPENED,
                Source.MEASURED,
                step));
      }
      assertThat(problems(trace(new Journey(Fixture.ZERO, entries, 0)))).isEmpty();
    }
  }

  @Test
  void theCheckerFindsSlicesThatCross() {
    String crossing =
        """
        {"traceEvents":[{"ph":"X","pid":1,"tid":1,"ts":0,"dur":5},
        {"ph":"X","pid":1,"tid":1,"ts":3,"dur":5}, {"ph":"s","pid":1,"tid":1,"ts":3,"id":1}]}
        """;
    assertThat(problems(EXACT.readTree(crossing))).hasSize(3);
  }
}
