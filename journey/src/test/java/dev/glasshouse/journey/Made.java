package dev.glasshouse.journey;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Steps by the names of their components, so that tests outlive a component that is added. */
public final class Made {
  private Made() {}

  /** A step with these components; the others are empty, zero or false. */
  public static <S extends Step> S step(Class<S> kind, Object... namesAndValues) {
    var given = new HashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    List<RecordComponent> components = Facts.components(kind);
    var values = new Object[components.size()];
    var types = new Class<?>[components.size()];
    for (int i = 0; i < values.length; i++) {
      types[i] = components.get(i).getType();
      Object value = given.remove(components.get(i).getName());
      values[i] = fit(value == null ? empty(types[i]) : value, types[i]);
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(kind.getSimpleName() + " has no " + given.keySet());
    }
    try {
      return kind.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object fit(Object value, Class<?> type) {
    return type == long.class && value instanceof Integer n ? (Object) n.longValue() : value;
  }

  private static Object empty(Class<?> type) {
    Map<Class<?>, Object> empty =
        Map.of(
            String.class,
            "",
            int.class,
            0,
            long.class,
            0L,
            double.class,
            0.0,
            boolean.class,
            false,
            List.class,
            List.of(),
            Duration.class,
            Duration.ZERO,
            Instant.class,
            Instant.EPOCH);
    Object value = empty.get(type);
    if (value == null) {
      throw new IllegalArgumentException("no empty value of " + type);
    }
    return value;
  }
}
