package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.net.quic.QuicOptions;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Too many fields, or too large ones, counted after decoding: 431, and nobody is asked. */
@Timeout(120)
class RefusedFieldsTest {
  private static final Limits.Head HEAD = Limits.SERVER.head();

  @TempDir private Path folder;
  private final AtomicInteger handled = new AtomicInteger();
  private Server server;
  private Client our;
  private Http3Session session;

  @BeforeEach
  void open() throws Exception {
    server =
        new Server(request -> {
          handled.incrementAndGet();
          return Response.text(Status.OK, request.target());
        });
    our = new Client(server.trusting(folder));
    session = our.session(Authority.NAME, server.port());
  }

  @AfterEach
  void close() {
    our.close();
    server.close();
  }

  private Request with(Iterable<Field> more) {
    Request plain = Request.get(server.url("/"));
    Fields fields = plain.fields();
    for (Field field : more) {
      fields = fields.plus(field.name(), field.value());
    }
    return new Request(
        plain.method(),
        plain.scheme(),
        plain.authority(),
        plain.target(),
        plain.version(),
        fields,
        plain.body(),
        plain.peer());
  }

  private static Iterable<Field> times(int count, Field field) {
    return java.util.Collections.nCopies(count, field);
  }

  private void isRefused(Request request, String limit) throws Exception {
    Response answer = our.send(session, request);
    assertThat(answer.status()).isEqualTo(Status.FIELDS_TOO_LARGE);
    assertThat(Client.text(answer)).isEmpty();
    assertThat(server.await(JourneyStep.LimitReached.class).limit()).isEqualTo(limit);
    assertThat(handled).hasValue(0);
    assertThat(Client.text(our.send(session, Request.get(server.url("/a"))))).isEqualTo("/a");
    assertThat(session.isOpen()).isTrue();
  }

  /** A bomb: each of these is one byte on the wire. */
  @Test
  void fieldsThatTakeOneByteEach() throws Exception {
    isRefused(with(times(HEAD.fields(), new Field("accept", "*/*"))), "head.fields");
  }

  /** Cookies that are split are as many fields as they are pieces. */
  @Test
  void cookiesInPieces() throws Exception {
    isRefused(with(times(HEAD.fields(), new Field("cookie", "a=b"))), "head.fields");
  }

  @Test
  void aSectionThatIsTooLarge() throws Exception {
    isRefused(with(times(10, new Field("x", "y".repeat(HEAD.section() / 8)))), "head.section");
  }

  /** Each counts 32 bytes beside its text (RFC 9114 4.2.2). */
  @Test
  void whatIsCountedIsMoreThanTheText() throws Exception {
    String half = "y".repeat(HEAD.section() / 2 - 100);
    isRefused(with(java.util.List.of(new Field("a", half), new Field("b", half))), "head.section");
  }

  @Test
  void asMuchAsIsAllowed() throws Exception {
    String half = "y".repeat(HEAD.section() / 2 - 500);
    Request request = with(java.util.List.of(new Field("a", half), new Field("b", half)));
    assertThat(our.send(session, request).status()).isEqualTo(Status.OK);
  }

  /** Far more than was said to be allowed ends the connection, and nothing of it is kept. */
  @Test
  void farTooMuchEndsTheConnection() throws Exception {
    try (RawClient raw = RawClient.open(server.trusting(folder), server.port())) {
      raw.request(RawClient.get("/", "x", "y".repeat(20 * HEAD.section()))).end();
      assertThat(raw.ended().code()).isEqualTo("H3_EXCESSIVE_LOAD");
      assertThat(handled).hasValue(0);
    }
  }

  /** A client of ours knows that before, and sends nothing (RFC 9114 4.2.2). */
  @Test
  void aRequestThatTheServerWouldNotReadIsNotSent() throws Exception {
    our.await(StreamStep.PeerSettings.class);
    Request request = with(times(20, new Field("x", "y".repeat(HEAD.section()))));
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> our.send(session, request))
        .withMessageContaining("at most " + 4 * HEAD.section() + " bytes")
        .withMessageContaining("RFC 9114 4.2.2");
    assertThat(our.await(JourneyStep.LimitReached.class).limit())
        .isEqualTo("SETTINGS_MAX_FIELD_SECTION_SIZE");
    assertThat(session.isOpen()).isTrue();
    assertThat(Client.text(our.send(session, Request.get(server.url("/a"))))).isEqualTo("/a");
    assertThat(handled).hasValue(1);
  }

  /** An answer that the client would not read is not sent either: it gets 500 instead. */
  @Test
  void anAnswerThatTheClientWouldNotReadIsNotSent() throws Exception {
    Limits.Head usual = Limits.CLIENT.head();
    var small =
        new Limits.Head(
            usual.startLine(),
            1000,
            usual.fields(),
            usual.trailers(),
            usual.extensions(),
            usual.interim());
    try (var large =
            new Server(request ->
                Response.text(Status.OK, "x")
                    .with("x", "y".repeat(request.target().equals("/") ? 2000 : 10)));
        var strict =
            new Client(large.trusting(folder), QuicOptions.DEFAULT, Limits.CLIENT.with(small))) {
      Http3Session its = strict.session(Authority.NAME, large.port());
      large.await(StreamStep.PeerSettings.class);
      assertThat(strict.send(its, Request.get(large.url("/"))).status())
          .isEqualTo(Status.INTERNAL_SERVER_ERROR);
      assertThat(large.await(JourneyStep.LimitReached.class).limit())
          .isEqualTo("SETTINGS_MAX_FIELD_SECTION_SIZE");
      assertThat(strict.send(its, Request.get(large.url("/small"))).status()).isEqualTo(Status.OK);
    }
  }
}
