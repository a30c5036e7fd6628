package dev.glasshouse.url;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The names and values of a query, in order; it never changes.
 *
 * <p>{@link #toString} is the application/x-www-form-urlencoded text. Source: <a
 * href="https://url.spec.whatwg.org/#interface-urlsearchparams">URL standard, 6.2</a>.
 *
 * @param entries the pairs, decoded
 */
public record SearchParams(List<FormUrlEncoded.Pair> entries) {
  /** No parameters. */
  public static final SearchParams NONE = new SearchParams(List.of());

  /** Copies the list. */
  public SearchParams {
    entries = List.copyOf(entries);
  }

  /** The parameters that a query has; a leading question mark is skipped. */
  public static SearchParams parse(String query) {
    String text = query.startsWith("?") ? query.substring(1) : query;
    return text.isEmpty() ? NONE : new SearchParams(FormUrlEncoded.parse(text));
  }

  /** The first value of a name. */
  public Optional<String> get(String name) {
    return entries.stream()
        .filter(p -> p.name().equals(name))
        .map(FormUrlEncoded.Pair::value)
        .findFirst();
  }

  /** All values of a name. */
  public List<String> getAll(String name) {
    return entries.stream()
        .filter(p -> p.name().equals(name))
        .map(FormUrlEncoded.Pair::value)
        .toList();
  }

  /** Whether the name is there. */
  public boolean has(String name) {
    return entries.stream().anyMatch(p -> p.name().equals(name));
  }

  /** These and one more at the end. */
  public SearchParams append(String name, String value) {
    List<FormUrlEncoded.Pair> out = new ArrayList<>(entries);
    out.add(new FormUrlEncoded.Pair(name, value));
    return new SearchParams(out);
  }

  /** These without a name. */
  public SearchParams delete(String name) {
    return new SearchParams(entries.stream().filter(p -> !p.name().equals(name)).toList());
  }

  /** These with the name's first value replaced and its others gone; appended where not there. */
  public SearchParams set(String name, String value) {
    List<FormUrlEncoded.Pair> out = new ArrayList<>();
    boolean done = false;
    for (FormUrlEncoded.Pair pair : entries) {
      if (!pair.name().equals(name)) {
        out.add(pair);
      } else if (!done) {
        out.add(new FormUrlEncoded.Pair(name, value));
        done = true;
      }
    }
    if (!done) {
      out.add(new FormUrlEncoded.Pair(name, value));
    }
    return new SearchParams(out);
  }

  /** These by name, in the order of code units; values of one name keep their order. */
  public SearchParams sorted() {
    return new SearchParams(
        entries.stream().sorted(Comparator.comparing(FormUrlEncoded.Pair::name)).toList());
  }

  @Override
  public String toString() {
    return FormUrlEncoded.serialize(entries);
  }
}
