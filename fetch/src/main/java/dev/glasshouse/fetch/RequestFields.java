package dev.glasshouse.fetch;

import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.PercentEncode;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The fields that a browser puts on a request by itself, in the order in which browsers send them;
 * the asker's own win. Pure.
 *
 * <p>Sources: Fetch 4.6; Fetch Metadata 2 (Sec-Fetch-*); Referrer Policy 3.8
 * (strict-origin-when-cross-origin, the default; other policies come with a later issue); Upgrade
 * Insecure Requests 3.2.1.
 */
final class RequestFields {
  private final FetchRequest request;
  private final List<Url> urls;
  private final Url url;
  private final String userAgent;
  private final String language;

  private RequestFields(FetchRequest request, List<Url> urls, String userAgent, String language) {
    this.request = request;
    this.urls = urls;
    this.url = urls.getLast();
    this.userAgent = userAgent;
    this.language = language;
  }

  /**
   * The fields without cookies.
   *
   * @param request the request as it is by now
   * @param urls every URL so far, the one to be asked last
   */
  static Fields of(FetchRequest request, List<Url> urls, String userAgent, String language) {
    return new RequestFields(request, urls, userAgent, language).all();
  }

  private Fields all() {
    Fields own = request.fields();
    Fields fields = Fields.EMPTY;
    if (request.destination() == Destination.DOCUMENT
        || request.destination() == Destination.IFRAME) {
      fields = fields.plus("Upgrade-Insecure-Requests", "1");
    }
    fields = fields.plus("User-Agent", userAgent).plus("Accept", accept());
    fields = fetchMetadata(fields);
    Optional<String> origin = origin();
    if (origin.isPresent()) {
      fields = fields.plus("Origin", origin.get());
    }
    Optional<String> referrer = referrer(request.referrer(), url);
    if (referrer.isPresent()) {
      fields = fields.plus("Referer", referrer.get());
    }
    fields =
        fields.plus("Accept-Encoding", ContentCodings.ACCEPTED).plus("Accept-Language", language);
    if (url.includesCredentials()) {
      fields = fields.plus("Authorization", basic(url));
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
    return switch (request.destination()) {
      case DOCUMENT, IFRAME, FRAME ->
          "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
      case STYLE -> "text/css,*/*;q=0.1";
      case IMAGE -> "image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5";
      case JSON -> "application/json,*/*;q=0.5";
      case SCRIPT, FONT, VIDEO, AUDIO, TRACK, MANIFEST, OBJECT, EMBED, EMPTY -> "*/*";
      case WORKER, SHARED_WORKER, SERVICE_WORKER, XSLT, REPORT -> "*/*";
    };
  }

  private Fields fetchMetadata(Fields fields) {
    if (!isTrustworthy(url)) {
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
    if (request.referrer().isEmpty()) {
      return "none";
    }
    Origin asker = request.referrer().get().origin();
    boolean sameOrigin = true;
    for (Url each : urls) {
      if (!each.origin().site().isSameSite(asker.site())) {
        return "cross-site";
      }
      sameOrigin &= each.origin().isSameOrigin(asker);
    }
    return sameOrigin ? "same-origin" : "same-site";
  }

  /** Fetch 3.2: the origin goes along with what may change something, and with cors. */
  private Optional<String> origin() {
    boolean safe = request.method().equals(Method.GET) || request.method().equals(Method.HEAD);
    if (request.referrer().isEmpty()) {
      return Optional.empty();
    }
    Origin asker = request.referrer().get().origin();
    boolean cors = request.mode() == FetchRequest.Mode.CORS && !asker.isSameOrigin(url.origin());
    return safe && !cors ? Optional.empty() : Optional.of(asker.toString());
  }

  /** Referrer Policy 8.3, for the default policy. */
  static Optional<String> referrer(Optional<Url> from, Url to) {
    if (from.isEmpty() || !from.get().isHttp()) {
      return Optional.empty();
    }
    Url referrer = from.get();
    if (referrer.origin().isSameOrigin(to.origin())) {
      return Optional.of(referrer.withoutCredentials().withoutFragment().href());
    }
    boolean downgrade = isTrustworthy(referrer) && !isTrustworthy(to);
    return downgrade ? Optional.empty() : Optional.of(referrer.origin() + "/");
  }

  private static boolean isTrustworthy(Url url) {
    return url.scheme().equals("https") || url.host().filter(Host::isLocalhost).isPresent();
  }

  private static String basic(Url url) {
    String pair =
        PercentEncode.decodeToString(url.username())
            + ":"
            + PercentEncode.decodeToString(url.password());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
