package dev.glasshouse.server.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Files of names and passwords, read; what is wrong in them is told with its line. */
final class UserFile {
  /** Bytes of a file: 16 MiB, some hundred thousand names. */
  private static final long LARGEST = 16L << 20;

  /** What a line is made of. */
  @FunctionalInterface
  private interface Line {
    void read(String[] parts);
  }

  private UserFile() {}

  /**
   * Names and hashes of a file of htpasswd.
   *
   * @throws IOException when it cannot be read, or what is wrong with which of its lines
   */
  static Map<String, PasswordHash> passwords(Path file) throws IOException {
    var users = new LinkedHashMap<String, PasswordHash>();
    lines(file, "NAME:HASH", 2, parts -> users.put(parts[0], PasswordHash.of(parts[1])));
    return Map.copyOf(users);
  }

  /**
   * The secrets of a realm by name: hashes of {@code NAME:REALM:PASSWORD} in lower case, 32 digits
   * for MD5, 64 for SHA-256.
   *
   * @throws IOException when it cannot be read, or what is wrong with which of its lines
   */
  static Map<String, String> secrets(Path file, String realm) throws IOException {
    var users = new LinkedHashMap<String, String>();
    lines(
        file,
        "NAME:REALM:HASH",
        3,
        parts -> {
          String hash = parts[2].toLowerCase(Locale.ROOT);
          if (!hash.matches("[0-9a-f]{32}|[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                "the hash is neither 32 (MD5) nor 64 (SHA-256) hexadecimal digits");
          }
          if (parts[1].equals(realm)) {
            users.put(parts[0], hash);
          }
        });
    if (users.isEmpty()) {
      throw new IOException(file + " has no name for the realm \"" + realm + '"');
    }
    if (users.values().stream().mapToInt(String::length).distinct().count() > 1) {
      throw new IOException(
          file + " has MD5 beside SHA-256: clients could not know which is whose");
    }
    return Map.copyOf(users);
  }

  private static void lines(Path file, String form, int parts, Line reader) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " is larger than " + LARGEST + " bytes");
    }
    var wrong = new ArrayList<String>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] its = line.split(":", parts);
      try {
        if (its.length < parts || its[0].isEmpty()) {
          throw new IllegalArgumentException("is not " + form);
        }
        reader.read(its);
      } catch (IllegalArgumentException e) {
        wrong.add(file + ":" + (i + 1) + ": " + e.getMessage());
      }
    }
    if (!wrong.isEmpty()) {
      throw new IOException(String.join("; ", wrong));
    }
  }
}
