package dev.glasshouse.journey;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * An estimate of the memory that a step takes: not lower than what it takes on a 64-bit machine
 * with compressed pointers, when nothing of it is shared. Strings that steps share are counted each
 * time.
 */
final class Weight {
  /**
   * The entry, its list of causes and the place in the recorder's list, which doubles as it grows.
   */
  private static final int ENTRY = 128;

  private static final int OBJECT = 32;
  private static final int STRING = 48;

  private Weight() {}

  /** Bytes of memory, estimated. */
  static long of(Entry entry) {
    long bytes = ENTRY + 16L * entry.causes().size() + of(entry.because());
    for (RecordComponent component : Facts.components(entry.step().getClass())) {
      bytes += 8;
      if (!component.getType().isPrimitive()) {
        bytes += of(Facts.value(component, entry.step()));
      }
    }
    return bytes;
  }

  private static long of(Because because) {
    if (because == Because.HAPPENED) {
      return 0;
    }
    long bytes = 3 * OBJECT + of(because.arguments());
    for (Because.Refused refused : because.refused()) {
      bytes += 2 * OBJECT + of(refused.alternative()) + of(refused.arguments());
    }
    return bytes;
  }

  private static long of(Object value) {
    return switch (value) {
      case String text -> STRING + 2L * text.length();
      case Collection<?> items -> {
        long bytes = 2 * OBJECT;
        for (Object item : items) {
          bytes += 8 + of(item);
        }
        yield bytes;
      }
      case Number _, Boolean _, Duration _, Instant _ -> OBJECT;
      default -> STRING + 2L * value.toString().length();
    };
  }
}
