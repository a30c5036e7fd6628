package dev.glasshouse.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one table of everything that can stand in a configuration file. What reads the file, what
 * tells its faults, {@code glass serve --help-config} and the reference are made from it.
 */
public final class OptionTable {
  private final List<RouteKind> kinds;
  private final List<Section> others;

  private OptionTable(List<RouteKind> kinds) {
    this.kinds = List.copyOf(kinds);
    this.others = kinds.stream().flatMap(kind -> kind.sections().stream()).distinct().toList();
  }

  /**
   * A table.
   *
   * @param kinds the kinds of routes that there are, with the tables that they need
   */
  public static OptionTable of(List<RouteKind> kinds) {
    return new OptionTable(kinds);
  }

  /** The file's top. */
  public Section top() {
    return CoreOptions.TOP;
  }

  /** An address to listen at. */
  public Section listen() {
    return CoreOptions.LISTEN;
  }

  /** A site. */
  public Section site() {
    return CoreOptions.SITE;
  }

  /** A route of this kind: what all have, and what it has. */
  public Section route(RouteKind kind) {
    var options = new ArrayList<>(CoreOptions.ROUTE.options());
    options.addAll(kind.options());
    return new Section(CoreOptions.ROUTE.name(), true, kind.help(), options);
  }

  /** What all routes have. */
  Section route() {
    return CoreOptions.ROUTE;
  }

  /** The tables that kinds of routes need. */
  List<Section> others() {
    return others;
  }

  /** The kinds of routes. */
  public List<RouteKind> kinds() {
    return kinds;
  }

  /** The kind of this name; empty when there is none. */
  public Optional<RouteKind> kind(String name) {
    return kinds.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Everything, as a text for a terminal. */
  public String help() {
    var out = new StringBuilder();
    for (Section section : sections()) {
      out.append(section.name().isEmpty() ? "The file's top" : section.written())
          .append("\n  ")
          .append(section.help())
          .append('\n');
      section.options().forEach(option -> append(out, option));
      out.append('\n');
    }
    for (RouteKind kind : kinds) {
      out.append("kind = \"").append(kind.name()).append("\"\n  ").append(kind.help()).append('\n');
      kind.options().forEach(option -> append(out, option));
      out.append('\n');
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Option option) {
    out.append("  ").append(option.name()).append(" = ").append(words(option)).append('\n');
    out.append("      ").append(option.help()).append('\n');
    out.append("      ").append(standing(option)).append('\n');
  }

  private static String words(Option option) {
    return option.allowed().isEmpty()
        ? option.type().words()
        : "one of \"" + String.join("\", \"", option.allowed()) + '"';
  }

  private static String standing(Option option) {
    if (option.needed()) {
      return "Must be said.";
    }
    return option.usual().isEmpty() ? "Nothing when not said." : "Default: " + option.usual();
  }

  /** Everything, as the tables of the reference, in Markdown. */
  public String markdown() {
    var out = new StringBuilder();
    for (Section section : sections()) {
      out.append("## ")
          .append(section.name().isEmpty() ? "The file's top" : "`" + section.written() + "`")
          .append("\n\n")
          .append(section.help())
          .append("\n\n");
      rows(out, section.options());
    }
    for (RouteKind kind : kinds) {
      out.append("### `kind = \"")
          .append(kind.name())
          .append("\"`\n\n")
          .append(kind.help())
          .append("\n\n");
      rows(out, kind.options());
    }
    return out.toString();
  }

  private static void rows(StringBuilder out, List<Option> options) {
    if (options.isEmpty()) {
      return;
    }
    out.append("| option | what stands there | default | what it is for |\n|---|---|---|---|\n");
    for (Option option : options) {
      out.append("| `")
          .append(option.name())
          .append("` | ")
          .append(cell(words(option)))
          .append(" | ")
          .append(
              option.needed()
                  ? "must be said"
                  : option.usual().isEmpty() ? "" : "`" + cell(option.usual()) + "`")
          .append(" | ")
          .append(cell(option.help()))
          .append(" |\n");
    }
    out.append('\n');
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private List<Section> sections() {
    var all = new ArrayList<>(List.of(top()));
    all.addAll(others);
    all.addAll(List.of(listen(), site(), route()));
    return all;
  }
}
