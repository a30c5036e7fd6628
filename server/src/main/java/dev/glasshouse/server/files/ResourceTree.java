package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import dev.glasshouse.journey.ServerReason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Files that came with the program, among a class's resources. What has a file of its name is a
 * file; what has an {@code index.html} in it is a folder.
 */
public final class ResourceTree implements ContentTree {
  private final Class<?> owner;
  private final String prefix;
  private final Instant modified;

  /**
   * The tree under a prefix.
   *
   * @param owner the class whose resources they are
   * @param prefix where they begin, relative to the class's package, without a slash at its end
   * @param modified what is told as the time of their last change
   */
  public ResourceTree(Class<?> owner, String prefix, Instant modified) {
    this.owner = owner;
    this.prefix = prefix;
    this.modified = modified;
  }

  @Override
  public Content find(List<String> segments) throws IOException {
    String path = prefix + "/" + String.join("/", segments);
    boolean couldBeFile = !segments.isEmpty() && segments.getLast().indexOf('.') > 0;
    if (couldBeFile) {
      try (InputStream in = owner.getResourceAsStream(path)) {
        if (in != null) {
          byte[] bytes = in.readAllBytes();
          return new Content.File(segments.getLast(), modified, tag(bytes), Body.of(bytes));
        }
      }
    }
    String folder = segments.isEmpty() ? prefix : path;
    return owner.getResource(folder + "/index.html") == null
        ? new Content.Nothing(ServerReason.NOTHING_THERE)
        : new Content.Folder();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
