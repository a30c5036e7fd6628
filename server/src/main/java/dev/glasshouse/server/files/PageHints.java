package dev.glasshouse.server.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glasshouse.dom.html.Preload;
import dev.glasshouse.dom.html.PreloadScanner;
import dev.glasshouse.dom.html.Scripting;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a page will need first, by the links in its own head: told to clients before the page (103,
 * RFC 8297). Style sheets, fonts, and scripts that the parser waits for or that run soon after;
 * pictures are left to the browser, which knows which of them it shows.
 */
final class PageHints {
  private final FileLimits limits;

  /** By path and entity tag, so that a page that was changed is read anew. */
  private final Cache<String, List<Hint>> known;

  /**
   * Something that a page needs.
   *
   * @param link the value of Link
   * @param pushable its request target, where it is the site's own and asked for as the page was,
   *     so that it can be sent without being asked for; empty for others
   */
  record Hint(String link, Optional<String> pushable) {}

  PageHints(FileLimits limits) {
    this.limits = limits;
    this.known = Caffeine.newBuilder().maximumSize(limits.pages()).build();
  }

  /**
   * What a page of a site needs, in its order.
   *
   * @param url where the page is
   */
  List<Hint> of(String url, Content.File page) throws IOException {
    String key = url + " " + page.entityTag();
    List<Hint> links = known.getIfPresent(key);
    if (links == null) {
      links = read(url, page);
      known.put(key, links);
    }
    return links;
  }

  private List<Hint> read(String url, Content.File page) throws IOException {
    Optional<Url> base = Url.tryParse(url);
    if (base.isEmpty()) {
      return List.of();
    }
    byte[] head;
    try (BodyStream in = page.body().open()) {
      head = in.readNBytes(limits.scanned());
    }
    var scanner = PreloadScanner.at(url, Scripting.ON);
    var links = new ArrayList<Hint>();
    for (Preload preload : scanner.scan(new String(head, StandardCharsets.UTF_8))) {
      if (links.size() == limits.hinted()) {
        break;
      }
      link(preload, base.get()).filter(link -> !links.contains(link)).ifPresent(links::add);
    }
    return List.copyOf(links);
  }

  private static Optional<Hint> link(Preload preload, Url page) {
    if (!preload.media().isBlank()) {
      return Optional.empty();
    }
    String relation =
        switch (preload.kind()) {
          case STYLE -> "rel=preload; as=style";
          case FONT -> "rel=preload; as=font";
          case CONNECTION -> "rel=preconnect";
          case SCRIPT ->
              switch (preload.script()) {
                case BLOCKING, DEFER -> "rel=preload; as=script";
                case MODULE -> "rel=modulepreload";
                case ASYNC, NONE -> "";
              };
          case IMAGE, OTHER -> "";
        };
    Optional<Url> target = Url.tryParse(preload.url()).filter(Url::isHttp);
    if (relation.isEmpty() || target.isEmpty()) {
      return Optional.empty();
    }
    boolean own = target.get().origin().equals(page.origin());
    String address = own ? target.get().requestTarget() : target.get().href();
    String crossOrigin = preload.crossOrigin().map(PageHints::crossOrigin).orElse("");
    boolean pushable = own && crossOrigin.isEmpty() && relation.startsWith("rel=preload");
    return Optional.of(
        new Hint(
            "<" + address + ">; " + relation + crossOrigin,
            Optional.of(address).filter(_ -> pushable)));
  }

  /** RFC 8288 3: a parameter; the value is one of two words (HTML 2.3.3, CORS settings). */
  private static String crossOrigin(String value) {
    return value.equalsIgnoreCase("use-credentials")
        ? "; crossorigin=use-credentials"
        : "; crossorigin";
  }
}
