package dev.glasshouse.http.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that an earlier run left in the folder. */
final class Leftovers {
  private Leftovers() {}

  /** The files whose names begin so, and how many bytes each has; by name. */
  static Map<String, Long> in(Path folder, String... prefixes) throws IOException {
    var files = new TreeMap<String, Long>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = path.getFileName().toString();
        for (String prefix : prefixes) {
          if (name.startsWith(prefix)) {
            files.put(name, Files.size(path));
          }
        }
      }
    }
    return files;
  }

  /** The number behind a name's beginning; 0 where there is none. */
  static long number(String name, String prefix) {
    try {
      return Long.parseLong(name.substring(prefix.length()));
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
