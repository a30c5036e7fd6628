package dev.glasshouse.browser;

import dev.glasshouse.browser.ResourceLoader.CrossOrigin;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.dom.Element;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.layout.box.Pictures;
import dev.glasshouse.layout.image.ImageStore;
import dev.glasshouse.layout.image.Picture;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The pictures of a document: those of its elements, which are loaded as the tree grows, and those
 * of its styles, which layout and paint ask for and which are loaded then. On the page's loop only.
 */
final class PageImages implements Pictures {
  private static final Pattern SVG_TEXT = Pattern.compile("<(?:\\w+:)?text[\\s>]");

  private final ResourceLoader loader;
  private final Viewport viewport;
  private final Trail trail;
  private final Supplier<Optional<ImageStore>> store;
  private final Function<String, Terms> behalf;
  private final PageProblems problems;
  private final Map<String, Picture> pictures = new HashMap<>();

  /** Drawings in the document, by their markup. */
  private final Map<String, Picture> drawings = new HashMap<>();

  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<String> wanted = new LinkedHashSet<>();
  private Url base;
  private int version;

  /**
   * No pictures yet.
   *
   * @param behalf on whose behalf what the styles name is asked for, by its URL
   */
  PageImages(
      ResourceLoader loader,
      Viewport viewport,
      Url base,
      Trail trail,
      PageProblems problems,
      Supplier<Optional<ImageStore>> store,
      Function<String, Terms> behalf) {
    this.behalf = behalf;
    this.problems = problems;
    this.loader = loader;
    this.viewport = viewport;
    this.base = base;
    this.trail = trail;
    this.store = store;
  }

  void base(Url url) {
    base = url;
  }

  /** What the document's relative URLs are relative to. */
  Url base() {
    return base;
  }

  /** Grows whenever a picture came. */
  int version() {
    return version;
  }

  /** Loads what an element shows, if it shows a picture that is loaded from elsewhere. */
  void add(Element element) {
    Optional<Url> url = ImageSource.of(element, viewport).flatMap(u -> Url.tryParse(u, base));
    if (url.isPresent() && asked.add(url.get().href())) {
      String place = element.line() + ":" + element.column();
      Terms terms = PagePolicies.terms(element);
      boolean lazy = "lazy".equalsIgnoreCase(element.attribute("loading"));
      load(
          new ResourceLoader.Wanted(
              url.get(),
              Destination.IMAGE,
              "line " + element.line(),
              lazy ? Loading.LAZY : Loading.NORMAL,
              CrossOrigin.of(
                  Optional.ofNullable(element.attribute("crossorigin")), Destination.IMAGE),
              ImageSource.chooses(element) ? terms.ofSet() : terms),
          "tree",
          place);
    }
  }

  /** Gives up what layout asked for in vain; tells whether there was anything. */
  boolean dropWanted() {
    boolean any = wanted.stream().anyMatch(asked::add);
    asked.addAll(wanted);
    wanted.clear();
    return any;
  }

  /** Loads what layout asked for in vain since the last call; tells whether there was anything. */
  boolean loadWanted() {
    boolean any = false;
    for (String href : wanted) {
      if (asked.add(href)) {
        any = true;
        Url.tryParse(href, base)
            .ifPresent(url ->
                load(
                    new ResourceLoader.Wanted(
                        url,
                        Destination.IMAGE,
                        "style",
                        Loading.NORMAL,
                        CrossOrigin.usual(Destination.IMAGE),
                        behalf.apply(href)),
                    "style sheet",
                    ""));
      }
    }
    wanted.clear();
    return any;
  }

  private void load(ResourceLoader.Wanted request, String finder, String place) {
    Url url = request.url();
    if (trail.on()) {
      trail.mark(
          new PageStep.ResourceFound(url.display(), "image", finder, place, false),
          Because.HAPPENED);
    }
    loader.load(request, trail, loaded -> arrived(url, loaded));
  }

  private void arrived(Url url, Loaded loaded) {
    long begin = trail.now();
    Picture picture =
        switch (loaded) {
          case Loaded.Failed failed -> new Picture.Broken(failed.why());
          case Loaded.Content content -> decoded(url, content);
        };
    pictures.put(url.href(), picture);
    version++;
    if (trail.on()) {
      trail.add(begin, step(url, picture), Because.HAPPENED);
    }
  }

  private Picture decoded(Url url, Loaded.Content content) {
    Optional<ImageStore> images = store.get();
    if (images.isEmpty()) {
      return new Picture.Broken("pictures cannot be decoded on this machine");
    }
    Picture picture = images.get().add(content.bytes(), content.essence());
    if (picture instanceof Picture.Vector) {
      tellText(new String(content.bytes(), StandardCharsets.UTF_8), content.url().display());
    }
    if (picture instanceof Picture.Raster raster) {
      picture = images.get().decode(raster).<Picture>map(Picture.Broken::new).orElse(picture);
    }
    if (picture instanceof Picture.Broken(String why)) {
      problems.add(url.display(), "the picture is broken: " + why);
    }
    return picture;
  }

  /** Skia's SVG has no fonts here, and nothing lets us give it any: its text is not drawn. */
  private void tellText(String markup, String where) {
    if (trail.on() && SVG_TEXT.matcher(markup).find()) {
      trail.mark(
          new JourneyStep.NotSupported("text in SVG", where, "the picture is drawn without it"),
          Because.HAPPENED);
    }
  }

  private static PageStep step(Url url, Picture picture) {
    String format =
        switch (picture) {
          case Picture.Raster raster -> raster.format();
          case Picture.Vector _ -> "SVG";
          case Picture.Broken _ -> "";
        };
    String problem = picture instanceof Picture.Broken(String why) ? why : "";
    return new PageStep.ImageDecoded(
        url.display(),
        format,
        (int) Math.round(picture.width().orElse(0)),
        (int) Math.round(picture.height().orElse(0)),
        problem);
  }

  @Override
  public Optional<String> source(Element element) {
    return ImageSource.of(element, viewport).flatMap(u -> Url.tryParse(u, base)).map(Url::href);
  }

  @Override
  public Optional<Picture> at(String url) {
    Picture there = pictures.get(url);
    if (there == null && !asked.contains(url)) {
      wanted.add(url);
    }
    return Optional.ofNullable(there);
  }

  @Override
  public Optional<Picture> drawing(Element svg, String markup) {
    return store
        .get()
        .map(images ->
            drawings.computeIfAbsent(
                markup,
                text -> {
                  tellText(text, "line " + svg.line());
                  return images.add(text.getBytes(StandardCharsets.UTF_8), "image/svg+xml");
                }));
  }
}
