package dev.glasshouse.http;

import dev.glasshouse.journey.FieldLines;
import java.time.Duration;
import java.util.List;

/** How things of the peer's are put into sentences. */
public final class Texts {
  private Texts() {}

  /** A text of the peer's, short and without control characters. */
  public static String shown(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), 60); i++) {
      char c = text.charAt(i);
      out.append(c < 0x20 || (c >= 0x7f && c < 0xa0) ? '\ufffd' : c);
    }
    return text.length() > 60 ? out + "..." : out.toString();
  }

  /** A duration: {@code 1.5 s}, {@code 200 ms}. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    return millis % 1000 == 0
        ? millis / 1000 + " s"
        : String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  /** Header fields as a journey may have them: secrets shortened. */
  public static List<String> lines(Fields fields) {
    return FieldLines.of(fields);
  }

  /** What an exception says, or its kind where it says nothing. */
  public static String of(Throwable problem) {
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }
}
