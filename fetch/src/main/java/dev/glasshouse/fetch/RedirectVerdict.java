package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.url.Url;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a redirect. Pure; after <a
 * href="https://fetch.spec.whatwg.org/#http-redirect-fetch">Fetch, 4.5 "HTTP-redirect fetch"</a>.
 */
sealed interface RedirectVerdict {
  /** Why. */
  Because because();

  /**
   * It is followed.
   *
   * @param to where to, with the fragment that holds there
   * @param method the method from here on
   * @param keepsBody whether the body is sent again
   * @param fields the asker's fields that still go along
   * @param taintsOrigin whether the asker's origin is not told from here on
   */
  record Followed(
      Url to,
      Method method,
      boolean keepsBody,
      Fields fields,
      boolean taintsOrigin,
      Because because)
      implements RedirectVerdict {}

  /** It is not followed, and the fetch fails. */
  record Refused(String named, Because because) implements RedirectVerdict {}

  /** The response itself is the answer. */
  record Answer(Because because) implements RedirectVerdict {}

  /**
   * What is known of a redirect.
   *
   * @param request the request as it is by now
   * @param tainting how much of the answer the asker may read
   * @param status the response's status code
   * @param fields the response's fields
   * @param urls every URL so far, the one that redirected last
   * @param limits the limits
   */
  record Facts(
      FetchRequest request,
      Tainting tainting,
      Status status,
      Fields fields,
      List<Url> urls,
      Limits limits) {}

  /** Decides. */
  static RedirectVerdict decide(Facts facts) {
    return switch (facts.request().redirect()) {
      case MANUAL -> new Answer(Because.of(FetchReason.REDIRECT_MANUAL, fetch()));
      case ERROR ->
          new Refused(
              facts.fields().first("Location").orElse(""),
              Because.of(FetchReason.REDIRECT_NOT_WANTED, fetch()));
      case FOLLOW -> locate(facts);
    };
  }

  private static Clause fetch() {
    return Clause.of("WHATWG Fetch", "4.5");
  }

  private static RedirectVerdict locate(Facts facts) {
    List<String> locations = facts.fields().all("Location").stream().distinct().toList();
    if (locations.isEmpty()) {
      return new Answer(Because.of(FetchReason.NO_LOCATION, Clause.rfc(9110, "15.4")));
    }
    if (locations.size() > 1) {
      return new Refused(
          String.join(", ", locations),
          Because.of(FetchReason.LOCATIONS_DIFFER, Clause.rfc(9110, "10.2.2")));
    }
    String text = utf8(locations.getFirst());
    Url current = facts.urls().getLast();
    Optional<Url> to = Url.tryParse(text, current);
    if (to.isEmpty()) {
      return new Refused(
          text, Because.of(FetchReason.BAD_LOCATION, Clause.rfc(9110, "10.2.2"), shown(text)));
    }
    Url url = to.get();
    if (url.fragment().isEmpty()) {
      url = url.withFragment(current.fragment());
    }
    return check(facts, url);
  }

  private static RedirectVerdict check(Facts facts, Url to) {
    FetchRequest request = facts.request();
    Url current = facts.urls().getLast();
    if (!to.isHttp()) {
      return new Refused(
          to.display(), Because.of(FetchReason.REDIRECT_SCHEME, fetch(), to.scheme() + ":"));
    }
    if (facts.urls().size() > facts.limits().redirects()) {
      return tooMany(facts, to);
    }
    boolean sameOrigin = current.origin().isSameOrigin(to.origin());
    // Steps 7 and 8: once another origin is concerned, a URL brings no credentials.
    boolean foreign =
        facts.tainting() == Tainting.CORS
            || request.client().filter(c -> !c.origin().isSameOrigin(to.origin())).isPresent();
    if (request.mode() == FetchRequest.Mode.CORS && to.includesCredentials() && foreign) {
      return new Refused(to.display(), Because.of(FetchReason.REDIRECT_CREDENTIALS, fetch()));
    }
    if (request.mode() == FetchRequest.Mode.SAME_ORIGIN && foreign) {
      return new Refused(to.display(), Because.of(FetchReason.SAME_ORIGIN_ONLY, fetch()));
    }
    Method method = method(facts.status(), request.method());
    boolean keepsBody = method.equals(request.method());
    if (keepsBody && !request.body().isEmpty() && !request.body().isReplayable()) {
      return new Refused(
          to.display(), Because.of(FetchReason.REDIRECT_BODY, fetch(), facts.status().toString()));
    }
    Because because = why(facts.status(), request.method(), method);
    Fields fields = request.fields();
    if (!keepsBody) {
      fields =
          fields.without(
              "Content-Encoding", "Content-Language", "Content-Location", "Content-Type", "Expect");
    }
    if (!sameOrigin) {
      Fields bare = fields.without("Authorization", "Proxy-Authorization", "Cookie", "Host");
      if (bare.size() < fields.size()) {
        because = because.butNot("credentials", FetchReason.CREDENTIALS_DROPPED);
      }
      fields = bare;
    }
    // Step 10: redirected from one foreign origin to another, nobody can tell who really asks.
    boolean taints =
        !sameOrigin
            && request.client().filter(c -> !c.origin().isSameOrigin(current.origin())).isPresent();
    return new Followed(to, method, keepsBody, fields, taints, because);
  }

  private static Refused tooMany(Facts facts, Url to) {
    long times =
        facts.urls().stream()
            .filter(url -> url.hrefWithoutFragment().equals(to.hrefWithoutFragment()))
            .count();
    return new Refused(
        to.display(),
        times > 1
            ? Because.of(FetchReason.REDIRECT_CIRCLE, fetch(), to.display(), times)
            : Because.of(FetchReason.REDIRECT_LIMIT, fetch(), facts.limits().redirects()));
  }

  /** Fetch 4.5, the step on 301, 302 and 303. */
  private static Method method(Status status, Method method) {
    return switch (status.code()) {
      case 301, 302 -> method.equals(Method.POST) ? Method.GET : method;
      case 303 -> method.equals(Method.HEAD) ? method : Method.GET;
      default -> method;
    };
  }

  private static Because why(Status status, Method before, Method after) {
    String code = status.toString();
    return switch (status.code()) {
      case 303 -> Because.of(FetchReason.SEE_OTHER, Clause.rfc(9110, "15.4.4"), after.toString());
      case 301, 302 -> {
        Clause clause = Clause.rfc(9110, status.code() == 301 ? "15.4.2" : "15.4.3");
        yield before.equals(after)
            ? Because.of(kept(status), clause, code, after.toString())
            : Because.of(FetchReason.METHOD_CHANGED, clause, code, before.toString());
      }
      case 307 -> Because.of(kept(status), Clause.rfc(9110, "15.4.8"), code, after.toString());
      default -> Because.of(kept(status), Clause.rfc(9110, "15.4.9"), code, after.toString());
    };
  }

  private static FetchReason kept(Status status) {
    return status.code() == 301 || status.code() == 308
        ? FetchReason.PERMANENT_METHOD_KEPT
        : FetchReason.TEMPORARY_METHOD_KEPT;
  }

  /**
   * Servers write Location in UTF-8 where they do not escape it; bytes that are none stay bytes.
   */
  private static String utf8(String value) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException _) {
      return value;
    }
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }
}
