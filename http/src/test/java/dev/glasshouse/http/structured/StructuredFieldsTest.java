package dev.glasshouse.http.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructuredFieldsTest {
  @Test
  void readsEveryType() throws Exception {
    StructuredList list =
        StructuredList.parse(
            "1, -2.50, \"a \\\"b\\\"\", foo/bar, :aGk=:, ?1, @10, %\"f%c3%bc\", (x y;q);z");
    assertThat(list.members().stream().limit(8).map(member -> ((Item) member).value()))
        .containsExactly(
            new BareItem.Int(1),
            new BareItem.Decimal(new BigDecimal("-2.5")),
            new BareItem.Text("a \"b\""),
            new BareItem.Token("foo/bar"),
            new BareItem.ByteSequence("hi".getBytes(StandardCharsets.US_ASCII)),
            new BareItem.Bool(true),
            new BareItem.Date(10),
            new BareItem.DisplayText("fü"));
    InnerList inner = (InnerList) list.members().getLast();
    assertThat(inner.items()).hasSize(2);
    assertThat(inner.items().getLast().parameters().isTrue("q")).isTrue();
    assertThat(inner.parameters().isTrue("z")).isTrue();
    assertThat(new BareItem.Date(10).instant()).isEqualTo(Instant.ofEpochSecond(10));
  }

  @Test
  void writesADictionary() throws Exception {
    Dictionary priority = Dictionary.parse(List.of("u=3", "i;a=1, u=5"), StructuredLimits.DEFAULT);
    assertThat(priority.serialize()).isEqualTo("u=5, i;a=1");
    assertThat(priority.value("u")).contains(new BareItem.Int(5));
    assertThat(priority.get("i").orElseThrow().parameters().integer("a")).hasValue(1);
    assertThat(priority.get("x")).isEmpty();
    assertThat(new StructuredList(List.of()).serialize()).isEmpty();
    assertThat(Dictionary.parse(List.of(), StructuredLimits.DEFAULT).members()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a, b,       | 5",
        "a b         | 2",
        "\"ab        | 3",
        "\"a\\b\"    | 3",
        "(a b        | 4",
        "a;A         | 2",
        "1.          | 2",
        "?2          | 1",
        "@1.5        | 3",
        "%\"%C3\"    | 3",
        ":a:         | 2",
        "1234567890123456 | 16",
        "!           | 0"
      })
  void namesThePlaceOfAnError(String text, int position) {
    StructuredException e =
        catchThrowableOfType(StructuredException.class, () -> StructuredList.parse(text));
    assertThat(e.position()).isEqualTo(position);
    assertThat(e).hasMessageContaining("at character " + (position + 1));
  }

  @Test
  void isBounded() throws Exception {
    var limits = new StructuredLimits(20, 2, 2, 2);
    assertThat(StructuredList.parse(List.of("a, b"), limits).members()).hasSize(2);
    for (String text : List.of("a, b, c", "(a b c)", "a;b;c;d", "a".repeat(21))) {
      assertThatThrownBy(() -> StructuredList.parse(List.of(text), limits))
          .isInstanceOf(StructuredException.class)
          .hasMessageContaining("than");
    }
    assertThatThrownBy(() -> Dictionary.parse(List.of("a, b, c"), limits))
        .isInstanceOf(StructuredException.class);
  }

  @Test
  void refusesWhatNoFieldCanCarry() {
    var keys = new LinkedHashMap<String, BareItem>();
    keys.put("A", new BareItem.Bool(true));
    assertThatThrownBy(() -> new Parameters(keys)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BareItem.Int(1_000_000_000_000_000L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BareItem.Decimal(new BigDecimal("1E1000000000")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BareItem.Decimal(new BigDecimal("999999999999.9996")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BareItem.Text("ü")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BareItem.Token("1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BareItem.DisplayText("\ud800"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new BareItem.Decimal(new BigDecimal("0.0005")).serialize()).isEqualTo("0.0");
    assertThat(new BareItem.Decimal(new BigDecimal("0.0015")).serialize()).isEqualTo("0.002");
    assertThat(new BareItem.Decimal(new BigDecimal("1E-1000000000")).serialize()).isEqualTo("0.0");
    assertThat(new BareItem.Decimal(new BigDecimal("0E1000000000")).serialize()).isEqualTo("0.0");
  }

  /** Whatever is read, is written so that it is read as the same again; nothing else is thrown. */
  @Test
  void readsWhatItWrote() {
    var random = new Random(9651);
    String alphabet = "aAz*09.-_;=,( )\"\\:?@%$\t1~xf/+\u00fc\u0000";
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(14); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      read += roundTrip(text.toString());
    }
    assertThat(read).as("texts that are fields").isGreaterThan(1_000);
  }

  private static int roundTrip(String text) {
    int read = 0;
    try {
      StructuredList list = StructuredList.parse(text);
      read++;
      assertThat(StructuredList.parse(list.serialize())).as(text).isEqualTo(list);
    } catch (StructuredException e) {
      assertThat(e.position()).as(text).isBetween(0, text.length());
    }
    try {
      Dictionary dictionary = Dictionary.parse(text);
      read++;
      assertThat(Dictionary.parse(dictionary.serialize())).as(text).isEqualTo(dictionary);
    } catch (StructuredException e) {
      assertThat(e.position()).as(text).isBetween(0, text.length());
    }
    return read;
  }
}
