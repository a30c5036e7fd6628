package dev.glasshouse.browser;

import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.html.Preload;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.fetch.links.Link;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.MimeType;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the field Link of an answer, or of early hints, asks to have fetched for its page (HTML,
 * 4.2.4.4 "process link headers"), and what a link element of the page asks for.
 */
final class LinkHints {
  private static final Set<String> NOT_SUPPORTED = Set.of("prerender", "stylesheet");

  private LinkHints() {}

  /**
   * What is done about each link that asks for something.
   *
   * @param page the URL that the fields came from
   * @param initiator who says it, in words
   * @param most links that are read at most
   */
  static List<AheadVerdict> of(
      Url page, Fields fields, String initiator, Viewport viewport, int most) {
    var verdicts = new ArrayList<AheadVerdict>();
    for (Link link : Link.parse(fields.all("Link"), most)) {
      AheadVerdict verdict = decide(link, page, initiator, viewport);
      if (!(verdict instanceof AheadVerdict.Nothing)) {
        verdicts.add(verdict);
      }
    }
    return List.copyOf(verdicts);
  }

  /**
   * What is done about a link element that asks for something (HTML, 4.2.4).
   *
   * @param base of the page's relative references
   */
  static AheadVerdict of(Element link, Url base, Viewport viewport) {
    var attributes = new HashMap<String, String>();
    link.attributes().forEach(one -> attributes.put(one.qualifiedName(), one.value()));
    String rel = attributes.getOrDefault("rel", "");
    attributes.put("rel", rel.replaceAll("[\n\f\r]", " "));
    attributes.remove("anchor");
    String href = attributes.getOrDefault("href", "");
    return decide(new Link(href, attributes), base, "line " + link.line(), viewport);
  }

  private static AheadVerdict decide(Link link, Url page, String initiator, Viewport viewport) {
    Optional<Url> url = Url.tryParse(link.target(), page);
    if (url.isEmpty() || link.target().isEmpty() || link.parameter("anchor").isPresent()) {
      return new AheadVerdict.Nothing();
    }
    Set<String> relations = link.relations();
    if (relations.contains("preload")) {
      return preload(link, url.get(), initiator, viewport);
    }
    if (relations.contains("modulepreload")) {
      return decide(link, url.get(), Preload.Kind.SCRIPT, initiator, viewport);
    }
    if (relations.contains("preconnect")) {
      return decide(link, url.get(), Preload.Kind.CONNECTION, initiator, viewport);
    }
    if (relations.contains("dns-prefetch")) {
      return url.get().isHttp()
              && url.get().host().filter(Host.Domain.class::isInstance).isPresent()
          ? new AheadVerdict.Resolve(url.get())
          : new AheadVerdict.Nothing();
    }
    if (relations.contains("prefetch")) {
      return url.get().isHttp() ? prefetch(link, url.get(), initiator) : new AheadVerdict.Nothing();
    }
    return NOT_SUPPORTED.stream()
        .sorted()
        .filter(relations::contains)
        .findFirst()
        .map(relation -> leftOut(relation, url.get()))
        .orElseGet(AheadVerdict.Nothing::new);
  }

  /** HTML, 4.6.8 "prefetch": whatever it is, it is nothing in particular yet. */
  private static AheadVerdict prefetch(Link link, Url url, String initiator) {
    Optional<ReferrerPolicy> policy = ReferrerPolicy.named(value(link, "referrerpolicy"));
    return new AheadVerdict.Prefetch(
        new ResourceLoader.Wanted(
            url,
            Destination.EMPTY,
            initiator,
            Loading.PREFETCH,
            ResourceLoader.CrossOrigin.of(link.parameter("crossorigin"), Destination.EMPTY),
            policy.isPresent() ? Terms.NONE.with(policy.get()) : Terms.NONE));
  }

  private static AheadVerdict preload(Link link, Url url, String initiator, Viewport viewport) {
    String as = value(link, "as").strip().toLowerCase(Locale.ROOT);
    String type = value(link, "type");
    if (as.equals("image") && link.parameter("imagesrcset").isPresent()) {
      return leftOut("imagesrcset", url);
    }
    if (as.equals("style") && !type.isBlank() && !essence(type).equals("text/css")) {
      return new AheadVerdict.LeftOut(
          "preload as=style", url.display(), Because.of(PageReason.NOT_CSS, type));
    }
    return switch (as) {
      case "style" -> decide(link, url, Preload.Kind.STYLE, initiator, viewport);
      case "image" -> decide(link, url, Preload.Kind.IMAGE, initiator, viewport);
      case "font" -> decide(link, url, Preload.Kind.FONT, initiator, viewport);
      case "script" -> decide(link, url, Preload.Kind.SCRIPT, initiator, viewport);
      case "" ->
          new AheadVerdict.LeftOut(
              "preload", url.display(), Because.of(PageReason.PRELOAD_WITHOUT_AS));
      default -> leftOut("preload as=" + (as.length() > 20 ? as.substring(0, 20) : as), url);
    };
  }

  private static AheadVerdict leftOut(String feature, Url url) {
    return new AheadVerdict.LeftOut(feature, url.display(), Because.HAPPENED);
  }

  private static String essence(String type) {
    return MimeType.parse(type).map(MimeType::essence).orElse(type);
  }

  private static AheadVerdict decide(
      Link link, Url url, Preload.Kind kind, String initiator, Viewport viewport) {
    boolean module = kind == Preload.Kind.SCRIPT && link.relations().contains("modulepreload");
    return AheadVerdict.decide(
        new Preload(
            kind,
            url.href(),
            module ? Preload.ScriptMode.MODULE : Preload.ScriptMode.NONE,
            value(link, "media"),
            link.parameter("crossorigin"),
            "",
            "",
            false,
            new Preload.Options(
                value(link, "integrity"),
                value(link, "nonce"),
                value(link, "referrerpolicy"),
                value(link, "fetchpriority")),
            1,
            1),
        initiator,
        viewport);
  }

  private static String value(Link link, String name) {
    return link.parameter(name).orElse("");
  }
}
