package dev.glasshouse.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A file of names and addresses: hosts(5). It is read again when it has changed. */
public final class HostsFile {
  /** The system's file. */
  public static final Path SYSTEM = Path.of("/etc/hosts");

  private final Path path;
  private final Limits limits;
  private Stamp stamp = Stamp.NONE;
  private Map<String, List<Line>> lines = Map.of();

  /**
   * One address of a name.
   *
   * @param number the line that has it, from 1
   * @param address the address
   */
  public record Line(int number, InetAddress address) {}

  /** What tells that a file has changed. */
  private record Stamp(long modified, long size, String key) {
    static final Stamp NONE = new Stamp(-1, -1, "");
  }

  /** The file at this path; it need not be there. */
  public HostsFile(Path path) {
    this(path, Limits.DEFAULT);
  }

  HostsFile(Path path, Limits limits) {
    this.path = path;
    this.limits = limits;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The addresses of a name, in the file's order; empty when it has none. */
  public synchronized List<Line> find(String name) {
    refresh();
    return lines.getOrDefault(key(name), List.of());
  }

  private void refresh() {
    Stamp now;
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      now =
          new Stamp(
              attributes.lastModifiedTime().toMillis(),
              attributes.size(),
              Objects.toString(attributes.fileKey(), ""));
    } catch (IOException e) {
      now = Stamp.NONE;
    }
    if (now.equals(stamp)) {
      return;
    }
    stamp = now;
    lines = now.equals(Stamp.NONE) ? Map.of() : read();
  }

  private Map<String, List<Line>> read() {
    int most = (int) Math.min(Integer.MAX_VALUE - 8, limits.hostsBytes());
    try (InputStream in = Files.newInputStream(path)) {
      return parse(new String(in.readNBytes(most), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** The lines of a file's text, by name. What is broken is passed over. */
  static Map<String, List<Line>> parse(String text) {
    Map<String, List<Line>> all = new HashMap<>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      int comment = line.indexOf('#');
      String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("[ \t]+");
      Optional<InetAddress> address =
          words.length < 2 ? Optional.empty() : ResolvConf.literal(words[0]);
      if (address.isPresent()) {
        for (int i = 1; i < words.length; i++) {
          all.computeIfAbsent(key(words[i]), k -> new ArrayList<>(1))
              .add(new Line(number, address.get()));
        }
      }
    }
    return all;
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
