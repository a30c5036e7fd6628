package dev.glasshouse.journey.export;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.JourneyReason;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads what {@link JourneyWriter} wrote, so that every view can be made from a saved journey.
 *
 * <p>Members that it does not know are passed over; kinds and reasons that it does not know are
 * refused, with the line.
 */
public final class JourneyReader {
  /** Characters of one line; a step with its strings has some 500. */
  private static final int LONGEST_LINE = 16_000_000;

  /** Steps of one journey: ten times as many as the recorder keeps by default. */
  private static final int MOST_STEPS = 1_000_000;

  private final JsonTree tree = new JsonTree();
  private final Set<Long> ids = new HashSet<>();

  private JourneyReader() {}

  /**
   * Reads a journey from a file in UTF-8.
   *
   * @throws JourneyFormatException when it is not one
   */
  public static Journey read(Path file) throws IOException {
    try (BufferedReader from = Files.newBufferedReader(file)) {
      return read(from, file.toString());
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new JourneyFormatException(file.toString(), 1, "the file is not in UTF-8");
    }
  }

  /**
   * Reads a journey.
   *
   * @param name what errors call the source
   * @throws JourneyFormatException when it is not one
   */
  public static Journey read(Reader from, String name) throws IOException {
    var lines = from instanceof BufferedReader buffered ? buffered : new BufferedReader(from);
    var reader = new JourneyReader();
    int number = 1;
    try {
      Header header = reader.header(line(lines).orElse(""));
      var entries = new ArrayList<Entry>();
      for (Optional<String> line = line(lines); line.isPresent(); line = line(lines)) {
        number++;
        if (!line.get().isBlank()) {
          if (entries.size() == MOST_STEPS) {
            throw new IllegalArgumentException("more than " + MOST_STEPS + " steps");
          }
          entries.add(reader.entry(line.get()));
        }
      }
      if (entries.size() != header.steps()) {
        throw new IllegalArgumentException(
            "the header promises " + header.steps() + " steps, there are " + entries.size());
      }
      return new Journey(header.zero(), List.copyOf(entries), header.dropped());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new JourneyFormatException(name, number, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> line(BufferedReader from) throws IOException {
    var line = new StringBuilder();
    int c = from.read();
    if (c < 0) {
      return Optional.empty();
    }
    while (c >= 0 && c != '\n') {
      if (line.length() == LONGEST_LINE) {
        throw new IllegalArgumentException("the line is longer than " + LONGEST_LINE);
      }
      line.append((char) c);
      c = from.read();
    }
    return Optional.of(line.toString());
  }

  private record Header(Instant zero, long steps, long dropped) {}

  private Header header(String line) {
    if (line.isBlank()) {
      throw new IllegalArgumentException("the file is empty");
    }
    Map<String, Object> header = tree.object(line);
    if (!JourneyWriter.FORMAT.equals(header.get("format"))) {
      throw new IllegalArgumentException(
          "the first line is not the header of a journey: \"format\" must be \""
              + JourneyWriter.FORMAT
              + "\"");
    }
    long version = number(header, "version");
    if (version != JourneyWriter.VERSION) {
      throw new IllegalArgumentException(
          "version " + version + " is not known; this program reads " + JourneyWriter.VERSION);
    }
    return new Header(
        Instant.parse(string(header, "zero")), number(header, "steps"), number(header, "dropped"));
  }

  private Entry entry(String line) {
    Map<String, Object> object = tree.object(line);
    long id = number(object, "id");
    if (id < 1 || !ids.add(id)) {
      throw new IllegalArgumentException("the id " + id + " is not new and positive");
    }
    List<Long> causes =
        list(get(object, "causes"), "causes").stream().map(c -> cause(c, id)).toList();
    Step step = step(string(object, "kind"), map(get(object, "facts"), "facts"));
    Source source = Source.valueOf(string(object, "source").toUpperCase(Locale.ROOT));
    long begin = number(object, "begin");
    long end = number(object, "end");
    if (end < begin) {
      throw new IllegalArgumentException("the step ends before it begins");
    }
    return new Entry(id, begin, end, causes, because(object), source, step);
  }

  private static long cause(Object value, long id) {
    if (value instanceof Long cause && cause > 0 && cause < id) {
      return cause;
    }
    throw new IllegalArgumentException("a cause must be an older step's id: " + value);
  }

  private static Because because(Map<String, Object> object) {
    Object given = object.get("reason");
    var refused = new ArrayList<Because.Refused>();
    for (Object one : list(object.getOrDefault("refused", List.of()), "refused")) {
      Map<String, Object> alternative = map(one, "refused");
      Map<String, Object> why = map(get(alternative, "reason"), "reason");
      refused.add(
          new Because.Refused(string(alternative, "alternative"), reason(why), arguments(why)));
    }
    if (given == null) {
      return refused.isEmpty()
          ? Because.HAPPENED
          : new Because(JourneyReason.NONE, List.of(), Clause.NONE, List.copyOf(refused));
    }
    Map<String, Object> reason = map(given, "reason");
    Clause clause = Clause.NONE;
    if (reason.get("clause") instanceof Map<?, ?>) {
      Map<String, Object> clauseObject = map(get(reason, "clause"), "clause");
      clause = Clause.of(string(clauseObject, "document"), string(clauseObject, "section"));
    }
    return new Because(reason(reason), arguments(reason), clause, List.copyOf(refused));
  }

  private static Reason reason(Map<String, Object> object) {
    String name = string(object, "name");
    return Reasons.of(name)
        .orElseThrow(
            () -> new IllegalArgumentException("the reason " + name + " is not known here"));
  }

  private static List<Object> arguments(Map<String, Object> reason) {
    return list(reason.getOrDefault("arguments", List.of()), "arguments").stream()
        .map(JourneyReader::argument)
        .toList();
  }

  private static Object argument(Object value) {
    return switch (value) {
      case Map<?, ?> map when map.get("ns") instanceof Long nanos -> Duration.ofNanos(nanos);
      case Map<?, ?> map when map.get("at") instanceof String at -> Instant.parse(at);
      case List<?> items -> items.stream().<Object>map(i -> argument(i)).toList();
      default -> value;
    };
  }

  private static Step step(String kind, Map<String, Object> facts) {
    Class<? extends Step> type = Facts.kinds().get(kind);
    if (type == null) {
      throw new IllegalArgumentException("the kind " + kind + " is not known here");
    }
    List<RecordComponent> components = Facts.components(type);
    Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        IntStream.range(0, types.length)
            .mapToObj(i -> fact(facts, kind, components.get(i)))
            .toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("a " + kind + " cannot be made of these facts", e);
    }
  }

  private static Object fact(Map<String, Object> facts, String kind, RecordComponent component) {
    String name = component.getName();
    Object value = facts.get(name);
    if (value == null) {
      throw new IllegalArgumentException(kind + " has no fact " + name);
    }
    Class<?> type = component.getType();
    if (type == List.class) {
      boolean whole = component.getGenericType().getTypeName().contains("Integer");
      return list(value, name).stream()
          .<Object>map(i -> whole && i instanceof Long n ? (Object) Math.toIntExact(n) : i)
          .toList();
    }
    return switch (value) {
      case String text when type == String.class -> text;
      case String text when type == Instant.class -> Instant.parse(text);
      case Boolean b when type == boolean.class -> b;
      case Long n when type == long.class -> n;
      case Long n when type == int.class && n == n.intValue() -> n.intValue();
      case Long n when type == Duration.class -> Duration.ofNanos(n);
      case Number n when type == double.class -> n.doubleValue();
      default ->
          throw new IllegalArgumentException(
              kind + "." + name + " must be a " + type.getSimpleName() + ", not " + value);
    };
  }

  private static Object get(Map<String, Object> object, String name) {
    Object value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return value;
  }

  private static String string(Map<String, Object> object, String name) {
    if (get(object, name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("\"" + name + "\" must be a string");
  }

  private static long number(Map<String, Object> object, String name) {
    if (get(object, name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("\"" + name + "\" must be a whole number");
  }

  private static List<?> list(Object value, String name) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("\"" + name + "\" must be an array");
  }

  @SuppressWarnings("unchecked") // JsonTree makes no other maps
  private static Map<String, Object> map(Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("\"" + name + "\" must be an object");
  }
}
