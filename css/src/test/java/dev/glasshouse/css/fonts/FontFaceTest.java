package dev.glasshouse.css.fonts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.css.cascade.ImportRule;
import dev.glasshouse.css.cascade.SheetUse;
import dev.glasshouse.css.cascade.StyleEngine;
import dev.glasshouse.css.cascade.StyleSheet;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.syntax.UnicodeRange;
import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.url.Url;
import java.util.List;
import org.junit.jupiter.api.Test;

class FontFaceTest {
  private static List<FontFace> faces(StyleSheet sheet) {
    var engine = StyleEngine.of(HtmlParser.parse("<p>text"), Viewport.screen(800, 600));
    engine.sheets(List.of(SheetUse.of(sheet)));
    return engine.fontFaces();
  }

  private static List<FontFace> faces(String css) {
    return faces(
        StyleSheet.parse(css, StyleSheet.Source.fetched(Url.parse("http://a.test/s/x.css"))));
  }

  private static FontFace face(String descriptors) {
    List<FontFace> faces = faces("@font-face { " + descriptors + " }");
    assertThat(faces).hasSize(1);
    return faces.getFirst();
  }

  @Test
  void readsAllThatARuleSays() {
    FontFace face =
        face(
            """
            font-family: "Open Sans"; font-weight: 300 800; font-style: oblique 0deg 10deg;
            font-stretch: 125% 75%; font-display: swap; size-adjust: 90%; ascent-override: 105%;
            unicode-range: U+4e00-9FFF, u+26, U+4??;
            src: local(Open Sans Light), local("OpenSans-Light"),
              url(f/a.woff2) format("woff2") tech(variations), url("b.ttf") format(truetype)\
            """);

    assertThat(face.family()).isEqualTo("Open Sans");
    assertThat(face.weight()).isEqualTo(new FontFace.Span(300, 800));
    assertThat(face.style()).isEqualTo(FontFace.Style.OBLIQUE);
    assertThat(face.stretch()).isEqualTo(new FontFace.Span(75, 125));
    assertThat(face.display()).isEqualTo(FontFace.Display.SWAP);
    assertThat(face.adjustment()).isEqualTo(new FontFace.Adjustment(0.9, 1.05, -1, -1));
    assertThat(face.ranges())
        .containsExactly(
            new UnicodeRange(0x4E00, 0x9FFF),
            new UnicodeRange(0x26, 0x26),
            new UnicodeRange(0x400, 0x4FF));
    assertThat(face.sources())
        .containsExactly(
            new FontSource.Local("Open Sans Light"),
            new FontSource.Local("OpenSans-Light"),
            new FontSource.File("http://a.test/s/f/a.woff2", "woff2", List.of("variations")),
            new FontSource.File("http://a.test/s/b.ttf", "truetype", List.of()));
  }

  @Test
  void leavesOutSourcesThatCannotBeUsed() {
    FontFace face =
        face(
            "font-family: A; src: url(a.eot) format(embedded-opentype), url(a.svg#x) format('svg'),"
                + " url(a.woff) format('woff') nonsense, url(c.ttf) tech(color-COLRv1), url(b.ttf)");
    assertThat(face.sources())
        .containsExactly(new FontSource.File("http://a.test/s/b.ttf", "", List.of()));
  }

  @Test
  void laterSourcesReplaceEarlierOnesUnlessTheyAreWrong() {
    // How sheets of 2010 are written: the first src is for an old browser.
    FontFace face =
        face("font-family: A; src: url(a.eot); src: url(a.ttf); src: format('x'); src: 12px");
    assertThat(face.sources())
        .containsExactly(new FontSource.File("http://a.test/s/a.ttf", "", List.of()));
  }

  @Test
  void wrongDescriptorsCountAsNotWritten() {
    FontFace face =
        face(
            "font-family: A; src: url(a.ttf); font-weight: 0 900; font-weight: heavy;"
                + " font-style: italic 10deg; font-stretch: -5%; unicode-range: U+110000;"
                + " font-display: later; size-adjust: 12px; nonsense: 1");
    assertThat(face.weight()).isEqualTo(FontFace.Span.of(400));
    assertThat(face.style()).isEqualTo(FontFace.Style.NORMAL);
    assertThat(face.stretch()).isEqualTo(FontFace.Span.of(100));
    assertThat(face.ranges()).isEmpty();
    assertThat(face.display()).isEqualTo(FontFace.Display.AUTO);
    assertThat(face.adjustment()).isEqualTo(FontFace.Adjustment.NONE);
    assertThat(face.notSupported()).containsExactly("nonsense");
  }

  @Test
  void aFaceWithoutFamilyOrSourceIsNone() {
    assertThat(faces("@font-face { font-family: A } @font-face { src: url(a.ttf) } @font-face {}"))
        .isEmpty();
    assertThat(faces("@font-face { font-family: ; src: url(a.ttf)")).isEmpty();
  }

  @Test
  void onlyThoseThatApplyCount() {
    List<FontFace> faces =
        faces(
            """
            @media print { @font-face { font-family: P; src: url(p.ttf) } }
            @media screen { @font-face { font-family: S; src: url(s.ttf) } }
            @layer x { @font-face { font-family: L; src: url(l.ttf) } }
            """);
    assertThat(faces).extracting(FontFace::family).containsExactly("S", "L");
  }

  @Test
  void importedSheetsBringTheirs() {
    StyleSheet inner = StyleSheet.parse("@font-face { font-family: I; src: url(i.ttf) }");
    StyleSheet outer =
        StyleSheet.parse("@import 'i.css'; @font-face { font-family: O; src: url(o.ttf) }");
    ImportRule rule = outer.imports().getFirst();
    assertThat(faces(outer.withImport(rule, inner)))
        .extracting(FontFace::family)
        .containsExactly("I", "O");
  }
}
