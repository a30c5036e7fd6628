package dev.glasshouse.server.config;

import dev.glasshouse.dns.serve.AddressRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * What stands in one table of the configuration, with the defaults for what does not, and where it
 * stands. Asking for what the section has not, or has as something else, is our own fault.
 */
public final class Values {
  private final Section section;
  private final Place place;
  private final Map<String, Object> given;
  private final Map<String, Place> places;
  private final Map<String, Object> usual = new ConcurrentHashMap<>();

  Values(Section section, Place place, Map<String, Object> given, Map<String, Place> places) {
    this.section = section;
    this.place = place;
    this.given = Map.copyOf(given);
    this.places = Map.copyOf(places);
  }

  /**
   * Values that come from no file.
   *
   * @param source whence they are, for messages
   * @param given by name, of the classes that the options' types have
   */
  public static Values of(Section section, String source, Map<String, Object> given) {
    for (String name : given.keySet()) {
      if (section.option(name).isEmpty()) {
        throw new IllegalArgumentException("no option " + name);
      }
    }
    return new Values(section, Place.in(source), given, Map.of());
  }

  /**
   * Values of a command line.
   *
   * @param said the texts behind each option's name, by the name it has in the section
   * @param wrong takes an option and what is wrong with it
   */
  public static Values said(
      Section section, Map<String, List<String>> said, BiConsumer<String, String> wrong) {
    var given = new LinkedHashMap<String, Object>();
    said.forEach((name, texts) -> {
      try {
        given.put(name, section.option(name).orElseThrow().said(texts));
      } catch (IllegalArgumentException e) {
        wrong.accept(name, String.valueOf(e.getMessage()));
      }
    });
    return of(section, "the command line", given);
  }

  /** The same, as those of a wider section. */
  Values in(Section wider) {
    return new Values(wider, place, given, places);
  }

  /** The same with one value more, or another one. */
  public Values with(String name, Object value) {
    var more = new LinkedHashMap<>(given);
    more.put(section.option(name).orElseThrow().name(), value);
    return new Values(section, place, more, places);
  }

  /** Where its table begins. */
  public Place place() {
    return place;
  }

  /** Where an option stands; where the table begins, when it is not written. */
  public Place place(String name) {
    return places.getOrDefault(name, place);
  }

  /** Everything that is written, by name. */
  public Map<String, Object> written() {
    return given;
  }

  /** Whether an option is written. */
  public boolean has(String name) {
    return given.containsKey(name);
  }

  /** Something is wrong with an option, as was found only when it was used. */
  public Fault fault(String name, String reason) {
    return new Fault(place(name), name + ": " + reason);
  }

  /**
   * The value of an option, or its default.
   *
   * @param type the class that the option's type has
   */
  public <T> Optional<T> value(String name, Class<T> type) {
    Option option =
        section.option(name).orElseThrow(() -> new IllegalArgumentException("no option " + name));
    Object value = given.get(name);
    if (value == null && !option.usual().isEmpty()) {
      value = usual.computeIfAbsent(name, _ -> option.type().usual(option.usual()));
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private <T> T sure(String name, Class<T> type) {
    return value(name, type)
        .orElseThrow(() -> new IllegalArgumentException(name + " has no value and no default"));
  }

  /** A text that is there, or has a default. */
  public String text(String name) {
    return sure(name, String.class);
  }

  /** Texts; none when there are none. */
  public List<String> texts(String name) {
    return list(name, String.class);
  }

  /** Whether it is on. */
  public boolean flag(String name) {
    return sure(name, Boolean.class);
  }

  /** A number that is there, or has a default. */
  public int number(String name) {
    return Math.toIntExact(sure(name, Long.class));
  }

  /** Bytes that are there, or have a default. */
  public long size(String name) {
    return sure(name, Long.class);
  }

  /** A time that is there, or has a default. */
  public Duration duration(String name) {
    return sure(name, Duration.class);
  }

  /** A path; empty when there is none. */
  public Optional<Path> path(String name) {
    return value(name, Path.class);
  }

  /** Paths; none when there are none. */
  public List<Path> paths(String name) {
    return list(name, Path.class);
  }

  /** Networks; none when there are none. */
  public List<AddressRange> networks(String name) {
    return list(name, AddressRange.class);
  }

  /** Names with texts, in their order; none when there are none. */
  public Map<String, String> pairs(String name) {
    var pairs = new LinkedHashMap<String, String>();
    Map<?, ?> all = value(name, Map.class).orElse(Map.of());
    all.forEach((key, text) -> pairs.put((String) key, (String) text));
    return pairs;
  }

  private <T> List<T> list(String name, Class<T> type) {
    List<?> all = value(name, List.class).orElse(List.of());
    return all.stream().<T>map(type::cast).toList();
  }
}
