package dev.glasshouse.css.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.css.Limits;
import dev.glasshouse.css.ProblemLog;
import dev.glasshouse.dom.encoding.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {
  private static List<Item> block(String css) {
    return Parser.blockContents(Parser.values(css));
  }

  @Test
  void nestedRulesAndDeclarationsAreToldApart() {
    List<Item> items = block("color: red; a:hover { x: y } b { } width: 1px; --x: {a:b}");
    assertThat(items)
        .extracting(i -> i.getClass().getSimpleName())
        .containsExactly(
            "Declaration", "QualifiedRule", "QualifiedRule", "Declaration", "Declaration");
  }

  @Test
  void linesAreCountedAfterPreprocessing() {
    SourceText text = SourceText.of("a{}\r\nb{}\fc{}\u0000");
    assertThat(text.text()).isEqualTo("a{}\nb{}\nc{}\uFFFD");
    assertThat(text.line(0)).isEqualTo(1);
    assertThat(text.line(4)).isEqualTo(2);
    assertThat(text.line(9)).isEqualTo(3);
  }

  @Test
  void longSheetsAreCutAndSayso() {
    Limits d = Limits.DEFAULT;
    Limits shorter =
        new Limits(
            10,
            d.nesting(),
            d.problems(),
            d.rules(),
            d.selectorParts(),
            d.variableTokens(),
            d.importDepth(),
            d.selectorSteps(),
            d.stylingSteps());
    ProblemLog problems = new ProblemLog(10);
    List<Item> items = Parser.styleSheet(SourceText.of("a{} b{} c{} d{}"), shorter, problems);
    assertThat(items).hasSize(3);
    assertThat(problems.kept()).anyMatch(p -> p.detail().contains("longer than 10"));
  }

  @ParameterizedTest
  @CsvSource({
    "U+26, 38, 38",
    "U+0-7F, 0, 127",
    "u+4??, 1024, 1279",
    "U+??????, -1, -1",
    "U+5-1, -1, -1"
  })
  void unicodeRanges(String text, int from, int to) {
    Optional<UnicodeRange> read = UnicodeRange.parse(Parser.values(text));
    assertThat(read)
        .isEqualTo(from < 0 ? Optional.empty() : Optional.of(new UnicodeRange(from, to)));
  }

  @ParameterizedTest
  @CsvSource({"2n+1, 1 3 5", "-n+3, 1 2 3", "3, 3", "n, 1 2 3 4 5 6", "-2n, ''"})
  void anPlusBChoosesPlaces(String text, String places) {
    AnB anB = AnB.parse(Parser.values(text)).orElseThrow();
    StringBuilder found = new StringBuilder();
    for (int i = 1; i <= 6; i++) {
      found.append(anB.matches(i) ? " " + i : "");
    }
    assertThat(found.toString().strip()).isEqualTo(places);
  }

  @Test
  void bytesAreReadAsTheTransportOrTheSheetSays() {
    byte[] gbk = {
      '@',
      'c',
      'h',
      'a',
      'r',
      's',
      'e',
      't',
      ' ',
      '"',
      'g',
      'b',
      'k',
      '"',
      ';',
      (byte) 0xD6,
      (byte) 0xD0
    };
    assertThat(StyleBytes.decode(gbk, Optional.empty(), Optional.empty()).text()).endsWith("中");
    byte[] utf8 = "é".getBytes(StandardCharsets.UTF_8);
    StyleBytes read = StyleBytes.decode(utf8, Optional.of("latin1"), Optional.of(Encoding.UTF_8));
    assertThat(read.encoding()).isEqualTo(Encoding.WINDOWS_1252);
  }

  @Test
  void serializedTokensDoNotMerge() {
    List<ComponentValue> values =
        List.of(
            new ComponentValue.Ident("a", 0),
            new ComponentValue.Ident("b", 0),
            new ComponentValue.Num(1, true, "1", 0),
            new ComponentValue.Dimension(2, true, "2", "e3", 0),
            new ComponentValue.Hash("1x", false, 0));
    assertThat(Serializer.text(values)).isEqualTo("a/**/b/**/1/**/2\\65 3#\\31 x");
  }
}
