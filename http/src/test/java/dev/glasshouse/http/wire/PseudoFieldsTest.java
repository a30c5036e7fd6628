package dev.glasshouse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as field sections of HTTP/2 and 3, and back (RFC 9113 8.2 and 8.3). */
class PseudoFieldsTest {
  private static final Request GET = Request.get(Url.parse("https://a.test:81/p?q"));

  private static List<Field> section(String... namesAndValues) {
    var section = new ArrayList<Field>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      section.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return section;
  }

  private static List<Field> asked(String... more) {
    List<Field> all =
        section(":method", "GET", ":scheme", "https", ":authority", "a.test", ":path", "/");
    all.addAll(section(more));
    return all;
  }

  private static String text(List<Field> section) {
    return String.join("|", section.stream().map(Field::toString).toList());
  }

  @Test
  void aRequestBeginsWithItsPseudoFields() {
    assertThat(text(PseudoFields.of(GET.with("Accept", "x"))))
        .isEqualTo(":method: GET|:scheme: https|:authority: a.test:81|:path: /p?q|accept: x");
  }

  @Test
  void whatBelongsToAConnectionIsLeftOut() {
    Request request =
        GET.with(
            Fields.of(
                "Connection",
                "keep-alive, x",
                "Keep-Alive",
                "1",
                "Transfer-Encoding",
                "chunked",
                "Upgrade",
                "h2c",
                "Proxy-Connection",
                "close",
                "Host",
                "other",
                "TE",
                "gzip, trailers",
                "Content-Length",
                "7",
                "X",
                "y"));
    assertThat(text(PseudoFields.of(request)))
        .isEqualTo(
            ":method: GET|:scheme: https|:authority: a.test:81|:path: /p?q|te: trailers|x: y");
  }

  @Test
  void cookiesAreCrumbledAndPutTogetherAgain() throws Exception {
    List<Field> sent = PseudoFields.of(GET.with("Cookie", "a=1; b=2; c=3"));
    assertThat(text(sent)).endsWith("|cookie: a=1|cookie: b=2|cookie: c=3");
    assertThat(PseudoFields.request(HttpVersion.HTTP_2, sent).fields().all("Cookie"))
        .containsExactly("a=1; b=2; c=3");
  }

  @Test
  void aLengthIsSaidWhereThereIsOne() {
    assertThat(text(PseudoFields.of(GET.with(Body.of("abc"))))).endsWith("|content-length: 3");
    Request post = Request.to(Method.POST, Url.parse("https://a.test/"));
    assertThat(text(PseudoFields.of(post))).endsWith("|content-length: 0");
  }

  @Test
  void connectHasAnAuthorityAlone() throws Exception {
    Request tunnel =
        new Request(
            Method.CONNECT,
            "https",
            "a.test:443",
            "a.test:443",
            HttpVersion.HTTP_2,
            Fields.EMPTY,
            Body.NONE,
            Request.NOBODY);
    List<Field> sent = PseudoFields.of(tunnel);
    assertThat(text(sent)).isEqualTo(":method: CONNECT|:authority: a.test:443");
    assertThat(PseudoFields.request(HttpVersion.HTTP_2, sent).path()).isEqualTo("a.test:443");
  }

  @Test
  void aRequestIsRead() throws Exception {
    PseudoFields.RequestHead head =
        PseudoFields.request(HttpVersion.HTTP_2, asked("content-length", "5", "x", "y"));
    assertThat(head.method()).isEqualTo(Method.GET);
    assertThat(head.scheme()).isEqualTo("https");
    assertThat(head.authority()).isEqualTo("a.test");
    assertThat(head.path()).isEqualTo("/");
    assertThat(head.length()).hasValue(5);
    assertThat(head.fields())
        .isEqualTo(Fields.of("content-length", "5", "x", "y", "host", "a.test"));
  }

  @Test
  void hostStandsInForAnAuthorityThatIsMissing() throws Exception {
    assertThat(
            PseudoFields.request(
                    HttpVersion.HTTP_2,
                    section(":method", "GET", ":scheme", "http", ":path", "/", "host", "b.test"))
                .authority())
        .isEqualTo("b.test");
  }

  private static void refused(List<Field> section, Violation violation) {
    assertThatThrownBy(() -> PseudoFields.request(HttpVersion.HTTP_2, section))
        .as(text(section))
        .isInstanceOfSatisfying(
            ViolationException.class, e -> assertThat(e.violation()).isEqualTo(violation));
  }

  @ParameterizedTest
  @ValueSource(strings = {":method", ":scheme", ":path"})
  void pseudoFieldsAreNeededAndOnce(String name) {
    List<Field> without = asked();
    without.removeIf(f -> f.name().equals(name));
    refused(without, Violation.PSEUDO_MISSING);
    List<Field> twice = asked();
    twice.add(0, twice.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow());
    refused(twice, Violation.PSEUDO_TWICE);
  }

  @Test
  void pseudoFieldsStandFirstAndAreKnown() {
    List<Field> late = section(":method", "GET", ":scheme", "http", "x", "y", ":path", "/");
    refused(late, Violation.PSEUDO_LATE);
    refused(asked(":status", "200"), Violation.PSEUDO_UNKNOWN);
    List<Field> protocol = asked();
    protocol.add(0, new Field(":protocol", "websocket"));
    refused(protocol, Violation.PSEUDO_UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ":method|G ET",
        ":method|``",
        ":scheme|1http",
        ":scheme|http:",
        ":authority|a b",
        ":authority|user@a",
        ":path|x",
        ":path|*",
        ":path|/a b",
        ":path|/a#b",
      })
  void pseudoFieldsHaveTheirForm(String name, String value) {
    List<Field> wrong = asked();
    wrong.replaceAll(f -> f.name().equals(name) ? new Field(name, value) : f);
    refused(wrong, Violation.PSEUDO_VALUE);
  }

  @Test
  void nothingGetsThroughThatHttp1WouldReadOtherwise() {
    for (String bad : List.of("a\r\nb: c", "a\nb", "a\rb", "a\0b", " a", "a ", "\ta", "a\u0001")) {
      refused(asked("x", bad), Violation.BAD_FIELD_VALUE);
      refused(asked(":path", bad), Violation.PSEUDO_TWICE);
    }
    for (String bad : List.of("x y", "x:", "x\r\n", "x\0", "", "x\u00e9", "x\ny: z")) {
      refused(asked(bad, "v"), Violation.BAD_FIELD_NAME);
    }
    for (String target : List.of("/ HTTP/1.1\r\nx: y", "/\0", "/\n", "/\t", "/\u007f")) {
      List<Field> split = asked();
      split.replaceAll(f -> f.name().equals(":path") ? new Field(":path", target) : f);
      refused(split, Violation.PSEUDO_VALUE);
    }
    refused(asked("transfer-encoding", "chunked"), Violation.CONNECTION_FIELD);
    refused(asked("connection", "close"), Violation.CONNECTION_FIELD);
    refused(asked("keep-alive", "1"), Violation.CONNECTION_FIELD);
    refused(asked("proxy-connection", "close"), Violation.CONNECTION_FIELD);
    refused(asked("upgrade", "h2c"), Violation.CONNECTION_FIELD);
    refused(asked("te", "gzip"), Violation.BAD_TE);
    refused(asked("Upper", "x"), Violation.UPPER_CASE);
    refused(asked("host", "b.test"), Violation.HOST_DIFFERS);
    refused(asked("host", "a.test", "host", "a.test"), Violation.HOST_TWICE);
    refused(asked("content-length", "1", "content-length", "2"), Violation.LENGTHS_DIFFER);
    refused(asked("content-length", "1, 1"), Violation.BAD_LENGTH);
    refused(asked("content-length", "+1"), Violation.BAD_LENGTH);
  }

  @Test
  void theClauseIsTheVersionsOwn() {
    assertThatThrownBy(() -> PseudoFields.request(HttpVersion.HTTP_3, asked("connection", "close")))
        .hasMessageContaining("RFC 9114 4.2");
    assertThatThrownBy(() -> PseudoFields.request(HttpVersion.HTTP_2, asked("connection", "close")))
        .hasMessageContaining("RFC 9113 8.2.2");
  }

  @Test
  void responsesAndTrailersAreWrittenAndRead() throws Exception {
    List<Field> sent =
        PseudoFields.of(new Status(204), Fields.of("X-A", "b", "Connection", "close"));
    assertThat(text(sent)).isEqualTo(":status: 204|x-a: b");
    PseudoFields.ResponseHead head = PseudoFields.response(HttpVersion.HTTP_2, sent);
    assertThat(head.status()).isEqualTo(Status.NO_CONTENT);
    assertThat(head.fields()).isEqualTo(Fields.of("x-a", "b"));
    assertThat(PseudoFields.trailers(HttpVersion.HTTP_2, section("t", "u")))
        .isEqualTo(Fields.of("t", "u"));
    for (String bad : List.of("", "20", "2000", "abc", "099", "101")) {
      assertThatThrownBy(() -> PseudoFields.response(HttpVersion.HTTP_2, section(":status", bad)))
          .as(bad)
          .isInstanceOf(ViolationException.class);
    }
    assertThatThrownBy(() -> PseudoFields.trailers(HttpVersion.HTTP_2, section(":path", "/")))
        .isInstanceOf(ViolationException.class);
  }
}
