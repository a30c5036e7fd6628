package dev.glasshouse.fetch;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The folder in which a browser keeps what outlives it: cookies, the HTTP cache, names and their
 * addresses, which hosts demand HTTPS, which alternatives servers offer. A browser without a
 * profile keeps nothing.
 *
 * <p>The folder need not be there: {@link #create()} makes it, before the first thing is written,
 * for its owner only. The names inside are part of what users may rely on.
 *
 * @param folder where it is
 */
public record Profile(Path folder) {

  /** A profile in this folder, which need not be there. */
  public static Profile at(Path folder) {
    return new Profile(folder.toAbsolutePath().normalize());
  }

  /**
   * The user's usual one: {@code glasshouse} in the user's folder for state, {@code
   * $XDG_STATE_HOME}, or else {@code ~/.local/state} (XDG Base Directory).
   *
   * @param environment the environment's variables
   */
  public static Profile standard(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        state.startsWith("/")
            ? Path.of(state)
            : Path.of(environment.getOrDefault("HOME", "/tmp"), ".local", "state");
    return at(base.resolve("glasshouse"));
  }

  /** The file of cookies. */
  public Path cookies() {
    return folder.resolve("cookies");
  }

  /** The folder of the HTTP cache. */
  public Path cache() {
    return folder.resolve("cache");
  }

  /** The file of hosts that demand HTTPS (RFC 6797). */
  public Path hsts() {
    return folder.resolve("hsts");
  }

  /** The file of the cache of names. */
  public Path names() {
    return folder.resolve("names");
  }

  /** The file of alternatives that servers offer (RFC 7838). */
  public Path altSvc() {
    return folder.resolve("alt-svc");
  }

  /**
   * Makes the folder where it is not there: mode 0700. One that is there stays as it is.
   *
   * @return the folder
   * @throws IOException when it cannot be made, or a file has its name
   */
  public Path create() throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException e) {
      // Another process may just have made it.
      if (!Files.isDirectory(folder)) {
        throw new IOException(folder + " is a file, and no folder for a profile", e);
      }
    }
    return folder;
  }
}
