package dev.glasshouse.dom.html;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names that were met before, found by their characters without making a string.
 *
 * <p>The hash looks at no more than four characters, and a look-up at no more than {@link #PROBES}
 * places, so a page of names that were chosen to collide costs new strings and nothing worse.
 */
final class NameTable<T> {
  private static final int PROBES = 8;
  private static final int MOST = 4096;

  private final Function<String, T> maker;
  private String[] names = new String[512];
  private @Nullable Object[] values = new @Nullable Object[512];
  private int count;

  NameTable(Function<String, T> maker) {
    this.maker = maker;
  }

  /** The value for the name in {@code chars[from, to)}, which is not empty. */
  @SuppressWarnings("unchecked")
  T get(char[] chars, int from, int to) {
    int mask = names.length - 1;
    int at = hash(chars, from, to);
    for (int probe = 0; probe < PROBES; probe++) {
      String name = names[(at + probe) & mask];
      if (name == null) {
        return add(new String(chars, from, to - from), (at + probe) & mask);
      }
      if (same(name, chars, from, to)) {
        return (T) values[(at + probe) & mask];
      }
    }
    return maker.apply(new String(chars, from, to - from));
  }

  private T add(String name, int place) {
    T value = maker.apply(name);
    if (count < MOST) {
      names[place] = name;
      values[place] = value;
      count++;
      if (count * 2 > names.length) {
        enlarge();
      }
    }
    return value;
  }

  private void enlarge() {
    String[] oldNames = names;
    @Nullable Object[] oldValues = values;
    int mask = oldNames.length * 2 - 1;
    names = new String[mask + 1];
    values = new @Nullable Object[mask + 1];
    for (int i = 0; i < oldNames.length; i++) {
      String name = oldNames[i];
      if (name != null) {
        int at = hash(name.toCharArray(), 0, name.length());
        int probe = 0;
        while (probe < PROBES && names[(at + probe) & mask] != null) {
          probe++;
        }
        if (probe < PROBES) {
          names[(at + probe) & mask] = name;
          values[(at + probe) & mask] = oldValues[i];
        }
      }
    }
  }

  private static int hash(char[] chars, int from, int to) {
    int length = to - from;
    int hash = chars[from] * 31 + length;
    hash = hash * 31 + chars[to - 1];
    hash = hash * 31 + chars[from + (length >> 1)];
    hash = hash * 31 + chars[from + (length >> 2)];
    return hash ^ (hash >>> 9);
  }

  private static boolean same(String name, char[] chars, int from, int to) {
    if (name.length() != to - from) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }
}
