package dev.glasshouse.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LookAheadTest {
  private static final Url PAGE = Url.parse("http://site.test/folder/page");
  private static final Viewport SCREEN = Viewport.screen(800, 600);

  private static List<String> found(String html, int pieceSize) {
    LookAhead ahead = LookAhead.into(PAGE, Optional.of("utf-8"), SCREEN).orElseThrow();
    var found = new ArrayList<String>();
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += pieceSize) {
      int length = Math.min(pieceSize, bytes.length - at);
      byte[] piece = java.util.Arrays.copyOfRange(bytes, at, at + length);
      for (LookAhead.Found one : ahead.look(piece, length)) {
        found.add(one.wanted().destination() + " " + one.wanted().url() + " " + one.place());
      }
    }
    return found;
  }

  @Test
  void findsSheetsAndPicturesWhereverThePiecesEnd() {
    String html =
        "<link rel=stylesheet href=a.css>\n<link rel=stylesheet href=p.css media=print>"
            + "<script src=x.js></script>\n<p>é<img src='/é.png'><img src=s.png srcset='t.png 2x'>";
    for (int size : new int[] {1, 7, 1000}) {
      assertThat(found(html, size))
          .containsExactly(
              "style http://site.test/folder/a.css 1:1", "image http://site.test/%C3%A9.png 3:5");
    }
  }

  @Test
  void doesNotGuessAnEncoding() {
    assertThat(LookAhead.into(PAGE, Optional.empty(), SCREEN)).isEmpty();
    assertThat(LookAhead.into(PAGE, Optional.of("utf-16le"), SCREEN)).isEmpty();
    assertThat(LookAhead.into(PAGE, Optional.of("no such thing"), SCREEN)).isEmpty();
  }
}
