package dev.glasshouse.journey;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The facts of steps by name: what every view that treats all kinds alike is made of. */
public final class Facts {
  private static final ClassValue<List<RecordComponent>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
          return List.of(type.getRecordComponents());
        }
      };

  private Facts() {}

  /** The facts of a step, by name, in the order of its record. */
  public static Map<String, Object> of(Step step) {
    var facts = new LinkedHashMap<String, Object>();
    for (RecordComponent component : components(step.getClass())) {
      facts.put(component.getName(), value(component, step));
    }
    return Collections.unmodifiableMap(facts);
  }

  /** Every kind of step with its record, family by family, in alphabetical order of the kinds. */
  public static Map<String, Class<? extends Step>> kinds() {
    var kinds = new java.util.TreeMap<String, Class<? extends Step>>();
    var open = new ArrayDeque<Class<?>>(List.of(Step.class));
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (type.isRecord()) {
        kinds.put(type.getSimpleName(), type.asSubclass(Step.class));
      } else {
        open.addAll(List.of(Objects.requireNonNull(type.getPermittedSubclasses())));
      }
    }
    return Collections.unmodifiableMap(kinds);
  }

  /** The components of a step's record, in order. */
  public static List<RecordComponent> components(Class<? extends Step> kind) {
    return COMPONENTS.get(kind);
  }

  static Object value(RecordComponent component, Step step) {
    try {
      return component.getAccessor().invoke(step);
    } catch (IllegalAccessException e) {
      throw new AssertionError("a step's record must be public: " + step.kind(), e);
    } catch (InvocationTargetException e) {
      throw new AssertionError("a step's accessor must not throw: " + step.kind(), e);
    }
  }
}
