package dev.glasshouse.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A case of html5lib's tree construction suite: the sections of one test in a {@code .dat} file.
 *
 * @param id the file's name and the line where the case begins
 * @param sections each section's text by its name, without the last line feed
 */
record HtmlTreeCase(String id, Map<String, String> sections) {
  /** The cases of all {@code .dat} files in a folder, not those below it. */
  static List<HtmlTreeCase> in(Path folder) throws IOException {
    List<HtmlTreeCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".dat")).sorted().toList()) {
        cases.addAll(of(file));
      }
    }
    return cases;
  }

  static List<HtmlTreeCase> of(Path file) throws IOException {
    List<HtmlTreeCase> cases = new ArrayList<>();
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    StringBuilder current = new StringBuilder();
    int number = 0;
    int begin = 1;
    for (String line : Files.readString(file).split("\n", -1)) {
      number++;
      if (line.equals("#data") && (sections.isEmpty() || sections.containsKey("#document"))) {
        add(cases, file, begin, sections);
        sections = new LinkedHashMap<>();
        begin = number;
      }
      if (isHeading(line, sections)) {
        current = new StringBuilder();
        sections.put(line, current);
      } else {
        current.append(line).append('\n');
      }
    }
    add(cases, file, begin, sections);
    return cases;
  }

  private static boolean isHeading(String line, Map<String, StringBuilder> sections) {
    return switch (line) {
      case "#data" -> sections.isEmpty();
      case "#errors" -> !sections.containsKey("#errors");
      case "#new-errors", "#document-fragment", "#script-on", "#script-off", "#document" ->
          sections.containsKey("#errors") && !sections.containsKey("#document");
      default -> false;
    };
  }

  private static void add(
      List<HtmlTreeCase> cases, Path file, int line, Map<String, StringBuilder> sections) {
    if (sections.isEmpty()) {
      return;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    sections.forEach((name, text) -> {
      String all = text.toString();
      texts.put(name, all.endsWith("\n") ? all.substring(0, all.length() - 1) : all);
    });
    cases.add(new HtmlTreeCase(file.getFileName() + ":" + line, texts));
  }

  String data() {
    return sections.getOrDefault("#data", "");
  }

  /** The expected tree, as {@code TreeDump} writes it. */
  String tree() {
    String tree = sections.getOrDefault("#document", "");
    while (tree.endsWith("\n")) {
      tree = tree.substring(0, tree.length() - 1);
    }
    return tree.isEmpty() ? "" : tree + "\n";
  }

  boolean isFragment() {
    return sections.containsKey("#document-fragment");
  }

  /** The context of a fragment: {@code td}, {@code svg path}. */
  String context() {
    return sections.getOrDefault("#document-fragment", "");
  }

  boolean runsWithScripts() {
    return !sections.containsKey("#script-off");
  }

  boolean runsWithoutScripts() {
    return !sections.containsKey("#script-on");
  }
}
