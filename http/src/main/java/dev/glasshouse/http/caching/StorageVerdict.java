package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Clause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a response may be stored, after RFC 9111 3. Pure. */
public sealed interface StorageVerdict {
  /** Why. */
  Because because();

  /**
   * It may be stored.
   *
   * @param part which bytes the body has; the end and the total are not known before its end where
   *     its length is not
   * @param lengthKnown whether {@code part} says how long the body is
   */
  record Store(Part part, boolean lengthKnown, Because because) implements StorageVerdict {}

  /** It may not. */
  record Refuse(Because because) implements StorageVerdict {}

  /**
   * Decides.
   *
   * @param response the response as it came, with its body unread
   * @param responseTime when it came
   */
  static StorageVerdict decide(
      Policy policy, Request request, Response response, Instant responseTime) {
    CacheControl control = CacheControl.of(policy, response.fields());
    Freshness.Lifetime lifetime =
        Freshness.lifetime(policy, response.status(), response.fields(), control, responseTime);
    Duration age = Freshness.initialAge(response.fields(), responseTime, responseTime);
    return new Rules(policy, request, response, control, lifetime, age).decide();
  }

  /** The rules, one after the other. */
  record Rules(
      Policy policy,
      Request request,
      Response response,
      CacheControl control,
      Freshness.Lifetime lifetime,
      Duration age) {

    StorageVerdict decide() {
      return byMethod()
          .or(this::byStatus)
          .or(this::byDirectives)
          .or(this::byVary)
          .or(this::byUse)
          .orElseGet(this::store);
    }

    /** The method is one that is understood, and whose answers may be used again. */
    private Optional<StorageVerdict> byMethod() {
      if (request.method().equals(Method.GET)) {
        return Optional.empty();
      }
      boolean post =
          request.method().equals(Method.POST) && isAboutItself() && lifetime.isExplicit();
      return post
          ? Optional.empty()
          : refuse(CacheReason.METHOD_NOT_STORED, Clause.rfc(9111, "3"), request.method().name());
    }

    /** RFC 9110 9.3.3: Content-Location is the URL that was asked. */
    private boolean isAboutItself() {
      return response.status().isOk()
          && response
              .fields()
              .first("Content-Location")
              .filter(where -> SameUrl.is(request.url(), where))
              .isPresent();
    }

    private Optional<StorageVerdict> byStatus() {
      Status status = response.status();
      boolean never =
          switch (status.code()) {
            // A challenge is for one moment; 304, 412 and 416 answer one request's own fields.
            case 304, 401, 407, 412, 416, 425 -> true;
            default -> status.isInterim();
          };
      if (never) {
        return refuse(CacheReason.STATUS_NEVER_STORED, Clause.rfc(9111, "3"), status.code());
      }
      if (control.has("must-understand") && !isUnderstood(status)) {
        return refuse(CacheReason.NOT_UNDERSTOOD, Clause.rfc(9111, "5.2.2.3"), status.code());
      }
      if (status.equals(Status.PARTIAL_CONTENT)) {
        return byPart();
      }
      return Optional.empty();
    }

    private Optional<StorageVerdict> byPart() {
      if (Ranges.partOf(response.fields()).isEmpty() || request.method().equals(Method.POST)) {
        return refuse(CacheReason.PART_UNUSABLE, Clause.rfc(9111, "3.3"));
      }
      return Optional.empty();
    }

    /** The statuses whose caching rules we know (RFC 9111 3): those of RFC 9110. */
    private static boolean isUnderstood(Status status) {
      return !status.phrase().isEmpty();
    }

    private Optional<StorageVerdict> byDirectives() {
      if (CacheControl.of(request.fields()).has("no-store")) {
        return refuse(CacheReason.NO_STORE, Clause.rfc(9111, "5.2.1.5"), "request");
      }
      if (control.has("no-store") && !control.has("must-understand")) {
        return refuse(CacheReason.NO_STORE, Clause.rfc(9111, "5.2.2.5"), "response");
      }
      if (policy == Policy.SHARED) {
        return shared();
      }
      return Optional.empty();
    }

    private Optional<StorageVerdict> shared() {
      if (control.holdsForAll("private")) {
        return refuse(CacheReason.PRIVATE_TO_ONE, Clause.rfc(9111, "5.2.2.7"));
      }
      boolean allowed =
          control.has("must-revalidate") || control.has("public") || control.has("s-maxage");
      if (request.fields().has("Authorization") && !allowed) {
        return refuse(CacheReason.AUTHORIZED, Clause.rfc(9111, "3.5"));
      }
      boolean declared = control.has("public") || control.has("s-maxage") || control.isTargeted();
      if (response.fields().has("Set-Cookie") && !declared) {
        return refuse(CacheReason.SETS_COOKIE, Clause.rfc(9111, "7.3"));
      }
      if (request.fields().has("Cookie") && !lifetime.isExplicit() && !declared) {
        return refuse(CacheReason.COOKIES_SENT, Clause.rfc(9111, "7.3"));
      }
      return Optional.empty();
    }

    private Optional<StorageVerdict> byVary() {
      return Vary.isStar(response.fields())
          ? refuse(CacheReason.VARY_STAR, Clause.rfc(9111, "4.1"))
          : Optional.empty();
    }

    /** One of public, private, explicit freshness, and a status that is stored by itself. */
    private Optional<StorageVerdict> byUse() {
      boolean allowed =
          lifetime.isExplicit()
              || control.has("public")
              || (policy == Policy.PRIVATE && control.has("private"))
              || Freshness.isHeuristicallyCacheable(response.status());
      return allowed
          ? Optional.empty()
          : refuse(
              CacheReason.STATUS_NEEDS_FRESHNESS, Clause.rfc(9111, "3"), response.status().code());
    }

    private StorageVerdict store() {
      OptionalLong length = response.body().length();
      Part part;
      boolean known = true;
      if (response.status().equals(Status.PARTIAL_CONTENT)) {
        part = Ranges.partOf(response.fields()).orElseThrow();
      } else {
        known = length.isPresent();
        part = known ? Part.whole(length.getAsLong()) : new Part(0, 0, OptionalLong.empty());
      }
      return new Store(part, known, why());
    }

    private Because why() {
      Clause clause = Clause.rfc(9111, "3");
      if (request.method().equals(Method.POST)) {
        return Because.of(CacheReason.STORE_POST, Clause.rfc(9110, "9.3.3"), lifetime.decidedBy());
      }
      if (control.has("no-store")) {
        return Because.of(
            CacheReason.STORE_UNDERSTOOD, Clause.rfc(9111, "5.2.2.3"), response.status().code());
      }
      if (lifetime.duration().isPositive()) {
        return fresh(clause);
      }
      Fields fields = response.fields();
      for (String validator : new String[] {"ETag", "Last-Modified"}) {
        if (fields.has(validator)) {
          return Because.of(CacheReason.STORE_VALIDATABLE, clause, validator);
        }
      }
      return Because.of(CacheReason.STORE_STALE, clause);
    }

    private Because fresh(Clause clause) {
      if (lifetime.basis() == Freshness.Basis.HEURISTIC) {
        return Because.of(
            CacheReason.STORE_HEURISTIC,
            Clause.rfc(9111, "4.2.2"),
            lifetime.duration(),
            lifetime.decidedBy(),
            Freshness.MOST_HEURISTIC);
      }
      Duration left = lifetime.duration().minus(age);
      CacheReason reason =
          age.toSeconds() < 1
              ? CacheReason.STORE_FRESH
              : left.isPositive() ? CacheReason.STORE_FRESH_AGED : CacheReason.STORE_STALE_AGED;
      return Because.of(reason, clause, lifetime.duration(), lifetime.decidedBy(), age, left);
    }

    private static Optional<StorageVerdict> refuse(
        CacheReason reason, Clause clause, Object... arguments) {
      return Optional.of(new Refuse(Because.of(reason, clause, arguments)));
    }
  }
}
