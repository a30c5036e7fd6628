package dev.glasshouse.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** The configuration file, read. */
public final class ConfigFile {
  /** Bytes of a file: 4 MiB, thousands of sites. */
  private static final long LARGEST = 4L << 20;

  private ConfigFile() {}

  /**
   * What a file says.
   *
   * @param table everything that can stand there
   * @throws ConfigException with everything that is wrong
   */
  public static ServerSettings read(Path file, OptionTable table) throws ConfigException {
    String text;
    try {
      if (Files.size(file) > LARGEST) {
        throw unreadable(file, "is larger than " + LARGEST + " bytes");
      }
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file");
    } catch (AccessDeniedException e) {
      throw unreadable(file, "that may not be read");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "is not in UTF-8");
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
    Path folder = file.toAbsolutePath().getParent();
    return parse(text, file.toString(), folder == null ? Path.of("/") : folder, table);
  }

  private static ConfigException unreadable(Path file, String reason) {
    return new ConfigException(List.of(new Fault(Place.in(file.toString()), reason)));
  }

  /**
   * What a text says.
   *
   * @param source what it is called in messages
   * @param folder where relative paths start
   * @throws ConfigException with everything that is wrong
   */
  public static ServerSettings parse(String text, String source, Path folder, OptionTable table)
      throws ConfigException {
    var faults = new ArrayList<Fault>();
    TomlParseResult parsed;
    try {
      parsed = Toml.parse(text);
    } catch (StackOverflowError e) {
      throw new ConfigException(
          List.of(new Fault(Place.in(source), "is nested too deeply to be read")));
    }
    parsed
        .errors()
        .forEach(error ->
            faults.add(
                new Fault(
                    new Place(source, error.position().line(), error.position().column()),
                    String.valueOf(error.getMessage()))));
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    var reader = new TableReader(source, folder, faults);
    ServerSettings settings = settings(parsed, reader, table);
    SettingsCheck.of(settings, faults);
    // Several kinds may look at one table.
    table.kinds().stream()
        .flatMap(kind -> kind.check(settings).stream())
        .distinct()
        .forEach(faults::add);
    if (!faults.isEmpty()) {
      faults.sort(java.util.Comparator.comparingInt(fault -> fault.place().line()));
      throw new ConfigException(faults);
    }
    return settings;
  }

  private static ServerSettings settings(TomlTable file, TableReader reader, OptionTable table) {
    var inside = new ArrayList<>(List.of("listen", "site"));
    table.others().forEach(section -> inside.add(section.name()));
    Values top = reader.values(file, table.top(), new Place(reader.source(), 1, 1), inside);
    var listeners = new ArrayList<ListenSettings>();
    for (TableReader.Found each : reader.tables(file, table.listen().name())) {
      Values values = reader.values(each.table(), table.listen(), each.place(), List.of());
      if (values.has("address")) {
        listeners.add(ListenSettings.of(values));
      }
    }
    var sites = new ArrayList<SiteSettings>();
    for (TableReader.Found each : reader.tables(file, table.site().name())) {
      sites.add(site(each, reader, table));
    }
    var others = new LinkedHashMap<String, List<Values>>();
    for (Section section : table.others()) {
      List<Values> all =
          (section.many()
                  ? reader.tables(file, section.name())
                  : reader.table(file, section.name()).stream().toList())
              .stream()
                  .map(each -> reader.values(each.table(), section, each.place(), List.of()))
                  .toList();
      others.put(section.name(), all);
    }
    return new ServerSettings(top, listeners, sites, Map.copyOf(others), table.kinds());
  }

  private static SiteSettings site(TableReader.Found found, TableReader reader, OptionTable table) {
    Values values = reader.values(found.table(), table.site(), found.place(), List.of("route"));
    var routes = new ArrayList<RouteSettings>();
    for (TableReader.Found each : reader.tables(found.table(), "route")) {
      route(each, reader, table).ifPresent(routes::add);
    }
    return SiteMaking.site(values, routes, table);
  }

  private static Optional<RouteSettings> route(
      TableReader.Found found, TableReader reader, OptionTable table) {
    Object name = found.table().get(List.of("kind"));
    Optional<RouteKind> kind = table.kind(name instanceof String text ? text : "");
    if (kind.isEmpty()) {
      if (name == null) {
        reader.fault(found.place(), "kind is missing: what answers");
      } else {
        reader.fault(
            reader.place(found.table(), "kind"),
            Nearest.unknown(
                "kind of route",
                String.valueOf(name),
                table.kinds().stream().map(RouteKind::name).toList()));
      }
      return Optional.empty();
    }
    Values values = reader.values(found.table(), table.route(kind.get()), found.place(), List.of());
    return Optional.of(SiteMaking.route(kind.get(), values));
  }
}
