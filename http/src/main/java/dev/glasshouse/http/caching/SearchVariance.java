package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.structured.BareItem;
import dev.glasshouse.http.structured.Dictionary;
import dev.glasshouse.http.structured.InnerList;
import dev.glasshouse.http.structured.Item;
import dev.glasshouse.http.structured.Member;
import dev.glasshouse.http.structured.StructuredException;
import dev.glasshouse.http.structured.StructuredLimits;
import dev.glasshouse.url.FormUrlEncoded;
import dev.glasshouse.url.SearchParams;
import dev.glasshouse.url.Url;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much of a URL's query tells stored responses apart: what the field No-Vary-Search says (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpbis-no-vary-search/">The No-Vary-Search
 * HTTP Caching Extension</a>, 3 to 6). Pure.
 *
 * <p>What is not well formed counts as if the field was not there: an answer is never used for more
 * URLs than its server clearly says.
 *
 * @param params which parameters count
 * @param order whether the order of parameters of different names counts
 */
public record SearchVariance(Params params, Order order) {
  private static final String FIELD = "No-Vary-Search";

  /** The whole query counts, as it is written. */
  public static final SearchVariance DEFAULT =
      new SearchVariance(new Params.AllBut(Set.of()), Order.COUNTS);

  /** Which parameters of a query count. */
  public sealed interface Params {
    /** Whether a parameter counts. */
    boolean count(String name);

    /** All count but these. */
    record AllBut(Set<String> names) implements Params {
      /** Copies the set. */
      public AllBut {
        names = Set.copyOf(names);
      }

      @Override
      public boolean count(String name) {
        return !names.contains(name);
      }
    }

    /** None counts but these. */
    record Only(Set<String> names) implements Params {
      /** Copies the set. */
      public Only {
        names = Set.copyOf(names);
      }

      @Override
      public boolean count(String name) {
        return names.contains(name);
      }
    }
  }

  /** Whether the order of parameters counts. */
  public enum Order {
    /** a=1&amp;b=2 is not b=2&amp;a=1. */
    COUNTS,
    /** They are the same; values of one name keep their order. */
    DOES_NOT_COUNT
  }

  /** What a response says. */
  public static SearchVariance of(Fields response) {
    if (!response.has(FIELD)) {
      return DEFAULT;
    }
    try {
      return of(Dictionary.parse(response.all(FIELD), StructuredLimits.DEFAULT));
    } catch (StructuredException _) {
      return DEFAULT;
    }
  }

  /** Section 5.1, "parse a URL search variance"; members that are not known are left out. */
  private static SearchVariance of(Dictionary dictionary) {
    Order order = Order.COUNTS;
    if (dictionary.get("key-order").isPresent()) {
      Optional<Boolean> free = bool(dictionary, "key-order");
      if (free.isEmpty()) {
        return DEFAULT;
      }
      order = free.get() ? Order.DOES_NOT_COUNT : Order.COUNTS;
    }
    boolean names = dictionary.get("params").isPresent();
    boolean except = dictionary.get("except").isPresent();
    Optional<Boolean> all = bool(dictionary, "params");
    if (names && all.isEmpty()) {
      // A list of those that do not count; one of those that do contradicts it.
      Optional<Set<String>> list = strings(dictionary, "params");
      Order read = order;
      return except
          ? DEFAULT
          : list.map(its -> new SearchVariance(new Params.AllBut(its), read)).orElse(DEFAULT);
    }
    if (except) {
      // Browsers' older spelling has "params" before it, which says the same.
      Optional<Set<String>> list = strings(dictionary, "except");
      Order read = order;
      boolean contradicted = names && !all.orElse(false);
      return contradicted
          ? DEFAULT
          : list.map(its -> new SearchVariance(new Params.Only(its), read)).orElse(DEFAULT);
    }
    Params params = all.orElse(false) ? new Params.Only(Set.of()) : new Params.AllBut(Set.of());
    return new SearchVariance(params, order);
  }

  private static Optional<Boolean> bool(Dictionary dictionary, String key) {
    return dictionary.value(key).orElse(new BareItem.Int(0)) instanceof BareItem.Bool(boolean is)
        ? Optional.of(is)
        : Optional.empty();
  }

  /** 5.2: the names, decoded as those of a query are; empty when one is no string. */
  private static Optional<Set<String>> strings(Dictionary dictionary, String key) {
    Member member = dictionary.get(key).orElseThrow();
    if (!(member instanceof InnerList list)) {
      return Optional.empty();
    }
    var names = new HashSet<String>();
    for (Item item : list.items()) {
      if (!(item.value() instanceof BareItem.Text(String text))) {
        return Optional.empty();
      }
      names.add(decoded(text));
    }
    return Optional.of(names);
  }

  private static String decoded(String key) {
    // Nothing in it separates: what does is encoded first.
    String one = key.replace("&", "%26").replace("=", "%3D");
    List<FormUrlEncoded.Pair> pairs = FormUrlEncoded.parse(one);
    return pairs.isEmpty() ? "" : pairs.getFirst().name();
  }

  /** Whether it says nothing: only the same URL is the same. */
  public boolean isDefault() {
    return equals(DEFAULT);
  }

  /** Section 6: whether two URLs differ at most in what does not count. */
  public boolean same(Url one, Url other) {
    // 1 to 3: all before the query
    if (!base(one).equals(base(other))) {
      return false;
    }
    // 4: without a word from the server, the text itself
    if (isDefault()) {
      return one.query().equals(other.query());
    }
    // 5 to 11: parameter by parameter
    return counting(one).equals(counting(other));
  }

  /** A URL's parameters that count, in the order that counts. */
  private List<FormUrlEncoded.Pair> counting(Url url) {
    var kept =
        new SearchParams(
            url.searchParams().entries().stream().filter(p -> params.count(p.name())).toList());
    return order == Order.DOES_NOT_COUNT ? kept.sorted().entries() : kept.entries();
  }

  /** A URL without its query, credentials and fragment: all before the query counts always. */
  public static String base(Url url) {
    String whole = url.withoutCredentials().hrefWithoutFragment();
    int query = whole.indexOf('?');
    return query < 0 ? whole : whole.substring(0, query);
  }

  /** The field as it was written, shortened; empty where there is none. */
  public static String shown(Fields response) {
    String text = String.join(", ", response.all(FIELD));
    return text.isEmpty()
        ? ""
        : FIELD + ": " + (text.length() > 120 ? text.substring(0, 120) : text);
  }
}
