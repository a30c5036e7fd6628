package dev.glasshouse.http.caching;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Clause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asking the server whether a stored response still holds, and what its word means. Pure. */
public final class Validation {
  private Validation() {}

  /**
   * The conditions that ask for it (RFC 9111 4.3.1): the entity tag, which decides where a server
   * knows both, and the date of the last change. Empty when there is no validator.
   */
  public static List<Field> conditions(Stored stored) {
    var conditions = new ArrayList<Field>(2);
    stored.fields().first("ETag").ifPresent(v -> conditions.add(new Field("If-None-Match", v)));
    stored
        .fields()
        .first("Last-Modified")
        .ifPresent(v -> conditions.add(new Field("If-Modified-Since", v)));
    return conditions;
  }

  /** What a 304, or an answer to HEAD, means for a stored response. */
  public sealed interface Verdict {
    /** Why. */
    Because because();

    /** It holds, with these fields from now on. */
    record Freshened(Stored stored, Because because) implements Verdict {}

    /** It is out of date, or the answer is about another one. */
    record NotOurs(Because because) implements Verdict {}
  }

  /**
   * What a 304 means (RFC 9111 4.3.4): where it names an entity tag, that of the stored response
   * must be the same.
   *
   * @param requestTime when the conditional request was sent
   * @param responseTime when the 304 came
   */
  public static Verdict notModified(
      Policy policy, Stored stored, Fields fields, Instant requestTime, Instant responseTime) {
    Optional<EntityTag> told = fields.first("ETag").flatMap(EntityTag::parse);
    Optional<EntityTag> ours = stored.tag();
    if (told.isPresent() && ours.isPresent() && !same(told.get(), ours.get())) {
      return new Verdict.NotOurs(
          Because.of(
              CacheReason.NOT_OURS,
              Clause.rfc(9111, "4.3.4"),
              told.get().text(),
              ours.get().text()));
    }
    return new Verdict.Freshened(
        freshened(policy, stored, fields, requestTime, responseTime),
        Because.of(CacheReason.VALIDATED, Clause.rfc(9111, "4.3.4")));
  }

  private static boolean same(EntityTag told, EntityTag ours) {
    return told.weak() ? told.matchesWeakly(ours) : told.text().equals(ours.text());
  }

  private static Stored freshened(
      Policy policy, Stored stored, Fields fields, Instant requestTime, Instant responseTime) {
    return stored.with(
        StoredFields.update(policy, stored.fields(), fields), requestTime, responseTime);
  }

  /**
   * What a 200 to HEAD means for a stored response to GET (RFC 9111 4.3.5): the same validators and
   * length bring it up to date, others put it out of date.
   */
  public static Verdict head(
      Policy policy, Stored stored, Fields fields, Instant requestTime, Instant responseTime) {
    for (String name : new String[] {"ETag", "Last-Modified", "Content-Length"}) {
      Optional<String> told = fields.first(name);
      if (told.isPresent() && !told.equals(ofStored(stored, name))) {
        return new Verdict.NotOurs(
            Because.of(CacheReason.HEAD_DIFFERS, Clause.rfc(9111, "4.3.5"), name));
      }
    }
    return new Verdict.Freshened(
        freshened(policy, stored, fields, requestTime, responseTime),
        Because.of(CacheReason.HEAD_MATCHES, Clause.rfc(9111, "4.3.5")));
  }

  private static Optional<String> ofStored(Stored stored, String name) {
    if (name.equals("Content-Length") && stored.part().total().isPresent()) {
      return Optional.of(Long.toString(stored.part().total().getAsLong()));
    }
    return stored.fields().first(name);
  }
}
