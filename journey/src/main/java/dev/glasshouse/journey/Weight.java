package dev.glasshouse.journey;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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

  /** Of a kind of step: how many facts it has, and what reads those of them that are objects. */
  private record Shape(int components, MethodHandle[] objects) {
    static Shape of(Class<?> kind) {
      RecordComponent[] all = kind.getRecordComponents();
      return new Shape(
          all.length,
          Arrays.stream(all)
              .filter(component -> !component.getType().isPrimitive())
              .map(Shape::reader)
              .toArray(MethodHandle[]::new));
    }

    private static MethodHandle reader(RecordComponent component) {
      try {
        return MethodHandles.publicLookup().unreflect(component.getAccessor()).asType(READER);
      } catch (IllegalAccessException e) {
        throw new AssertionError("a step's record must be public: " + component, e);
      }
    }

    /** The weight of the facts of a step of this kind. */
    long of(Step step) {
      long bytes = 8L * components;
      for (MethodHandle reader : objects) {
        bytes += Weight.of(value(reader, step));
      }
      return bytes;
    }

    private static Object value(MethodHandle reader, Step step) {
      try {
        return (Object) reader.invokeExact(step);
      } catch (Throwable e) {
        throw new AssertionError("a step's accessor must not throw: " + step.kind(), e);
      }
    }
  }

  private static final MethodType READER = MethodType.methodType(Object.class, Step.class);
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private Weight() {}

  /** Bytes of memory, estimated. */
  static long of(Entry entry) {
    return ENTRY
        + 16L * entry.causes().size()
        + of(entry.because())
        + SHAPES.get(entry.step().getClass()).of(entry.step());
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
    if (value instanceof String text) {
      return STRING + 2L * text.length();
    }
    return switch (value) {
      case FieldLines lines ->
          3 * OBJECT + (2L * STRING + OBJECT) * lines.size() + 2 * lines.characters();
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
