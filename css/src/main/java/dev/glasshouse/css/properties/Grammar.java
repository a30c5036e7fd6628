package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.Size;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a property takes: reads values and gives the computed form. Null means that the values do
 * not match; the place is then undefined.
 */
@FunctionalInterface
interface Grammar<T> {
  @Nullable T parse(Values in);

  /** One word of an enum: {@code INLINE_BLOCK} is {@code inline-block}. */
  static <E extends Enum<E>> Grammar<E> word(Class<E> type) {
    Map<String, E> words = new HashMap<>();
    for (E e : type.getEnumConstants()) {
      words.put(cssName(e), e);
    }
    return in -> {
      E e = words.get(in.keyword());
      if (e != null) {
        in.next();
      }
      return e;
    };
  }

  /** The name that an enum constant has in CSS. */
  static String cssName(Enum<?> e) {
    return e.name().toLowerCase(Locale.ROOT).replace('_', '-').replace("legacy-", "-webkit-");
  }

  /** Any of the words in any order, each at most once; {@code none} is the empty set. */
  static <E extends Enum<E>> Grammar<Set<E>> words(Class<E> type) {
    Grammar<E> one = word(type);
    return in -> {
      Set<E> out = EnumSet.noneOf(type);
      if (in.take("none")) {
        return out;
      }
      for (E e = one.parse(in); e != null; e = one.parse(in)) {
        if (!out.add(e)) {
          return null;
        }
      }
      return out.isEmpty() ? null : out;
    };
  }

  /** One or more, with commas between. */
  static <T> Grammar<List<T>> list(Grammar<T> one) {
    return in -> {
      List<T> out = new ArrayList<>();
      do {
        T t = one.parse(in);
        if (t == null) {
          return null;
        }
        out.add(t);
      } while (in.takeComma());
      return List.copyOf(out);
    };
  }

  /** The value, or the word that stands for another value. */
  default Grammar<T> or(String keyword, T value) {
    return in -> in.take(keyword) ? value : parse(in);
  }

  /** The value, or one of the words of an enum. */
  @SafeVarargs
  static Grammar<Size> sizeOr(
      Grammar<? extends Size> size, dev.glasshouse.css.values.SizeKeyword... words) {
    return in -> {
      String keyword = in.keyword();
      for (var word : words) {
        if (cssName(word).equals(keyword)) {
          in.next();
          return word;
        }
      }
      return size.parse(in);
    };
  }
}
