package dev.glasshouse.http.caching;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which fields of a response are stored, updated and given out again (RFC 9111 3.1, 3.2, 4). */
public final class StoredFields {
  /** Fields of one connection, and of one proxy (RFC 9110 7.6.1; RFC 9111 3.1). */
  private static final Set<String> OF_THE_CONNECTION =
      lowerCase(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authenticate",
          "Proxy-Authentication-Info",
          "Proxy-Authorization",
          "TE",
          "Transfer-Encoding",
          "Upgrade");

  /** Fields that say what the stored bytes are: a 304 does not change them (RFC 9111 3.2). */
  private static final Set<String> OF_THE_BODY =
      lowerCase("Content-Encoding", "Content-Length", "Content-Range", "Content-Type");

  private StoredFields() {}

  private static Set<String> lowerCase(String... names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }

  /** The fields of a response that are stored (RFC 9111 3.1). */
  public static Fields toStore(Policy policy, Fields fields) {
    var left = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    left.addAll(OF_THE_CONNECTION);
    left.addAll(fields.elements("Connection"));
    if (policy == Policy.SHARED) {
      left.addAll(CacheControl.of(policy, fields).fieldNames("private"));
    }
    return Fields.copyOf(fields.list().stream().filter(f -> !left.contains(f.name())).toList());
  }

  /**
   * The fields of an answer from the cache: those that are stored, with an Age of now (RFC 9111 4).
   *
   * @param checked whether the server confirmed it just now; if not, what {@code no-cache="..."}
   *     names is left out (5.2.2.4)
   */
  public static Fields toAnswer(
      Policy policy, Stored stored, Freshness freshness, boolean checked) {
    List<String> unchecked = checked ? List.of() : stored.control(policy).fieldNames("no-cache");
    var fields = new ArrayList<Field>(stored.fields().size() + 1);
    for (Field field : stored.fields()) {
      boolean kept = !field.is("Age") && unchecked.stream().noneMatch(field::is);
      if (kept) {
        fields.add(field);
      }
    }
    fields.add(new Field("Age", Long.toString(freshness.ageSeconds())));
    return Fields.copyOf(fields);
  }

  /**
   * The stored fields brought up to date by those of a 304 or of an answer to HEAD (RFC 9111 3.2):
   * each name that comes replaces all of its name. Without Age and Date of its own, the new
   * response is as old as it looks: the old ones do not hold for it.
   */
  public static Fields update(Policy policy, Fields stored, Fields fresh) {
    Fields came = toStore(policy, fresh);
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Field field : came) {
      if (!OF_THE_BODY.contains(field.name())) {
        names.add(field.name());
      }
    }
    var merged = new ArrayList<Field>();
    var placed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Field field : stored) {
      if (names.contains(field.name())) {
        if (placed.add(field.name())) {
          came.list().stream().filter(f -> f.is(field.name())).forEach(merged::add);
        }
      } else if (!field.is("Age") && !field.is("Date")) {
        merged.add(field);
      }
    }
    for (Field field : came) {
      if (names.contains(field.name()) && !placed.contains(field.name())) {
        merged.add(field);
      }
    }
    return Fields.copyOf(merged);
  }

  /** The names of the fields that differ between two sections, in lower case. */
  public static List<String> changed(Fields before, Fields after) {
    var names = new TreeSet<String>();
    before.forEach(f -> names.add(f.name().toLowerCase(Locale.ROOT)));
    after.forEach(f -> names.add(f.name().toLowerCase(Locale.ROOT)));
    return names.stream().filter(n -> !before.all(n).equals(after.all(n))).toList();
  }
}
