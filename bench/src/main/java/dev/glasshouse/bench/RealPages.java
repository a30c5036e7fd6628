package dev.glasshouse.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pages as they are on real machines: an even choice from Debian's HTML documentation packages
 * (sqlite3-doc, apache2-doc, debian-handbook), or from the folders that the system property {@code
 * glass.pages} names, with {@code :} between them. All are UTF-8.
 *
 * @param bytes each page as it lies in its file
 * @param texts each page decoded
 */
record RealPages(List<byte[]> bytes, List<String> texts) {
  private static final int PAGES = 258;
  private static final String FOLDERS =
      "/usr/share/doc/sqlite3:/usr/share/doc/apache2-doc/manual/en:"
          + "/usr/share/doc/debian-handbook/html/en-US";

  static RealPages read() {
    List<Path> files = new ArrayList<>();
    for (String folder : System.getProperty("glass.pages", FOLDERS).split(":")) {
      if (Files.isDirectory(Path.of(folder))) {
        files.addAll(pages(Path.of(folder)));
      }
    }
    if (files.isEmpty()) {
      throw new IllegalStateException(
          "no pages: install sqlite3-doc, apache2-doc, debian-handbook, or set -Dglass.pages");
    }
    List<byte[]> bytes = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    int count = Math.min(PAGES, files.size());
    for (int i = 0; i < count; i++) {
      try {
        byte[] page = Files.readAllBytes(files.get((int) ((long) i * files.size() / count)));
        bytes.add(page);
        texts.add(new String(page, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return new RealPages(bytes, texts);
  }

  private static List<Path> pages(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(f -> f.toString().endsWith(".html") || f.toString().endsWith(".html.en"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  long size() {
    return bytes.stream().mapToLong(b -> b.length).sum();
  }
}
