package dev.glasshouse.server.answers;

import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Trail;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Which of several forms a client gets (RFC 9110 12): of those that are there the one that it likes
 * best, and of equals the one that is named first. An answer that was chosen so varies by the field
 * that decided: it has to say so in Vary.
 */
public final class Acceptance {
  private static final String TYPES = "Accept";
  private static final String LANGUAGES = "Accept-Language";

  private Acceptance() {}

  /**
   * The media type to answer in (12.5.1); empty when the client takes none of them.
   *
   * @param offered types such as {@code text/html} or {@code text/plain;format=flowed}, best first
   */
  public static Optional<String> mediaType(Fields request, List<String> offered, Trail trail) {
    return choose(request, TYPES, offered, "12.5.1", Acceptance::covers, trail);
  }

  /**
   * The language to answer in (12.5.4, RFC 4647 3.3.1); where the client takes none of them, the
   * first: a text in a foreign language is more than none.
   *
   * @param offered tags such as {@code en} or {@code pt-BR}, best first; not empty
   */
  public static String language(Fields request, List<String> offered, Trail trail) {
    return choose(request, LANGUAGES, offered, "12.5.4", Acceptance::matches, trail)
        .orElse(offered.getFirst());
  }

  /** How particular a range is about what is offered; negative when it does not mean it. */
  private static int covers(String range, String offered) {
    if (range.equals(offered)) {
      return 3;
    }
    int semicolon = offered.indexOf(';');
    String bare = semicolon < 0 ? offered : offered.substring(0, semicolon);
    if (range.equals(bare)) {
      return 2;
    }
    if (range.equals("*/*")) {
      return 0;
    }
    return range.endsWith("/*") && bare.startsWith(range.substring(0, range.length() - 1)) ? 1 : -1;
  }

  /**
   * A range means the languages that begin with it, and where there is nothing better those that it
   * begins with (RFC 4647 3.4); {@code *} means all.
   */
  private static int matches(String range, String offered) {
    if (range.equals("*")) {
      return 0;
    }
    if (range.startsWith(offered + "-")) {
      return 1;
    }
    return offered.equals(range) || offered.startsWith(range + "-") ? 1 + range.length() : -1;
  }

  private static Optional<String> choose(
      Fields request,
      String field,
      List<String> offered,
      String section,
      BiFunction<String, String, Integer> means,
      Trail trail) {
    List<Weighted> liked = Weighted.of(request, field);
    Optional<String> best = liked.isEmpty() ? Optional.of(offered.getFirst()) : Optional.empty();
    int most = 0;
    if (!liked.isEmpty()) {
      for (String one : offered) {
        int weight = weight(one.toLowerCase(Locale.ROOT).replace(" ", ""), liked, means);
        if (weight > most) {
          most = weight;
          best = Optional.of(one);
        }
      }
    }
    if (trail.on()) {
      Clause clause = Clause.rfc(9110, section);
      trail.mark(
          new RouteStep.FormNegotiated(
              field, String.join(", ", request.elements(field)), best.orElse("")),
          liked.isEmpty()
              ? Because.of(RouteReason.NOTHING_ASKED, clause)
              : best.isPresent()
                  ? Because.of(RouteReason.LIKED_BEST, clause)
                  : Because.of(RouteReason.NONE_LIKED, clause, String.join(", ", offered)));
    }
    return best;
  }

  /** The weight of the most particular range that means it. */
  private static int weight(
      String one, List<Weighted> liked, BiFunction<String, String, Integer> means) {
    int nearest = -1;
    int weight = 0;
    for (Weighted each : liked) {
      int near = means.apply(each.range(), one);
      if (near > nearest) {
        nearest = near;
        weight = each.weight();
      }
    }
    return weight;
  }
}
