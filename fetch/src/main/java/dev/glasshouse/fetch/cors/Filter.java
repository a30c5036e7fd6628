package dev.glasshouse.fetch.cors;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields of an answer that scripts of a page may see (<a
 * href="https://fetch.spec.whatwg.org/#concept-filtered-response">Fetch, 2.2.6 "filtered
 * response"</a>). Pure.
 */
public final class Filter {
  private Filter() {}

  /** What of these is shown under a tainting. */
  public static Fields visible(Tainting tainting, Fields fields, CorsVerdict.With with) {
    return switch (tainting) {
      case BASIC -> fields.without("Set-Cookie", "Set-Cookie2");
      case CORS -> cors(fields, with);
      case OPAQUE, OPAQUE_REDIRECT -> Fields.EMPTY;
    };
  }

  private static Fields cors(Fields fields, CorsVerdict.With with) {
    List<String> elements = fields.elements("Access-Control-Expose-Headers");
    boolean wellFormed = elements.stream().allMatch(FieldSyntax::isToken);
    // Main fetch, step 14: * stands for all fields, but not for a request with credentials.
    boolean all = wellFormed && with == CorsVerdict.With.NOTHING && elements.contains("*");
    Set<String> exposed = new HashSet<>();
    if (wellFormed) {
      elements.forEach(name -> exposed.add(name.toLowerCase(Locale.ROOT)));
    }
    var shown = new ArrayList<Field>();
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      boolean secret = name.equals("set-cookie") || name.equals("set-cookie2");
      if (!secret && (all || exposed.contains(name) || SafeFields.isSafelistedOfResponse(name))) {
        shown.add(field);
      }
    }
    return Fields.copyOf(shown);
  }

  /** The names of fields that are not shown, in lower case, each once. */
  public static List<String> hidden(Fields all, Fields visible) {
    return all.list().stream()
        .map(field -> field.name().toLowerCase(Locale.ROOT))
        .filter(name -> !visible.has(name))
        .distinct()
        .toList();
  }
}
