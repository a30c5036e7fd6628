package dev.glasshouse.fetch.cookies;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The text of a {@link CookieFile}, a character a byte, no larger than what is read of one: where
 * not all fits, what was not used for longest is left out.
 */
final class FileText {
  private final List<String> cookies = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private long left;

  /**
   * None yet but its head.
   *
   * @param most how many bytes it may have
   */
  FileText(long most) {
    this.left = most - line(CookieFile.HEAD) - line(CookieLine.TITLES);
  }

  private static int line(String line) {
    return line.length() + 1;
  }

  /** Lines that are none of cookies, as they stand; they are below the cookies. */
  void broken(List<String> lines) {
    for (String each : lines) {
      if (line(each) <= left) {
        left -= line(each);
        broken.add(each);
      }
    }
  }

  /** Cookies in their order; how many of them there is place for. */
  int cookies(List<Stored> all) {
    var lines = new ArrayList<>(all);
    long size = 0;
    for (Stored stored : all) {
      size += line(CookieLine.write(stored));
    }
    if (size > left) {
      for (Stored stored : all.stream().sorted(Comparator.comparing(Stored::used)).toList()) {
        if (size <= left) {
          break;
        }
        size -= line(CookieLine.write(stored));
        lines.remove(stored);
      }
    }
    lines.forEach(stored -> cookies.add(CookieLine.write(stored)));
    left -= size;
    return lines.size();
  }

  /** All of it. */
  byte[] bytes() {
    var text = new StringBuilder();
    for (String each : List.of(CookieFile.HEAD, CookieLine.TITLES)) {
      text.append(each).append('\n');
    }
    cookies.forEach(each -> text.append(each).append('\n'));
    broken.forEach(each -> text.append(each).append('\n'));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
