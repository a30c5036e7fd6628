package dev.glasshouse.layout.text;

import dev.glasshouse.layout.skia.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A font file that comes with the program, as the table {@code fonts.txt} lists it. The Liberation
 * faces are always there; a build without npm lacks the others.
 *
 * @param resource where it lies on the class path
 * @param family family name
 * @param weight weight
 * @param slant slant
 * @param bytes size of the file
 * @param sha256 hash of the file, in hex
 */
record BundledFont(
    String resource, String family, int weight, Slant slant, long bytes, String sha256) {

  private static final String TABLE = "/dev/glasshouse/layout/fonts/fonts.txt";
  private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");

  /** Every font of the table whose file is on the class path. */
  static List<BundledFont> all() {
    List<BundledFont> fonts = new ArrayList<>();
    try (InputStream in = BundledFont.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new UncheckedIOException(new IOException(TABLE + " is not on the class path"));
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        BundledFont font = of(line);
        if (BundledFont.class.getResource(font.resource) != null) {
          fonts.add(font);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fonts;
  }

  private static BundledFont of(String line) {
    String[] f = BAR.split(line.strip());
    return new BundledFont(
        f[0], f[1], Integer.parseInt(f[2]), Slant.valueOf(f[3]), Long.parseLong(f[4]), f[5]);
  }

  /** The file itself, unpacked from its jar if it lies in one. */
  Path file(CacheFolder cache) throws IOException {
    URL url = BundledFont.class.getResource(resource);
    if (url == null) {
      throw new IOException(resource + " is not on the class path any more");
    }
    if (url.getProtocol().equals("file")) {
      try {
        Path plain = Path.of(url.toURI());
        if (Files.size(plain) == bytes) {
          return plain;
        }
      } catch (URISyntaxException e) {
        throw new IOException(e);
      }
    }
    String name = resource.substring(resource.lastIndexOf('/') + 1);
    return cache.unpacked(
        "fonts/" + sha256.substring(0, 12) + "-" + name, bytes, sha256, url::openStream);
  }
}
