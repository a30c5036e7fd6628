package dev.glasshouse.journey;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** The facts of steps by name: what every view that treats all kinds alike is made of. */
public final class Facts {
  private static final ClassValue<List<Fact>> FACTS =
      new ClassValue<>() {
        @Override
        protected List<Fact> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents()).map(Fact::of).toList();
        }
      };

  private static final MethodType READER = MethodType.methodType(Object.class, Step.class);

  /** A component of a step's record, and what reads it. */
  private record Fact(RecordComponent component, String name, MethodHandle reader) {
    static Fact of(RecordComponent component) {
      try {
        return new Fact(
            component,
            component.getName(),
            MethodHandles.publicLookup().unreflect(component.getAccessor()).asType(READER));
      } catch (IllegalAccessException e) {
        throw new AssertionError("a step's record must be public: " + component, e);
      }
    }

    Object of(Step step) {
      try {
        return (Object) reader.invokeExact(step);
      } catch (Throwable e) {
        throw new AssertionError("a step's accessor must not throw: " + step.kind(), e);
      }
    }
  }

  private Facts() {}

  /** The facts of a step, by name, in the order of its record. */
  public static Map<String, Object> of(Step step) {
    var facts = new LinkedHashMap<String, Object>();
    each(step, facts::put);
    return Collections.unmodifiableMap(facts);
  }

  /** Hands over the facts of a step, each with its name, in the order of its record. */
  public static void each(Step step, BiConsumer<String, Object> to) {
    for (Fact fact : FACTS.get(step.getClass())) {
      to.accept(fact.name(), fact.of(step));
    }
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
    return FACTS.get(kind).stream().map(Fact::component).toList();
  }
}
