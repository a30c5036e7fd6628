package dev.glasshouse.http.caching;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of the responses that are stored for a URL fits a request (RFC 9111 4.1).
 *
 * <p>Values are compared after normalizing: lines joined, white space around commas removed; for
 * the fields of content negotiation letters in lower case, and the order as their weights give it.
 * Values that are secrets are kept as their digests only.
 */
public final class Vary {
  /** Under this name stands the digest of Authorization, which always counts in a private cache. */
  private static final String AUTHORIZATION = "Authorization";

  /** What a digest begins with. */
  static final String DIGEST = "sha-256:";

  private Vary() {}

  /** The names that Vary lists, in order. */
  public static List<String> names(Fields response) {
    return response.elements("Vary").stream().distinct().toList();
  }

  /** Whether Vary matches no request at all. */
  public static boolean isStar(Fields response) {
    return response.elements("Vary").contains("*");
  }

  /**
   * What must be remembered of a request to select its response later: each field that Vary names,
   * normalized; one that was absent stays absent. Authorization counts as if it were named: an
   * answer that one user got is not another's, unless the response is public.
   */
  public static Fields selecting(Fields request, Fields response) {
    var selecting = new ArrayList<Field>();
    for (String name : names(response)) {
      if (FieldSyntax.isToken(name) && selecting.stream().noneMatch(f -> f.is(name))) {
        normalized(request, name).ifPresent(value -> selecting.add(new Field(name, value)));
      }
    }
    if (request.has(AUTHORIZATION) && selecting.stream().noneMatch(f -> f.is(AUTHORIZATION))) {
      selecting.add(new Field(AUTHORIZATION, normalized(request, AUTHORIZATION).orElse("")));
    }
    return Fields.copyOf(selecting);
  }

  /** By which fields of requests a stored response is chosen, for people. */
  public static List<Selected> selected(Stored stored) {
    var selected = new ArrayList<Selected>();
    for (String name : names(stored.fields())) {
      if (selected.stream().noneMatch(each -> each.name().equalsIgnoreCase(name))) {
        selected.add(new Selected(name, stored.selecting().first(name)));
      }
    }
    for (Field field : stored.selecting()) {
      if (selected.stream().noneMatch(each -> field.is(each.name()))) {
        selected.add(new Selected(field.name(), Optional.of(field.value())));
      }
    }
    return selected;
  }

  /** The first field that keeps a stored response from fitting a request; empty when it fits. */
  public static Optional<String> mismatch(Policy policy, Stored stored, Fields request) {
    if (isStar(stored.fields())) {
      return Optional.of("*");
    }
    for (String name : names(stored.fields())) {
      Optional<String> then = stored.selecting().first(name);
      if (!then.equals(normalized(request, name))
          && !(name.equalsIgnoreCase("Accept-Language") && isFavourite(stored, request))) {
        return Optional.of(name);
      }
    }
    boolean sameUser =
        isForAll(policy, stored.control(policy))
            || stored.selecting().first(AUTHORIZATION).equals(normalized(request, AUTHORIZATION));
    return sameUser ? Optional.empty() : Optional.of(AUTHORIZATION);
  }

  /** Whether an answer that one user got is another's as well (RFC 9111 3.5). */
  private static boolean isForAll(Policy policy, CacheControl control) {
    return control.has("public")
        || (policy == Policy.SHARED && (control.has("s-maxage") || control.has("must-revalidate")));
  }

  /**
   * Which of several stored responses fits a request: the one with the latest Date, then the one
   * that came last (RFC 9111 4.1). Empty when none fits.
   */
  public static Optional<Stored> select(Policy policy, List<Stored> stored, Fields request) {
    return stored.stream()
        .filter(each -> mismatch(policy, each, request).isEmpty())
        .max(
            Comparator.comparing((Stored s) -> Freshness.date(s.fields(), s.responseTime()))
                .thenComparing(Stored::responseTime));
  }

  /** The normalized value of all fields of a name; empty when there is none. */
  static Optional<String> normalized(Fields request, String name) {
    if (!request.has(name)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "accept", "accept-language", "accept-encoding", "accept-charset" ->
              String.join(
                  ",", preferences(request.elements(name)).stream().map(Weighted::text).toList());
          default ->
              isSecret(name)
                  ? digest(String.join("\n", request.all(name)))
                  : String.join(",", request.elements(name));
        });
  }

  /** Whether a field's values are kept as their digests only. */
  static boolean isSecret(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "authorization", "cookie", "proxy-authorization" -> true;
      default -> false;
    };
  }

  private static String digest(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.ISO_8859_1));
      return DIGEST + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * One element of a negotiation field.
   *
   * @param value what is preferred, in lower case, without its weight
   * @param weight from 0 to 1000
   */
  private record Weighted(String value, int weight) {
    String text() {
      return weight == 1000
          ? value
          : value + ";q=" + BigDecimal.valueOf(weight, 3).stripTrailingZeros().toPlainString();
    }
  }

  /** The elements, the heaviest first; equal ones by name (RFC 9110 12.4.2). */
  private static List<Weighted> preferences(List<String> elements) {
    return elements.stream()
        .map(Vary::weighted)
        .sorted(Comparator.comparing(Weighted::weight).reversed().thenComparing(Weighted::value))
        .toList();
  }

  private static Weighted weighted(String element) {
    var kept = new StringBuilder();
    int weight = 1000;
    for (String parameter : element.toLowerCase(Locale.ROOT).split(";", -1)) {
      String stripped = parameter.strip();
      if (!kept.isEmpty() && stripped.startsWith("q=")) {
        weight = weight(stripped.substring(2).strip());
      } else if (!stripped.isEmpty()) {
        kept.append(kept.isEmpty() ? "" : ";").append(stripped);
      }
    }
    return new Weighted(kept.toString(), weight);
  }

  /** A weight in thousandths; one that is none counts as 1. */
  private static int weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      return weight >= 0 && weight <= 1 ? (int) Math.round(weight * 1000) : 1000;
    } catch (NumberFormatException _) {
      return 1000;
    }
  }

  /** Whether what is stored is in the one language that the request likes best. */
  private static boolean isFavourite(Stored stored, Fields request) {
    List<String> languages = stored.fields().elements("Content-Language");
    List<Weighted> wanted = preferences(request.elements("Accept-Language"));
    boolean clear =
        !wanted.isEmpty()
            && (wanted.size() == 1 || wanted.get(1).weight() < wanted.get(0).weight());
    return clear
        && wanted.getFirst().weight() > 0
        && languages.size() == 1
        && languages.getFirst().equalsIgnoreCase(wanted.getFirst().value());
  }
}
