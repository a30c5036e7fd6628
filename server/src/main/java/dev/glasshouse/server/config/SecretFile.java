package dev.glasshouse.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with a secret, which has no place in a configuration: a password, a token. */
public final class SecretFile {
  /** Bytes: 64 KiB. */
  private static final long LARGEST = 1 << 16;

  private SecretFile() {}

  /**
   * The secret in a file, without the white space around it.
   *
   * @param what it is, for messages
   * @throws IOException when it cannot be read, or there is none, with a sentence
   */
  public static String read(Path file, String what) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    if (!Files.isReadable(file)) {
      throw new IOException(file + " may not be read");
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " is larger than " + LARGEST + " bytes");
    }
    String secret = Files.readString(file).strip();
    if (secret.isEmpty()) {
      throw new IOException("there is no " + what + " in " + file);
    }
    return secret;
  }
}
