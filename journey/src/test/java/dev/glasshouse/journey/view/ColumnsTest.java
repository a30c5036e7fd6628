package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Test
  void chineseTakesTwoColumnsAndCombiningMarksNone() {
    assertThat(Columns.width("abc")).isEqualTo(3);
    assertThat(Columns.width("图片")).isEqualTo(4);
    assertThat(Columns.width("e\u0301")).isEqualTo(1);
    assertThat(Columns.width("\ud83d\ude00")).isEqualTo(2);
    assertThat(Columns.padEnd("图", 4)).isEqualTo("图  ");
    assertThat(Columns.padStart("图", 4)).isEqualTo("  图");
  }

  @Test
  void whatIsTooLongLosesItsMiddle() {
    assertThat(Columns.shortenMiddle("abcdefghij", 7, "…")).isEqualTo("abc…hij");
    assertThat(Columns.shortenMiddle("图图图图图", 6, "…")).isEqualTo("图…图");
    assertThat(Columns.shortenMiddle("abc", 3, "…")).isEqualTo("abc");
    assertThat(Columns.shortenMiddle("abcdef", 2, "...")).isEqualTo("ab");
  }

  @Test
  void shortenedAndWrappedTextFitsAndWrappingLosesNothing() {
    var random = new Random(11);
    String alphabet = "ab /图。（\ud83d\ude00";
    for (int round = 0; round < 2000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        int at = alphabet.offsetByCodePoints(0, random.nextInt(9));
        text.appendCodePoint(alphabet.codePointAt(Math.min(at, alphabet.length() - 2)));
      }
      int most = 4 + random.nextInt(20);
      assertThat(Columns.width(Columns.shortenMiddle(text.toString(), most, "…")))
          .isLessThanOrEqualTo(most);
      var lines = Columns.wrap(text.toString(), most);
      assertThat(lines).allMatch(line -> Columns.width(line) <= most);
      assertThat(String.join("", lines).replace(" ", ""))
          .isEqualTo(text.toString().replace(" ", ""));
    }
  }
}
