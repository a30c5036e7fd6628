package dev.glasshouse.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads tables of one file by their sections, and gathers what is wrong. */
final class TableReader {
  private final String source;
  private final Path folder;
  private final List<Fault> faults;

  /** A table that was found, and where. */
  record Found(TomlTable table, Place place) {}

  TableReader(String source, Path folder, List<Fault> faults) {
    this.source = source;
    this.folder = folder;
    this.faults = faults;
  }

  String source() {
    return source;
  }

  void fault(Place place, String reason) {
    faults.add(new Fault(place, reason));
  }

  Place place(TomlTable table, String name) {
    TomlPosition position = table.inputPositionOf(List.of(name));
    return position == null
        ? Place.in(source)
        : new Place(source, position.line(), position.column());
  }

  /** The table of this name; empty when there is none, or it is none. */
  Optional<Found> table(TomlTable outer, String name) {
    Object inner = outer.get(List.of(name));
    if (inner instanceof TomlTable table) {
      return Optional.of(new Found(table, place(outer, name)));
    }
    if (inner != null) {
      fault(place(outer, name), name + " is a table: write [" + name + "]");
    }
    return Optional.empty();
  }

  /** The tables of this name; one in a single pair of brackets is told to be wrong. */
  List<Found> tables(TomlTable outer, String name) {
    var all = new ArrayList<Found>();
    Object inner = outer.get(List.of(name));
    if (inner instanceof TomlArray array
        && !array.isEmpty()
        && array.toList().stream().allMatch(TomlTable.class::isInstance)) {
      for (int i = 0; i < array.size(); i++) {
        TomlPosition at = array.inputPositionOf(i);
        all.add(new Found(array.getTable(i), new Place(source, at.line(), at.column())));
      }
    } else if (inner != null && !(inner instanceof TomlArray array && array.isEmpty())) {
      fault(
          place(outer, name),
          name + " stands in two pairs of brackets, since there may be many: [[" + name + "]]");
    }
    return all;
  }

  /**
   * What a table says.
   *
   * @param inside names of tables in it, which somebody else reads
   */
  Values values(TomlTable table, Section section, Place place, List<String> inside) {
    var given = new LinkedHashMap<String, Object>();
    var places = new LinkedHashMap<String, Place>();
    for (String name : table.keySet()) {
      if (inside.contains(name)) {
        continue;
      }
      Optional<Option> option = section.option(name);
      Object toml = table.get(List.of(name));
      Place at = place(table, name);
      if (option.isEmpty() || toml == null) {
        List<String> known = new ArrayList<>(section.options().stream().map(Option::name).toList());
        known.addAll(inside);
        String where = section.written().isEmpty() ? "option" : "option in " + section.written();
        fault(at, Nearest.unknown(where, name, known));
        continue;
      }
      places.put(name, at);
      value(option.get(), toml, at).ifPresent(value -> given.put(name, value));
    }
    for (Option option : section.options()) {
      if (option.needed() && !places.containsKey(option.name())) {
        fault(place, option.name() + " is missing: " + firstSentence(option.help()));
      }
    }
    return new Values(section, place, given, places);
  }

  private Optional<Object> value(Option option, Object toml, Place at) {
    try {
      Object value = option.type().read(toml, folder);
      if (!option.allowed().isEmpty() && !option.allowed().contains(value)) {
        fault(
            at,
            option.name() + ": " + value + " is none of " + String.join(", ", option.allowed()));
        return Optional.empty();
      }
      return Optional.of(value);
    } catch (IllegalArgumentException e) {
      fault(at, option.name() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String firstSentence(String help) {
    int end = help.indexOf('.');
    return end < 0 ? help : help.substring(0, end);
  }
}
