package dev.glasshouse.server.config;

import java.util.List;
import java.util.Optional;

/**
 * A table of the configuration file.
 *
 * @param name as it is written in brackets, for example {@code site}; empty for the file's top
 * @param many whether it may stand there many times, in two pairs of brackets
 * @param help what it is, in sentences
 * @param options what can stand in it
 */
public record Section(String name, boolean many, String help, List<Option> options) {
  public Section {
    options = List.copyOf(options);
  }

  /** The option of this name; empty when there is none. */
  public Optional<Option> option(String name) {
    return options.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** How it is written. */
  public String written() {
    return name.isEmpty() ? "" : many ? "[[" + name + "]]" : "[" + name + "]";
  }
}
