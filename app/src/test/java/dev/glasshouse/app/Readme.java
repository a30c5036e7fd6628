package dev.glasshouse.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The README as its reader sees it: the commands, the Java example and the links in it. */
record Readme(Path root, String text) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");

  /** The README of this checkout; empty where the tests run without one. */
  static Optional<Readme> here() throws IOException {
    Path from = Path.of(System.getenv().getOrDefault("GLASS_ROOT", "..")).toAbsolutePath();
    Path file = from.resolve("README.md");
    return Files.isRegularFile(file)
        ? Optional.of(new Readme(from.normalize(), Files.readString(file)))
        : Optional.empty();
  }

  /** Everything that a reader is told to type: shell blocks line by line, and commands in prose. */
  Set<String> commands() {
    var all = new LinkedHashSet<String>();
    for (String block : blocks("sh")) {
      for (String line : block.split("\n")) {
        String command = line.replaceFirst("\\s+#.*", "").strip();
        if (!command.isEmpty() && !command.startsWith("#")) {
          all.add(command);
        }
      }
    }
    SPAN.matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .map(span -> span.group(1))
        .filter(span -> span.matches("(\\./glass|mvn|\\.ci/run|bench/\\S+) .*"))
        .forEach(all::add);
    return all;
  }

  /** The blocks of a language. */
  List<String> blocks(String language) {
    var all = new ArrayList<String>();
    BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .forEach(block -> all.add(block.group(2)));
    return all;
  }

  /** What it links to in this checkout. */
  List<String> links() {
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains(":"))
        .toList();
  }
}
