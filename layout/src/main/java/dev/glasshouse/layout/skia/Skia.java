package dev.glasshouse.layout.skia;

import io.github.humbleui.skija.impl.Library;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Skia's native library, loaded once in a process. Skija would unpack its 31 MB at every start (0.4
 * s); here it is unpacked once into the {@link CacheFolder} and loaded from there. Whoever makes a
 * Skija object calls {@link #load} before: the first touch of a Skija class loads the library in
 * Skija's own way otherwise, and a failure then comes as an {@link Error}.
 */
public final class Skia {
  private static final String LIBRARY_PATH = "skija.library.path";

  private Skia() {}

  /**
   * Loads the library unless it is loaded. A folder that {@code -Dskija.library.path} names is used
   * as it is.
   *
   * @throws PaintingUnavailable where it cannot be loaded; the message says what to install
   */
  public static void load(CacheFolder cache) throws PaintingUnavailable {
    synchronized (Library.class) {
      if (Library._loaded) {
        return;
      }
      try {
        if (System.getProperty(LIBRARY_PATH) == null) {
          System.setProperty(LIBRARY_PATH, unpack(cache).toString());
        }
        Library.load();
      } catch (LinkageError | RuntimeException | IOException e) {
        throw PaintingUnavailable.of(e);
      }
    }
  }

  private static Path unpack(CacheFolder cache) throws IOException, PaintingUnavailable {
    String folder = "/io/github/humbleui/skija/" + platform() + "/";
    String file = System.mapLibraryName("skija");
    URL library = Skia.class.getResource(folder + file);
    URL version = Skia.class.getResource(folder + "skija.version");
    if (library == null || version == null) {
      throw PaintingUnavailable.noNative(folder + file);
    }
    String name = "skija-" + text(version) + "/" + file;
    URLConnection connection = library.openConnection();
    Path unpacked =
        cache.unpacked(name, connection.getContentLengthLong(), "", library::openStream);
    Path parent = unpacked.toAbsolutePath().getParent();
    return parent == null ? unpacked : parent;
  }

  private static String text(URL url) throws IOException {
    try (var in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macos" : os.startsWith("win") ? "windows" : "linux";
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    return system + "/" + (arm ? "arm64" : "x64");
  }
}
