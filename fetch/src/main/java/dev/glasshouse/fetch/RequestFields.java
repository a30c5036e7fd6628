package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.fetch.secure.Trustworthy;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Optional;

/**
 * The fields that a browser puts on a request by itself, in the order in which browsers send them;
 * the asker's own win. Pure.
 *
 * <p>Sources: Fetch 4.6; Fetch Metadata 2 (Sec-Fetch-*); Upgrade Insecure Requests 3.2.1.
 */
final class RequestFields {
  /**
   * What is known of a request.
   *
   * @param request the request as it is by now
   * @param urls every URL so far, the one to be asked last
   * @param tainting how much of the answer the asker may read
   * @param origin the origin that asks, as it is told
   * @param policy the referrer policy
   * @param referrer what is said of the page that asks
   */
  record Facts(
      FetchRequest request,
      List<Url> urls,
      Tainting tainting,
      String origin,
      ReferrerPolicy policy,
      Optional<String> referrer) {}

  /** What is accepted as a page. */
  private static final String PAGE =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  private final Facts facts;
  private final FetchRequest request;
  private final List<Url> urls;
  private final Url url;
  private final Fetcher.Identity identity;

  private RequestFields(Facts facts, Fetcher.Identity identity) {
    this.facts = facts;
    this.request = facts.request();
    this.urls = facts.urls();
    this.url = urls.getLast();
    this.identity = identity;
  }

  /** The fields without cookies and credentials. */
  static Fields of(Facts facts, Fetcher.Identity identity) {
    return new RequestFields(facts, identity).all();
  }

  private Fields all() {
    Fields own = request.fields();
    Fields fields = Fields.EMPTY;
    if (request.destination().isNavigation()) {
      fields = fields.plus("Upgrade-Insecure-Requests", "1");
    }
    fields = fields.plus("User-Agent", identity.userAgent()).plus("Accept", accept());
    fields = fetchMetadata(fields);
    if (request.terms().loading() == Loading.PREFETCH) {
      // Fetch, "HTTP-network-or-cache fetch", the step on the initiator "prefetch".
      fields = fields.plus("Sec-Purpose", "prefetch");
    }
    Optional<String> origin = origin();
    if (origin.isPresent()) {
      fields = fields.plus("Origin", origin.get());
    }
    if (facts.referrer().isPresent()) {
      fields = fields.plus("Referer", facts.referrer().get());
    }
    fields =
        fields
            .plus("Accept-Encoding", own.has("Range") ? "identity" : ContentCodings.ACCEPTED)
            .plus("Accept-Language", identity.language());
    String priority = Priorities.of(request.destination(), request.terms()).field();
    if (!priority.isEmpty()) {
      fields = fields.plus("Priority", priority);
    }
    for (Field field : fields) {
      if (own.has(field.name())) {
        fields = fields.without(field.name());
      }
    }
    for (Field field : own) {
      fields = fields.plus(field.name(), field.value());
    }
    return fields;
  }

  private String accept() {
    if (request.terms().loading() == Loading.PREFETCH) {
      // Most likely a page: it must fit the request for that one, whatever it varies by.
      return PAGE;
    }
    return switch (request.destination()) {
      case DOCUMENT, IFRAME, FRAME -> PAGE;
      case STYLE -> "text/css,*/*;q=0.1";
      case IMAGE -> "image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5";
      case JSON -> "application/json,*/*;q=0.5";
      case SCRIPT, FONT, VIDEO, AUDIO, TRACK, MANIFEST, OBJECT, EMBED, EMPTY -> "*/*";
      case WORKER, SHARED_WORKER, SERVICE_WORKER, XSLT, REPORT -> "*/*";
    };
  }

  private Fields fetchMetadata(Fields fields) {
    if (!Trustworthy.is(url)) {
      return fields;
    }
    Fields more =
        fields.plus("Sec-Fetch-Site", site()).plus("Sec-Fetch-Mode", request.mode().toString());
    if (request.mode() == FetchRequest.Mode.NAVIGATE && request.referrer().isEmpty()) {
      more = more.plus("Sec-Fetch-User", "?1");
    }
    return more.plus("Sec-Fetch-Dest", request.destination().toString());
  }

  /** Fetch Metadata 2.3: the farthest that any URL on the way was from the page that asks. */
  private String site() {
    if (request.client().isEmpty()) {
      return "none";
    }
    Origin asker = request.client().get().origin();
    boolean sameOrigin = true;
    for (Url each : urls) {
      if (!each.origin().site().isSameSite(asker.site())) {
        return "cross-site";
      }
      sameOrigin &= each.origin().isSameOrigin(asker);
    }
    return sameOrigin ? "same-origin" : "same-site";
  }

  /** <a href="https://fetch.spec.whatwg.org/#append-a-request-origin-header">Fetch, 3.2</a>. */
  private Optional<String> origin() {
    if (request.client().isEmpty()) {
      return Optional.empty();
    }
    // Step 2
    if (facts.tainting() == Tainting.CORS) {
      return Optional.of(facts.origin());
    }
    // Step 3
    if (request.method().equals(Method.GET) || request.method().equals(Method.HEAD)) {
      return Optional.empty();
    }
    boolean told =
        request.mode() == FetchRequest.Mode.CORS
            || switch (facts.policy()) {
              case NO_REFERRER -> false;
              case NO_REFERRER_WHEN_DOWNGRADE, STRICT_ORIGIN, STRICT_ORIGIN_WHEN_CROSS_ORIGIN ->
                  !facts.origin().startsWith("https:") || url.scheme().equals("https");
              case SAME_ORIGIN -> request.client().get().origin().isSameOrigin(url.origin());
              case ORIGIN, ORIGIN_WHEN_CROSS_ORIGIN, UNSAFE_URL -> true;
            };
    return Optional.of(told ? facts.origin() : "null");
  }
}
