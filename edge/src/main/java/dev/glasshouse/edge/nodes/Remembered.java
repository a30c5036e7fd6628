package dev.glasshouse.edge.nodes;

import dev.glasshouse.http.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node knows of its group after a restart, in a file where its copies are: how far it has
 * heard, and its own orders that the others do not know yet. The file is always whole: it is
 * written anew beside the old one. One that cannot be read says nothing, so that nothing is taken
 * for heard. Safe for many threads.
 */
final class Remembered {
  private static final String FILE = "nodes";
  private static final String END = "end";

  private final Optional<Path> folder;
  private final Map<String, String> facts = new TreeMap<>();
  private final List<Order> untold = new ArrayList<>();

  private Remembered(Optional<Path> folder) {
    this.folder = folder;
  }

  /** What the file in a folder says; without a folder nothing is kept over a restart. */
  static Remembered in(Optional<Path> folder) {
    var read = new Remembered(folder);
    try {
      Path file = folder.map(its -> its.resolve(FILE)).orElse(Path.of(""));
      List<String> lines =
          folder.isPresent() && Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (!lines.isEmpty() && lines.getLast().equals(END)) {
        lines.subList(0, lines.size() - 1).forEach(read::read);
      }
    } catch (IOException | IllegalArgumentException _) {
      read.facts.clear();
      read.untold.clear();
    }
    return read;
  }

  private void read(String line) {
    String[] parts = line.split(" ", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("not a fact");
    }
    if (parts[0].equals("untold")) {
      untold.add(Order.parse(parts[1]));
    } else {
      facts.put(parts[0], parts[1]);
    }
  }

  synchronized Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /** Keeps facts under their names; an empty one is forgotten. */
  synchronized void keep(Map<String, String> those) {
    those.forEach((name, value) -> {
      if (value.isEmpty()) {
        facts.remove(name);
      } else {
        facts.put(name, value);
      }
    });
    // Where it cannot be written, what is there says less, and less is taken for heard.
    write();
  }

  /** Own orders that are to be told, in their order. */
  synchronized List<Order> untold() {
    return List.copyOf(untold);
  }

  /** Keeps such orders in the place of those that were; why they cannot be written down. */
  synchronized Optional<String> untold(List<Order> those) {
    if (untold.equals(those)) {
      return Optional.empty();
    }
    untold.clear();
    untold.addAll(those);
    return write();
  }

  private Optional<String> write() {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    var lines = new ArrayList<String>();
    facts.forEach((name, value) -> lines.add(name + " " + value));
    untold.forEach(order -> lines.add("untold " + order.line()));
    lines.add(END);
    Path file = folder.get().resolve(FILE);
    Path fresh = folder.get().resolve(FILE + ".new");
    try {
      Files.write(fresh, lines);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Texts.of(e));
    }
  }
}
