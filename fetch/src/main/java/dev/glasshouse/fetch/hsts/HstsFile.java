package dev.glasshouse.fetch.hsts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The file in which hosts that demand HTTPS outlive the program; a person can read it. Each line
 * has a host, until when, and {@code host} or {@code subdomains}, apart by tabs. A line that is
 * none of these is left out: what was spoiled is learned again.
 *
 * @param path where it is
 */
public record HstsFile(Path path) {
  private static final String HEAD =
      "# Hosts that are reached over HTTPS only (RFC 6797): host, until when, what is meant.\n";

  /** Characters of the longest line that is looked at: a host's name has 253. */
  private static final int LONGEST = 400;

  /**
   * Fills a store.
   *
   * @param most lines that are read
   * @throws IOException when it is there and cannot be read
   */
  public void load(HstsStore store, int most, Instant now) throws IOException {
    read(most).values().forEach(host -> store.restore(host, now));
  }

  /**
   * Writes what a store learned, beside what other runs learned meanwhile. Whoever reads sees the
   * old file or the new one.
   *
   * @param most lines that are written
   * @throws IOException when it cannot be written
   */
  public void save(HstsStore store, int most, Instant now) throws IOException {
    Map<String, Optional<HstsHost>> changes = store.changes();
    if (changes.isEmpty()) {
      return;
    }
    Map<String, HstsHost> all = read(most);
    changes.forEach((name, host) -> {
      all.remove(name);
      host.ifPresent(it -> all.put(name, it));
    });
    var text = new StringBuilder(HEAD);
    all.values().stream()
        .filter(host -> host.expires().isAfter(now))
        .limit(most)
        .forEach(host -> text.append(line(host)).append('\n'));
    Path fresh =
        Files.createTempFile(path.toAbsolutePath().getParent(), path.getFileName().toString(), "~");
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static String line(HstsHost host) {
    return host.name() + "\t" + host.expires() + "\t" + (host.subDomains() ? "subdomains" : "host");
  }

  private Map<String, HstsHost> read(int most) throws IOException {
    var all = new TreeMap<String, HstsHost>();
    // Bytes that are no UTF-8 spoil their line, not the file.
    try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
      lines
          .limit(2L * most + 1)
          .flatMap(line -> parse(line).stream())
          .limit(most)
          .forEach(host -> all.put(host.name(), host));
    } catch (NoSuchFileException e) {
      return all;
    } catch (java.io.UncheckedIOException e) {
      throw new IOException(path + " cannot be read", e);
    }
    return all;
  }

  private static Optional<HstsHost> parse(String line) {
    String[] parts = line.split("\t", -1);
    boolean known =
        parts.length == 3
            && line.length() <= LONGEST
            && parts[0].matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*")
            && (parts[2].equals("subdomains") || parts[2].equals("host"));
    if (!known) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new HstsHost(parts[0], parts[2].equals("subdomains"), Instant.parse(parts[1])));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
