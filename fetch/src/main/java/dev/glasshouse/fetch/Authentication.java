package dev.glasshouse.fetch;

import dev.glasshouse.fetch.auth.Protections;
import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.auth.Basic;
import dev.glasshouse.net.auth.Challenge;
import dev.glasshouse.net.auth.Digest;
import dev.glasshouse.net.auth.DigestProof;
import dev.glasshouse.net.auth.Login;
import dev.glasshouse.net.auth.Qop;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The credentials of one URL of a fetch (<a
 * href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch, "HTTP-network-or-cache
 * fetch"</a>, the steps on authentication entries and on status 401): none are sent before the
 * server has asked, once, and none to another origin.
 */
final class Authentication {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Credentials for one request.
   *
   * @param field the field Authorization
   * @param proof what the server may say in its answer to show that it knows them, too
   */
  record Told(String field, Optional<DigestProof> proof) {}

  private final Course course;
  private final FetchRequest request;
  private final Url url;
  private final String origin;
  private final Trail trail;
  private Optional<Protections.Place> sent = Optional.empty();
  private boolean retriedStale;

  /** Whether what was sent was another place's, because this one lies below it. */
  private boolean guessed;

  Authentication(Course course) {
    this.course = course;
    this.request = course.request();
    this.url = course.url();
    this.origin = url.origin().toString();
    this.trail = course.trail();
  }

  private Protections places() {
    return course.fetcher().security().protections();
  }

  /** The field Authorization of the first try: of a place that asked before. */
  Optional<Told> before() throws IOException {
    if (request.fields().has("Authorization") || !course.sendsCredentials(request)) {
      return Optional.empty();
    }
    sent = places().use(origin, url.path()).filter(this::canCover);
    guessed = sent.isPresent();
    return sent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            tell(sent.get(), Because.of(PolicyReason.AUTH_SPACE, Clause.rfc(9110, "11.5"))));
  }

  /**
   * A server that wants the content covered cannot have it of one that is read while it is sent.
   */
  private boolean canCover(Protections.Place place) {
    return place.digest().isEmpty() || place.digest().get().qop(readsTwice()).isPresent();
  }

  private boolean readsTwice() {
    return request.body().isEmpty() || request.body().isReplayable();
  }

  /** The field Authorization of another try; empty when the answer is to be taken as it is. */
  Optional<Told> after(Response response) throws IOException {
    if (response.status().code() != 401) {
      succeeded(response);
      return Optional.empty();
    }
    List<Challenge> challenges = Challenge.parse(response.fields().all("WWW-Authenticate"));
    boolean mayTry =
        !challenges.isEmpty()
            && course.tainting() != Tainting.CORS
            && !request.fields().has("Authorization");
    if (!mayTry) {
      return Optional.empty();
    }
    Optional<Digest> digest = Digest.strongest(challenges);
    Optional<Challenge> basic =
        challenges.stream().filter(c -> c.scheme().equals("basic")).findFirst();
    String realm = digest.map(Digest::realm).or(() -> basic.map(Challenge::realm)).orElse("");
    List<String> schemes = challenges.stream().map(Challenge::scheme).distinct().toList();
    if (trail.on()) {
      trail.mark(
          new PolicyStep.CredentialsAsked(url.display(), schemes, realm),
          Because.of(PolicyReason.AUTH_CHALLENGED, Clause.rfc(9110, "15.5.2")));
    }
    Optional<Because> refusal = refusal(digest, basic, schemes);
    if (refusal.isPresent()) {
      giveUp(refusal.get());
      return Optional.empty();
    }
    return Optional.of(answer(digest, realm));
  }

  private Optional<Because> refusal(
      Optional<Digest> digest, Optional<Challenge> basic, List<String> schemes) {
    Clause clause = Clause.rfc(9110, "11.6.1");
    boolean stale = sent.isPresent() && !retriedStale && digest.filter(Digest::stale).isPresent();
    if (sent.isPresent() && !stale) {
      places().remove(origin, sent.get().realm());
      sent = Optional.empty();
      if (!guessed || login().isEmpty()) {
        return Optional.of(Because.of(PolicyReason.AUTH_REFUSED, clause));
      }
      guessed = false;
    }
    if (!course.sendsCredentials(request)) {
      return Optional.of(Because.of(PolicyReason.AUTH_OMITTED, clause));
    }
    if (login().isEmpty()) {
      return Optional.of(Because.of(PolicyReason.AUTH_NONE, clause));
    }
    boolean canTell = digest.isPresent() || (basic.isPresent() && Basic.canTell(login().get()));
    if (!canTell) {
      return Optional.of(Because.of(PolicyReason.AUTH_SCHEME, clause, String.join(", ", schemes)));
    }
    if (!readsTwice()) {
      return Optional.of(Because.of(PolicyReason.AUTH_BODY, clause));
    }
    return Optional.empty();
  }

  private void giveUp(Because because) {
    if (trail.on()) {
      trail.mark(new PolicyStep.CredentialsGivenUp(url.display()), because);
    }
  }

  /** Whose credentials: a place's that only wants a newer number, the URL's, or a person's. */
  private Optional<Login> login() {
    if (sent.isPresent()) {
      return sent.map(Protections.Place::login);
    }
    boolean home = course.urls().getFirst().origin().isSameOrigin(url.origin());
    return Login.of(url).or(() -> home ? request.terms().login() : Optional.empty());
  }

  private Told answer(Optional<Digest> digest, String realm) throws IOException {
    Because because =
        sent.isPresent()
            ? Because.of(PolicyReason.AUTH_STALE, Clause.rfc(7616, "3.3"))
            : Because.of(
                url.includesCredentials() ? PolicyReason.AUTH_URL : PolicyReason.AUTH_GIVEN,
                digest.isPresent() ? Clause.rfc(7616, "3.4") : Clause.rfc(7617, "2"));
    retriedStale = sent.isPresent();
    // Digest reaches over the whole origin, Basic from the path's folder on.
    String path = digest.isPresent() ? "" : Basic.space(url.path());
    var place = new Protections.Place(login().orElseThrow(), realm, path, digest, 1);
    sent = Optional.of(place);
    return tell(place, because);
  }

  private Told tell(Protections.Place place, Because because) throws IOException {
    if (place.digest().isEmpty()) {
      told(place, "Basic", because);
      return new Told(Basic.authorization(place.login()), Optional.empty());
    }
    Digest digest = place.digest().get();
    Qop qop = digest.qop(readsTwice()).orElseThrow();
    boolean less = digest.qops().contains(Qop.AUTH_INT) && qop != Qop.AUTH_INT;
    told(
        place,
        qop == Qop.AUTH_INT ? "Digest, auth-int" : "Digest",
        less ? because.butNot("auth-int", PolicyReason.AUTH_BODY) : because);
    String content = "";
    if (qop == Qop.AUTH_INT) {
      try (BodyStream body = request.body().open()) {
        content = digest.algorithm().hash(body);
      }
    }
    byte[] own = new byte[16];
    RANDOM.nextBytes(own);
    var covered = new Digest.Covered(request.method().name(), url.requestTarget(), qop, content);
    String number = HexFormat.of().formatHex(own);
    return new Told(
        digest.authorization(place.login(), covered, place.used(), number),
        Optional.of(digest.proof(place.login(), covered, place.used(), number)));
  }

  private void told(Protections.Place place, String scheme, Because because) {
    if (trail.on()) {
      trail.mark(
          new PolicyStep.CredentialsSent(
              url.display(), scheme, place.login().toString(), place.realm()),
          because);
    }
  }

  /** What was taken is remembered, with the number that the server wants next. */
  private void succeeded(Response response) {
    if (sent.isEmpty() || response.status().equals(Status.FORBIDDEN)) {
      return;
    }
    Protections.Place place = sent.get();
    Optional<String> next =
        response
            .fields()
            .first("Authentication-Info")
            .flatMap(info -> Optional.ofNullable(Challenge.parameters(info).get("nextnonce")));
    if (place.digest().isPresent() && next.isPresent()) {
      place =
          new Protections.Place(
              place.login(),
              place.realm(),
              place.path(),
              Optional.of(place.digest().get().with(next.get())),
              0);
      places().put(origin, place);
    } else if (place.used() == 1) {
      places().put(origin, place);
    }
  }
}
