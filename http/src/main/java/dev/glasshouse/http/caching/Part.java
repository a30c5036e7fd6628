package dev.glasshouse.http.caching;

import java.util.OptionalLong;

/**
 * A run of a representation's bytes.
 *
 * @param first the first byte's number, from 0
 * @param end the number after the last byte's
 * @param total how many bytes the whole has; empty when it is not known
 */
public record Part(long first, long end, OptionalLong total) {

  /** The run must lie within the whole. */
  public Part {
    if (first < 0 || end < first || (total.isPresent() && end > total.getAsLong())) {
      throw new IllegalArgumentException("not a part: " + first + " to " + end + " of " + total);
    }
  }

  /** All bytes of a whole of that length. */
  public static Part whole(long length) {
    return new Part(0, length, OptionalLong.of(length));
  }

  /** Whether it is the whole. */
  public boolean isWhole() {
    return first == 0 && total.isPresent() && end == total.getAsLong();
  }

  /** How many bytes it has. */
  public long length() {
    return end - first;
  }

  /** Whether all bytes of another run are among these. */
  public boolean holds(long otherFirst, long otherEnd) {
    return first <= otherFirst && otherEnd <= end;
  }

  /** {@code bytes 0-99/200}, as Content-Range has it (RFC 9110 14.4). Not for an empty run. */
  public String contentRange() {
    return "bytes "
        + first
        + "-"
        + (end - 1)
        + "/"
        + (total.isPresent() ? Long.toString(total.getAsLong()) : "*");
  }
}
