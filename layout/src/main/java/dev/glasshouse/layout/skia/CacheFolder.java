package dev.glasshouse.layout.skia;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The folder where big files that came inside the program's jars lie unpacked, so that a start maps
 * them and does not inflate them again: {@code $XDG_CACHE_HOME/glasshouse}, by default {@code
 * ~/.cache/glasshouse} (XDG Base Directory Specification). A file comes into it whole or not at
 * all: it is written beside its place, checked, and renamed.
 *
 * @param root the folder; made when it is first needed
 */
public record CacheFolder(Path root) {

  /** Opens the file's contents as the program carries them. */
  @FunctionalInterface
  public interface Contents {
    /** A new stream of the contents, from their beginning. */
    InputStream open() throws IOException;
  }

  /** The cache folder of the user who runs this process. */
  public static CacheFolder ofUser() {
    return of(System.getenv(), System.getProperty("user.home", ""));
  }

  static CacheFolder of(Map<String, String> environment, String home) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (xdg.startsWith("/")) {
      return new CacheFolder(Path.of(xdg, "glasshouse"));
    }
    if (home.startsWith("/") && !home.equals("/")) {
      return new CacheFolder(Path.of(home, ".cache", "glasshouse"));
    }
    return new CacheFolder(
        Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "glasshouse-cache"));
  }

  /**
   * The file with these contents, unpacked if it is not there yet. What is there already is
   * recognised by its size alone: its name should hold a version or a hash.
   *
   * @param name path below the folder, {@code /} between its parts
   * @param size bytes that the file must have
   * @param sha256 hash that freshly unpacked contents must have, in hex; empty to check the size
   *     only
   * @throws IOException where neither this folder nor the temporary folder can be written, or the
   *     contents are not what they should be
   */
  public Path unpacked(String name, long size, String sha256, Contents contents)
      throws IOException {
    Path place = root.resolve(name);
    if (Files.isRegularFile(place) && Files.size(place) == size) {
      return place;
    }
    try {
      return unpack(place, size, sha256, contents);
    } catch (java.nio.file.FileSystemException readOnlyOrFull) {
      Path spare = Files.createTempDirectory("glasshouse-").resolve(place.getFileName());
      spare.toFile().deleteOnExit();
      return unpack(spare, size, sha256, contents);
    }
  }

  private static Path unpack(Path place, long size, String sha256, Contents contents)
      throws IOException {
    Path folder = place.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no folder for " + place);
    }
    Files.createDirectories(folder);
    Path beside = Files.createTempFile(folder, ".unpacking-", "");
    try {
      MessageDigest digest = sha256();
      try (InputStream in = new DigestInputStream(contents.open(), digest)) {
        Files.copy(in, beside, StandardCopyOption.REPLACE_EXISTING);
      }
      String found = HexFormat.of().formatHex(digest.digest());
      if (Files.size(beside) != size || !(sha256.isEmpty() || sha256.equals(found))) {
        throw new IOException(
            place.getFileName() + " in the program's jars is not the file it should be");
      }
      return Files.move(
          beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("every JDK has SHA-256", e));
    }
  }
}
