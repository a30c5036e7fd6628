package dev.glasshouse.url;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.UrlReason;
import java.util.Optional;

/**
 * Text that may be the path of a file.
 *
 * <p>All of the text is the name, {@code #}, {@code ?} and {@code %} included, unless a file of the
 * name before the first {@code #} or {@code ?} is known to exist, and none of the whole name.
 */
final class TypedFile {
  private final Surroundings surroundings;
  private final String typed;
  private final String text;

  TypedFile(Surroundings surroundings, String typed, String text) {
    this.surroundings = surroundings;
    this.typed = typed;
    this.text = text;
  }

  /** Whether the text can be nothing but a file's path. */
  boolean looksLikePath() {
    return isDrivePath() || isShare() || isAbsolute() || isDotted();
  }

  private boolean isDrivePath() {
    return text.length() >= 2
        && DriveLetter.isNormalized(text, 0, 2)
        && (text.length() == 2 || isSeparator(2));
  }

  private boolean isShare() {
    return text.startsWith("\\\\");
  }

  private boolean isAbsolute() {
    return text.startsWith("/") && !text.startsWith("//");
  }

  /** {@code .}, {@code ..}, and what begins with one of them and a separator. */
  private boolean isDotted() {
    int dots = text.startsWith("..") ? 2 : text.startsWith(".") ? 1 : 0;
    return dots > 0 && (text.length() == dots || isSeparator(dots));
  }

  private boolean isSeparator(int index) {
    return text.charAt(index) == '/' || text.charAt(index) == '\\';
  }

  /** The file that the path names. */
  Typed understand() {
    if (isDrivePath()) {
      String drive = text.substring(0, 2);
      return file("/" + text.replace('\\', '/'), text, Because.of(UrlReason.DRIVE_PATH, drive));
    }
    if (isShare()) {
      return share();
    }
    if (isAbsolute()) {
      return file(text, text, Because.of(UrlReason.FILE_PATH));
    }
    Optional<String> directory = surroundings.directory();
    if (directory.isEmpty()) {
      return new Typed.NotAUrl(typed, "it is relative to a folder, and none is known");
    }
    return inFolder(directory.get(), UrlReason.RELATIVE_FILE);
  }

  /** Whether a file of this name is known in the folder: it wins over a host of the name. */
  boolean isThere() {
    return surroundings
        .directory()
        .filter(d -> text.indexOf('\0') < 0 && surroundings.isFile().test(joined(d, text)))
        .isPresent();
  }

  /** The file of {@link #isThere}. */
  Typed inDirectory() {
    return inFolder(surroundings.directory().orElse("/"), UrlReason.FILE_THERE);
  }

  private Typed inFolder(String folder, UrlReason reason) {
    boolean windows = folder.length() >= 2 && DriveLetter.isNormalized(folder, 0, 2);
    String path = joined(folder, text);
    String slashed = windows ? "/" + path.replace('\\', '/') : path;
    return file(slashed, path, Because.of(reason, folder));
  }

  private static String joined(String folder, String name) {
    return folder.endsWith("/") || folder.endsWith("\\") ? folder + name : folder + "/" + name;
  }

  /** {@code \\server\share\x}: a file of another machine. */
  private Typed share() {
    int end = text.indexOf('\\', 2);
    String server = end < 0 ? text.substring(2) : text.substring(2, end);
    if (server.isEmpty()) {
      return new Typed.NotAUrl(typed, "the name of the server is missing");
    }
    String path = end < 0 ? "/" : text.substring(end).replace('\\', '/');
    Url url = Url.parse("file://" + server + encoded(path));
    return new Typed.Location(typed, url, Because.of(UrlReason.NETWORK_SHARE, server));
  }

  /**
   * @param path with slashes, from the root
   * @param onDisk the same as this machine spells it
   */
  private Typed file(String path, String onDisk, Because because) {
    int mark = firstMark(path);
    int markOnDisk = firstMark(onDisk);
    if (mark >= 0
        && !surroundings.isFile().test(onDisk)
        && surroundings.isFile().test(onDisk.substring(0, markOnDisk))) {
      String sign = path.substring(mark, mark + 1);
      Url url = Url.parse("file://" + encoded(path.substring(0, mark)) + path.substring(mark));
      return new Typed.Location(typed, url, Because.of(UrlReason.FILE_WITH_FRAGMENT, sign));
    }
    return new Typed.Location(typed, Url.parse("file://" + encoded(path)), because);
  }

  private static int firstMark(String path) {
    int hash = path.indexOf('#');
    int question = path.indexOf('?');
    return hash < 0 || question < 0 ? Math.max(hash, question) : Math.min(hash, question);
  }

  /** A file's name as a URL's path: nothing in it but slashes and dots has a meaning. */
  private static String encoded(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    for (int i = 0; i < path.length(); ) {
      int c = PercentEncode.scalarAt(path, i, path.length());
      i += Character.charCount(c);
      if (c == '%' || c == '\\' || PercentEncodeSet.PATH.contains(c)) {
        PercentEncode.appendUtf8(c, out);
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }
}
