package dev.glasshouse.app;

import dev.glasshouse.edge.setup.AdminValues;
import dev.glasshouse.edge.setup.CacheValues;
import dev.glasshouse.edge.setup.Edges;
import dev.glasshouse.edge.setup.ProxyKind;
import dev.glasshouse.edge.setup.ProxyValues;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.url.AddressText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code glass edge} that a configuration file has too: they come from the one table
 * of options, with its help, and are read by it.
 */
final class EdgeSaid {
  private static final int ADMIN_PORT = 9090;

  /** Names on the command line, where they are not those of the file with two hyphens before. */
  private static final Map<String, String> PROXY =
      Map.of("key", "--by", "authorities", "--cacert", "places", "--place");

  private static final Map<String, String> CACHE =
      Map.ofEntries(
          Map.entry("name", "--cache-name"),
          Map.entry("memory", "--cache"),
          Map.entry("folder", "--cache-dir"),
          Map.entry("disk", "--cache-disk"),
          Map.entry("negative", "--cache-negative"),
          Map.entry("not-found", "--cache-not-found"),
          Map.entry("failed", "--cache-failed"));

  private static final Map<String, String> ADMIN = Map.of("address", "--admin");

  /** What the places of options are called in the help. */
  private static final Map<OptionType, String> LABELS =
      Map.ofEntries(
          Map.entry(OptionType.TEXT, "TEXT"),
          Map.entry(OptionType.TEXTS, "TEXT[,TEXT...]"),
          Map.entry(OptionType.NUMBER, "N"),
          Map.entry(OptionType.SIZE, "SIZE"),
          Map.entry(OptionType.DURATION, "TIME"),
          Map.entry(OptionType.PATH, "PATH"),
          Map.entry(OptionType.PATHS, "FILE[,FILE...]"),
          Map.entry(OptionType.ADDRESS, "ADDRESS[:PORT]"),
          Map.entry(OptionType.NETWORKS, "RANGE[,RANGE...]"),
          Map.entry(OptionType.PAIRS, "NAME=TEXT"));

  private final List<Part> parts;

  /** Options of a table. */
  private record Part(Section section, Map<String, String> flags, List<Option> options) {
    String flag(Option option) {
      return flags.getOrDefault(option.name(), "--" + option.name());
    }
  }

  /** The options of this kind, and of what it needs beside it. */
  EdgeSaid(ProxyKind kind, OptionTable table) {
    List<Option> own =
        kind.options().stream().filter(option -> !option.name().equals("cache")).toList();
    this.parts =
        List.of(
            new Part(table.route(kind), PROXY, own),
            new Part(CacheValues.SECTION, CACHE, CacheValues.SECTION.options()),
            new Part(AdminValues.SECTION, ADMIN, AdminValues.SECTION.options()));
  }

  /** Puts the options to the command. */
  static final class Model implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      var kind = new ProxyKind(new Edges(_ -> {}, (_, _) -> {}));
      new EdgeSaid(kind, OptionTable.of(List.of(kind))).to(command);
      return command;
    }
  }

  private void to(CommandSpec command) {
    for (Part part : parts) {
      for (Option option : part.options()) {
        command.addOption(spec(part.flag(option), option));
      }
    }
  }

  private static OptionSpec spec(String flag, Option option) {
    OptionSpec.Builder spec = OptionSpec.builder(flag).description(help(option));
    if (option.type() == OptionType.FLAG) {
      return option.usual().equals("true")
          ? spec.type(boolean.class).arity("1").paramLabel("true|false").build()
          : spec.type(boolean.class).arity("0").build();
    }
    return spec.type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .paramLabel(
            option.allowed().isEmpty()
                ? LABELS.getOrDefault(option.type(), "TEXT")
                : String.join("|", option.allowed()))
        .build();
  }

  private static String help(Option option) {
    String usual = option.usual().replace("\"", "");
    boolean tells = option.usual().isEmpty() || option.type() == OptionType.FLAG;
    String text = option.help().replace("%", "%%");
    return tells || usual.equals("[]") || usual.equals("{}") ? text : text + " Default: " + usual;
  }

  /** Whether one of them was said. */
  boolean isAny(ParseResult result) {
    return parts.stream()
        .anyMatch(part ->
            part.options().stream().anyMatch(option -> result.hasMatchedOption(part.flag(option))));
  }

  /** What was said, of the route. */
  Values proxy(ParseResult result, Console console) {
    return values(parts.getFirst(), result, console);
  }

  /** What was said, of the cache. */
  Values cache(ParseResult result, Console console) {
    return values(parts.get(1), result, console);
  }

  /** What was said, of the place for operators. */
  Values admin(ParseResult result, Console console) {
    return values(parts.get(2), result, console);
  }

  private Values values(Part part, ParseResult result, Console console) {
    var said = new LinkedHashMap<String, List<String>>();
    for (Option option : part.options()) {
      String flag = part.flag(option);
      if (result.hasMatchedOption(flag)) {
        said.put(option.name(), texts(option, result.matchedOption(flag).stringValues()));
      }
    }
    return Values.said(
        part.section(),
        said,
        (name, reason) -> {
          throw console.wrong(flag(name, part) + ": " + reason);
        });
  }

  private static String flag(String name, Part part) {
    return part.options().stream()
        .filter(option -> option.name().equals(name))
        .map(part::flag)
        .findFirst()
        .orElse(name);
  }

  /** A place may be said without its port. */
  private static List<String> texts(Option option, List<String> texts) {
    if (option.type() != OptionType.ADDRESS) {
      return texts;
    }
    var whole = new ArrayList<String>();
    texts.forEach(
        text -> whole.add(AddressText.parse(text, ADMIN_PORT).map(AddressText::of).orElse(text)));
    return whole;
  }

  /** What is wrong with what was said, a sentence each, with the options as they were said. */
  List<String> wrong(Values proxy, Optional<Values> cache, Optional<Values> admin) {
    var wrong = new ArrayList<String>();
    shown(parts.getFirst(), ProxyValues.check(proxy), wrong);
    cache.ifPresent(values -> shown(parts.get(1), CacheValues.check(values), wrong));
    admin.ifPresent(values -> shown(parts.get(2), AdminValues.check(values), wrong));
    return wrong;
  }

  /** What is wrong, with the option as it was said, whichever table it is of. */
  String shown(Fault fault) {
    var shown = new ArrayList<String>();
    parts.forEach(part -> shown(part, List.of(fault), shown));
    return shown.stream()
        .filter(text -> text.startsWith("--"))
        .findFirst()
        .orElseGet(fault::reason);
  }

  private static void shown(Part part, List<Fault> faults, List<String> into) {
    for (Fault fault : faults) {
      into.add(
          part.options().stream()
              .filter(option -> fault.reason().startsWith(option.name() + ": "))
              .map(option -> part.flag(option) + fault.reason().substring(option.name().length()))
              .findFirst()
              .orElseGet(fault::reason));
    }
  }
}
