package dev.glasshouse.dns;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link NameCache} between runs of the program: a text file, an answer a line.
 *
 * <p>Processes may use it at the same time: it is replaced as a whole (written beside, then moved),
 * and whoever replaces it holds the lock beside it and keeps what others have put there. A line
 * that does not parse, and what holds no more, is passed over.
 */
public final class CacheFile {
  private static final String HEAD = "glasshouse names 1";
  private static final int FIELDS = 8;

  private final Path path;
  private final Limits limits;

  /** The file at this path; it need not be there. */
  public CacheFile(Path path) {
    this(path, Limits.DEFAULT);
  }

  CacheFile(Path path, Limits limits) {
    this.path = path;
    this.limits = limits;
  }

  /**
   * Where it belongs: {@code glasshouse/names} in the user's cache folder (XDG Base Directory).
   *
   * @param environment the environment's variables
   */
  public static Path standard(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.startsWith("/")
            ? Path.of(cache)
            : Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache");
    return base.resolve("glasshouse").resolve("names");
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Puts what it holds into a cache; nothing when it cannot be read. */
  public void load(NameCache cache, Instant now) {
    read(now).forEach(cache::keep);
  }

  /**
   * Replaces it by what a cache holds, and what other processes have put there since.
   *
   * @throws IOException when it cannot be written
   */
  public void save(NameCache cache, Instant now) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(path + " is no place for a file");
    }
    Files.createDirectories(folder);
    Path lock = folder.resolve(path.getFileName() + ".lock");
    try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held == null) {
        // Another process is saving: what we have found out can be found out again.
        return;
      }
      write(folder, merged(cache, now));
    } catch (OverlappingFileLockException e) {
      // Another thread of this process is saving: the same.
    }
  }

  private List<Answer> merged(NameCache cache, Instant now) {
    Map<String, Answer> all = new HashMap<>();
    for (Answer answer : read(now)) {
      all.put(answer.name() + " " + answer.type(), answer);
    }
    for (Answer answer : cache.all(now)) {
      all.merge(
          answer.name() + " " + answer.type(), answer, (a, b) -> b.at().isBefore(a.at()) ? a : b);
    }
    return all.values().stream()
        .sorted((a, b) -> b.at().compareTo(a.at()))
        .limit(limits.cacheEntries())
        .toList();
  }

  private void write(Path folder, List<Answer> answers) throws IOException {
    var text = new StringBuilder(HEAD).append('\n');
    for (Answer answer : answers) {
      String line = line(answer);
      if (text.length() + line.length() < limits.cacheBytes()) {
        text.append(line).append('\n');
      }
    }
    Path beside = Files.createTempFile(folder, "names", ".new");
    try {
      Files.writeString(beside, text);
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private List<Answer> read(Instant now) {
    var answers = new ArrayList<Answer>();
    byte[] bytes;
    try (var in = Files.newInputStream(path)) {
      bytes = in.readNBytes((int) limits.cacheBytes());
    } catch (IOException e) {
      return answers;
    }
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      return answers;
    }
    for (String line : lines.subList(1, lines.size())) {
      parse(line)
          .filter(a -> now.isBefore(a.expires()) && !a.at().isAfter(now.plusSeconds(1)))
          .ifPresent(answers::add);
    }
    return answers;
  }

  /** An answer as a line: fields parted by tabs, lists by vertical bars, both escaped. */
  static String line(Answer answer) {
    var records = new ArrayList<String>();
    for (Answer.Datum datum : answer.records()) {
      records.add(datum.name());
      records.add(Long.toString(datum.ttl().toSeconds()));
      records.add(datum.text());
    }
    var aliases = new ArrayList<String>();
    for (Answer.Alias alias : answer.aliases()) {
      aliases.add(alias.name());
      aliases.add(alias.target());
      aliases.add(Long.toString(alias.ttl().toSeconds()));
    }
    return String.join(
        "\t",
        escape(answer.name()),
        answer.type(),
        answer.outcome().name(),
        Long.toString(answer.at().toEpochMilli()),
        Long.toString(answer.ttl().toSeconds()),
        escape(answer.source()),
        list(aliases),
        list(records));
  }

  /** An answer out of a line; empty when it is none. */
  Optional<Answer> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    try {
      List<String> aliases = unlist(fields[6]);
      List<String> records = unlist(fields[7]);
      var answer =
          new Answer(
              unescape(fields[0]),
              fields[1],
              Answer.Outcome.valueOf(fields[2]),
              aliases(aliases),
              records(records),
              limits.clamp(Duration.ofSeconds(Long.parseLong(fields[4]))),
              Instant.ofEpochMilli(Long.parseLong(fields[3])),
              unescape(fields[5]));
      boolean found = answer.outcome() == Answer.Outcome.FOUND;
      // The addresses of an address record must parse: this throws where they do not.
      int addresses = answer.addresses().size();
      boolean sound = found ? !answer.records().isEmpty() : answer.records().isEmpty();
      return sound && addresses <= answer.records().size() ? Optional.of(answer) : Optional.empty();
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | DateTimeException
        | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static List<Answer.Alias> aliases(List<String> flat) {
    var aliases = new ArrayList<Answer.Alias>();
    for (int i = 0; i < flat.size(); i += 3) {
      aliases.add(new Answer.Alias(flat.get(i), flat.get(i + 1), seconds(flat.get(i + 2))));
    }
    return aliases;
  }

  private static List<Answer.Datum> records(List<String> flat) {
    var records = new ArrayList<Answer.Datum>();
    for (int i = 0; i < flat.size(); i += 3) {
      records.add(new Answer.Datum(flat.get(i), seconds(flat.get(i + 1)), flat.get(i + 2)));
    }
    return records;
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }

  private static String list(List<String> items) {
    return String.join("|", items.stream().map(CacheFile::escape).toList());
  }

  private static List<String> unlist(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    var items = new ArrayList<String>();
    for (String item : text.split("\\|", -1)) {
      items.add(unescape(item));
    }
    return items;
  }

  private static String escape(String text) {
    return text.replace("%", "%25")
        .replace("\t", "%09")
        .replace("\n", "%0A")
        .replace("\r", "%0D")
        .replace("|", "%7C");
  }

  private static String unescape(String text) {
    return text.replace("%7C", "|")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%09", "\t")
        .replace("%25", "%");
  }
}
