package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conversations of the client with servers that follow a script. */
@Timeout(60)
class ClientConversationTest {
  private ClientFixture our = new ClientFixture();

  @AfterEach
  void close() {
    our.close();
  }

  private void limits(Limits limits) {
    our.close();
    our = new ClientFixture(limits);
  }

  private static Url url(RawPeer peer, String path) {
    return Url.parse("http://" + peer.authority() + path);
  }

  @Test
  void asksAndReadsAnAnswerWithALength() throws Exception {
    try (RawPeer peer =
        RawPeer.answering("HTTP/1.1 200 Fine\r\nContent-Length: 5\r\nX: \u00e9 \r\n\r\nhello")) {
      Response response =
          our.send(Request.get(url(peer, "/a?b")).with("Cookie", "id=verysecretvalue"));
      assertThat(response.status()).isEqualTo(Status.OK);
      assertThat(response.reason()).isEqualTo("Fine");
      assertThat(response.fields().first("x")).contains("\u00e9");
      assertThat(ClientFixture.text(response)).isEqualTo("hello");
      assertThat(peer.requests())
          .containsExactly(
              "GET /a?b HTTP/1.1\r\nHost: %s\r\nConnection: keep-alive\r\nCookie: id=verysecretvalue\r\n\r\n"
                  .formatted(peer.authority()));
      HttpStep.RequestSent sent = our.steps(HttpStep.RequestSent.class).getFirst();
      assertThat(sent.target()).isEqualTo("/a?b");
      assertThat(sent.headerBytes()).isEqualTo(peer.requests().getFirst().length());
      assertThat(sent.fields().toString()).contains("Cookie: id=").doesNotContain("secretvalue");
      HttpStep.ResponseBegun begun = our.steps(HttpStep.ResponseBegun.class).getFirst();
      assertThat(begun.headerBytes()).isEqualTo(47);
      HttpStep.ResponseEnded ended = our.steps(HttpStep.ResponseEnded.class).getFirst();
      assertThat(ended.wireBytes()).isEqualTo(5);
      assertThat(ended.framing()).isEqualTo("content-length");
      assertThat(ended.complete()).isTrue();
    }
  }

  @Test
  void usesAStandingConnectionAgain() throws Exception {
    try (RawPeer peer = RawPeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")) {
      for (int i = 0; i < 3; i++) {
        assertThat(ClientFixture.text(our.get(peer, "/" + i))).isEqualTo("x");
      }
      assertThat(peer.connections()).isEqualTo(1);
      List<HttpStep.ConnectionReused> reused = our.steps(HttpStep.ConnectionReused.class);
      assertThat(reused)
          .extracting(HttpStep.ConnectionReused::exchangesBefore)
          .containsExactly(1, 2);
    }
  }

  @Test
  void readsChunksWithExtensionsAndTrailers() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "4;name=value;q=\"a;b\"\r\nWiki\r\n5\r\npedia\r\n0\r\nChecksum: abc\r\nMore: 1\r\n\r\n";
    try (RawPeer peer = RawPeer.answering(answer)) {
      Response response = our.get(peer, "/");
      try (BodyStream body = response.body().open()) {
        assertThat(body.readAllBytes()).asString().isEqualTo("Wikipedia");
        assertThat(body.trailers()).isEqualTo(Fields.of("Checksum", "abc", "More", "1"));
      }
      assertThat(our.steps(HttpStep.ResponseEnded.class).getFirst().trailers())
          .containsExactly("Checksum: abc", "More: 1");
      assertThat(ClientFixture.text(our.get(peer, "/2"))).isEqualTo("Wikipedia");
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void readsBytesThatComeOneByOne() throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n"
            + "3\r\nabc\r\na\r\n0123456789\r\n0\r\nT: u\r\n\r\n";
    try (RawPeer peer =
        RawPeer.running(talk -> {
          while (talk.hears()) {
            for (byte b : answer.getBytes(StandardCharsets.ISO_8859_1)) {
              talk.says(new byte[] {b});
            }
          }
        })) {
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("abc0123456789");
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("abc0123456789");
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  /** What a body says that has nothing for now, until its reader has enough of it. */
  private static final class Dry extends InputStream {
    private boolean begun;

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (begun) {
        LockSupport.parkNanos(1_000_000);
        return 0;
      }
      begun = true;
      into[offset] = 'x';
      return 1;
    }
  }

  @Test
  void aServerThatHangsUpWithinAnUploadIsNotWaitedFor() throws Exception {
    try (RawPeer peer = RawPeer.running(talk -> talk.hears())) {
      Request request =
          Request.to(Method.POST, url(peer, "/")).with(Body.streaming(new Dry(), 100));
      assertThatThrownBy(() -> our.send(request)).isInstanceOf(LostException.class);
    }
  }

  @Test
  void aBodyMayEndWithTheConnection() throws Exception {
    try (RawPeer peer = RawPeer.sayingOnce("HTTP/1.0 200 OK\r\n\r\nuntil the end")) {
      Response response = our.get(peer, "/");
      assertThat(response.version()).isEqualTo(HttpVersion.HTTP_1_0);
      assertThat(ClientFixture.text(response)).isEqualTo("until the end");
      assertThat(our.steps(HttpStep.ResponseEnded.class).getFirst().framing())
          .isEqualTo("until-close");
    }
  }

  @Test
  void interimResponsesAreRecordedAndPassedOver() throws Exception {
    try (RawPeer peer =
        RawPeer.answering(
            "HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n"
                + "HTTP/1.1 102 Processing\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("ok");
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("ok");
      assertThat(our.steps(HttpStep.InterimResponse.class))
          .extracting(HttpStep.InterimResponse::status)
          .containsExactly(103, 102, 103, 102);
    }
  }

  @Test
  void headAndBodilessAnswersLeaveTheConnectionUsable() throws Exception {
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
          talk.hears();
          talk.says("HTTP/1.1 204 No Content\r\n\r\n");
          talk.hears();
          talk.says("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
          talk.hears();
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          talk.hears();
          talk.says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
          talk.waitsForTheEnd();
        })) {
      Response head = our.send(Request.to(Method.HEAD, url(peer, "/")));
      assertThat(head.body().isEmpty()).isTrue();
      assertThat(head.fields().first("Content-Length")).contains("500");
      assertThat(our.get(peer, "/").status()).isEqualTo(Status.NO_CONTENT);
      assertThat(our.get(peer, "/").status()).isEqualTo(Status.NOT_MODIFIED);
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEmpty();
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEmpty();
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void keepAliveMaxAndCloseAreHonoured() throws Exception {
    try (RawPeer peer =
        RawPeer.running(
            talk -> {
              talk.hears();
              talk.says(
                  "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=50, max=1\r\nContent-Length: 0\r\n\r\n");
              talk.hears();
              talk.says(
                  "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=50, max=0\r\nContent-Length: 0\r\n\r\n");
              talk.waitsForTheEnd();
            },
            talk -> {
              talk.hears();
              talk.says("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
              talk.waitsForTheEnd();
            })) {
      for (int i = 0; i < 4; i++) {
        our.get(peer, "/").close();
      }
      assertThat(peer.connections()).isEqualTo(3);
      assertThat(peer.problems()).isEmpty();
    }
  }

  @Test
  void aStandingConnectionIsClosedWhenItsTimeIsOver() throws Exception {
    limits(
        Limits.CLIENT.with(
            new Limits.Times(
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofMillis(30))));
    var closed = new Semaphore(0);
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          talk.waitsForTheEnd();
          closed.release();
        })) {
      our.get(peer, "/").close();
      closed.acquire();
    }
  }

  @Test
  void aShortBodyIsAnErrorAndTheConnectionIsNotUsedAgain() throws Exception {
    try (RawPeer peer = RawPeer.sayingOnce("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhell")) {
      Response response = our.get(peer, "/");
      assertThatThrownBy(() -> ClientFixture.text(response))
          .isInstanceOf(IncompleteException.class)
          .hasMessage("10 bytes were promised and 4 came (RFC 9112 8)");
      assertThat(our.steps(HttpStep.ResponseEnded.class).getFirst().complete()).isFalse();
      assertThat(our.steps(HttpStep.ExchangeFailed.class)).hasSize(1);
    }
  }

  /** RFC 9112 6.3, 4: the content ends with the connection, which is not used again. */
  @Test
  void aTransferCodingThatNobodyKnowsCodesNothing() throws Exception {
    try (RawPeer peer =
        RawPeer.sayingOnce("HTTP/1.1 200 OK\r\nTransfer-Encoding: xyz\r\n\r\n5\r\nhello")) {
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("5\r\nhello");
      assertThat(our.steps(HttpStep.ResponseEnded.class).getFirst().framing())
          .isEqualTo("until-close");
    }
  }

  @Test
  void chunksThatBreakOffAreAnError() throws Exception {
    try (RawPeer peer =
        RawPeer.sayingOnce("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")) {
      Response response = our.get(peer, "/");
      assertThatThrownBy(() -> ClientFixture.text(response))
          .isInstanceOf(IncompleteException.class)
          .hasMessageContaining("in the middle of the chunks, after 5 bytes");
    }
  }

  @Test
  void bytesBeyondTheAnswerAreToldAndTheConnectionIsDropped() throws Exception {
    try (RawPeer peer =
        RawPeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 evil")) {
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("ok");
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("ok");
      assertThat(peer.connections()).isEqualTo(2);
      assertThat(our.steps(HttpStep.ProtocolViolated.class)).hasSize(2);
      assertThat(our.entries(HttpStep.ProtocolViolated.class).getFirst().because().reason())
          .isEqualTo(HttpReason.EXCESS_BYTES);
    }
  }

  @Test
  void garbageIsRefusedAtItsFirstBytes() throws Exception {
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("SSH-2.0-OpenSSH_9.2p1\r\n");
          talk.waitsForTheEnd();
        })) {
      assertThatThrownBy(() -> our.get(peer, "/"))
          .isInstanceOf(ViolationException.class)
          .hasMessage("the answer does not begin with HTTP/ (RFC 9112 4)");
      assertThat(our.steps(HttpStep.ProtocolViolated.class)).hasSize(1);
      assertThat(our.steps(HttpStep.ExchangeFailed.class)).hasSize(1);
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    limits(ClientFixture.impatient(Duration.ofMillis(60)));
    try (RawPeer peer = RawPeer.running(RawPeer.Talk::waitsForTheEnd)) {
      assertThatThrownBy(() -> our.get(peer, "/"))
          .isInstanceOf(StalledException.class)
          .hasMessageContaining("within 60 ms");
    }
  }

  @Test
  void aBodyThatStallsIsGivenUp() throws Exception {
    limits(
        Limits.CLIENT.with(
            new Limits.Times(
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofMillis(60),
                Duration.ofSeconds(9),
                Duration.ofSeconds(9))));
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhell");
          talk.waitsForTheEnd();
        })) {
      Response response = our.get(peer, "/");
      assertThatThrownBy(() -> ClientFixture.text(response))
          .isInstanceOf(StalledException.class)
          .hasMessageContaining("after 4 bytes");
      assertThat(our.steps(HttpStep.ResponseEnded.class).getFirst().complete()).isFalse();
    }
  }

  @Test
  void aServerThatCloses() throws Exception {
    try (RawPeer peer = RawPeer.running(RawPeer.Talk::hears)) {
      assertThatThrownBy(() -> our.get(peer, "/"))
          .isInstanceOf(LostException.class)
          .hasMessageContaining("closed the connection before it answered");
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatResets() throws Exception {
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.resets();
        })) {
      assertThatThrownBy(() -> our.get(peer, "/"))
          .isInstanceOf(LostException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aStaleConnectionIsReplacedForAnIdempotentRequest() throws Exception {
    try (RawPeer peer =
        RawPeer.running(
            talk -> {
              talk.hears();
              talk.says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
              talk.hears();
            },
            talk -> {
              talk.hears();
              talk.says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
              talk.waitsForTheEnd();
            })) {
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("1");
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("2");
      assertThat(our.steps(HttpStep.RequestRetried.class)).hasSize(1);
      assertThat(our.entries(HttpStep.RequestRetried.class).getFirst().because().reason())
          .isEqualTo(HttpReason.STALE_CONNECTION);
    }
  }

  @Test
  void aPostIsNotSentTwice() throws Exception {
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
          talk.hears();
        })) {
      assertThat(ClientFixture.text(our.get(peer, "/"))).isEqualTo("1");
      Request post = Request.to(Method.POST, url(peer, "/")).with(Body.of("x=1"));
      assertThatThrownBy(() -> our.send(post)).isInstanceOf(LostException.class);
      assertThat(peer.connections()).isEqualTo(1);
      assertThat(our.steps(HttpStep.RequestRetried.class)).isEmpty();
      assertThat(our.entries(HttpStep.RetryRefused.class))
          .extracting(entry -> entry.because().reason())
          .containsExactly(HttpReason.NOT_IDEMPOTENT);
    }
  }

  @Test
  void uploadsWithAndWithoutALength() throws Exception {
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          assertThat(talk.hears(5)).isEqualTo("12345");
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          talk.hears();
          assertThat(talk.hears(17)).isEqualTo("7\r\nstreamX\r\n0\r\n\r\n");
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          talk.waitsForTheEnd();
        })) {
      our.send(Request.to(Method.POST, url(peer, "/")).with(Body.of("12345"))).close();
      var stream = new ByteArrayInputStream("streamX".getBytes(StandardCharsets.US_ASCII));
      our.send(Request.to(Method.POST, url(peer, "/")).with(Body.streaming(stream))).close();
      assertThat(peer.requests().get(0)).contains("Content-Length: 5\r\n");
      assertThat(peer.requests().get(1)).contains("Transfer-Encoding: chunked\r\n");
      assertThat(peer.problems()).isEmpty();
      assertThat(our.steps(HttpStep.RequestSent.class))
          .extracting(HttpStep.RequestSent::bodyBytes)
          .containsExactly(5L, 7L);
    }
  }

  @Test
  void waitsFor100AndSendsTheBodyThen() throws Exception {
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("HTTP/1.1 100 Continue\r\n\r\n");
          assertThat(talk.hears(5)).isEqualTo("12345");
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          talk.waitsForTheEnd();
        })) {
      Request put =
          Request.to(Method.PUT, url(peer, "/"))
              .with(Body.of("12345"))
              .with("Expect", "100-continue");
      assertThat(our.send(put).status()).isEqualTo(Status.OK);
      assertThat(peer.problems()).isEmpty();
    }
  }

  @Test
  void aRefusedExpectationSavesTheBody() throws Exception {
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
          assertThat(talk.hears(1)).isEmpty();
        })) {
      Request put =
          Request.to(Method.PUT, url(peer, "/"))
              .with(Body.of("12345"))
              .with("Expect", "100-continue");
      assertThat(our.send(put).status()).isEqualTo(Status.EXPECTATION_FAILED);
      assertThat(peer.problems()).isEmpty();
    }
  }

  @Test
  void aServerThatDoesNotKnow100GetsTheBodyAfterAWhile() throws Exception {
    Limits.Times usual = Limits.CLIENT.times();
    limits(
        Limits.CLIENT.with(
            new Limits.Times(
                usual.slot(),
                Duration.ofMillis(30),
                usual.firstByte(),
                usual.head(),
                usual.idle(),
                usual.total(),
                usual.keepAlive())));
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          assertThat(talk.hears(5)).isEqualTo("12345");
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
      Request put =
          Request.to(Method.PUT, url(peer, "/"))
              .with(Body.of("12345"))
              .with("Expect", "100-continue");
      assertThat(our.send(put).status()).isEqualTo(Status.OK);
      assertThat(peer.problems()).isEmpty();
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheUploadCounts() throws Exception {
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
          talk.waitsForTheEnd();
        })) {
      var endless = new Generated(10L << 30);
      Request put = Request.to(Method.PUT, url(peer, "/")).with(Body.streaming(endless, 10L << 30));
      Response response = our.send(put);
      assertThat(response.status()).isEqualTo(Status.CONTENT_TOO_LARGE);
      assertThat(ClientFixture.text(response)).isEqualTo("no");
    }
  }

  @Test
  void sixConnectionsAndThenAFairQueue() throws Exception {
    var go = new Semaphore(0);
    var inside = new Semaphore(0);
    try (RawPeer peer =
        RawPeer.running(talk -> {
          while (talk.hears()) {
            inside.release();
            go.acquire();
            talk.says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
          }
        })) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 8; i++) {
        String path = "/" + i;
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    ClientFixture.text(our.get(peer, path));
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      inside.acquire(6);
      assertThat(peer.connections()).isEqualTo(6);
      while (our.client.pool().waiting() < 2) {
        Thread.sleep(1);
      }
      go.release(8);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(peer.connections()).isEqualTo(6);
      List<HttpStep.ConnectionAwaited> awaited = our.steps(HttpStep.ConnectionAwaited.class);
      assertThat(awaited).hasSize(2).allMatch(step -> step.busy() == 6);
      assertThat(awaited)
          .extracting(HttpStep.ConnectionAwaited::ahead)
          .containsExactlyInAnyOrder(0, 1);
      assertThat(our.entries(HttpStep.ConnectionAwaited.class).getFirst().because().reason())
          .isEqualTo(HttpReason.POOL_FULL);
    }
  }

  @Test
  void anInterruptedThreadGivesUpAtOnce() throws Exception {
    var heard = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          heard.countDown();
          talk.waitsForTheEnd();
          closed.countDown();
        })) {
      var problem = new ArrayList<Throwable>();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  our.get(peer, "/").close();
                } catch (IOException e) {
                  problem.add(e);
                }
              });
      heard.await();
      thread.interrupt();
      thread.join();
      closed.await();
      assertThat(problem).singleElement().isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void closingABodyFromAnotherThreadWakesItsReader() throws Exception {
    var closed = new CountDownLatch(1);
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          talk.says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
          talk.waitsForTheEnd();
          closed.countDown();
        })) {
      BodyStream body = our.get(peer, "/").body().open();
      assertThat(body.readNBytes(3)).asString().isEqualTo("abc");
      var problem = new ArrayList<Throwable>();
      var reading = new CountDownLatch(1);
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                reading.countDown();
                try {
                  int _ = body.read();
                } catch (IOException e) {
                  problem.add(e);
                }
              });
      reading.await();
      body.cancel();
      reader.join();
      closed.await();
      assertThat(problem).singleElement().isInstanceOf(CancelledException.class);
      assertThat(our.entries(HttpStep.ResponseEnded.class).getFirst().because().reason())
          .isEqualTo(HttpReason.GIVEN_UP);
    }
  }

  @Test
  void aBodyLargerThanTheLimitIsCutOff() throws Exception {
    Limits.Content usual = Limits.CLIENT.content();
    limits(
        Limits.CLIENT.with(
            new Limits.Content(
                java.util.OptionalLong.of(1000),
                usual.decoded(),
                usual.ratio(),
                usual.ratioFrom(),
                usual.codings(),
                usual.buffer(),
                usual.skipped())));
    try (RawPeer peer =
        RawPeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + "x".repeat(2000))) {
      Response response = our.get(peer, "/");
      assertThatThrownBy(() -> ClientFixture.text(response))
          .isInstanceOf(LimitException.class)
          .hasMessage("the body is larger than 1000 bytes");
      assertThat(our.steps(JourneyStep.LimitReached.class)).hasSize(1);
    }
  }

  @Test
  void tooManyInterimResponsesAreRefused() throws Exception {
    try (RawPeer peer = RawPeer.answering("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(30))) {
      assertThatThrownBy(() -> our.get(peer, "/"))
          .isInstanceOf(LimitException.class)
          .hasMessage("more than 20 interim responses came");
    }
  }

  @Test
  void aClosedClientFailsWhatIsUnderWay() throws Exception {
    var heard = new CountDownLatch(1);
    try (RawPeer peer =
        RawPeer.running(talk -> {
          talk.hears();
          heard.countDown();
          talk.waitsForTheEnd();
        })) {
      var problem = new ArrayList<Throwable>();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  our.get(peer, "/").close();
                } catch (IOException e) {
                  problem.add(e);
                }
              });
      heard.await();
      our.client.close();
      thread.join();
      assertThat(problem).singleElement().isInstanceOf(CancelledException.class);
      assertThatThrownBy(() -> our.get(peer, "/")).isInstanceOf(CancelledException.class);
    }
  }
}
