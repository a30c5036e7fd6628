package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.fetch.forms.FormEntry;
import dev.glasshouse.fetch.forms.Forms;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.net.auth.Login;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A form with a large file goes out as fast as its reader takes it, and is never held whole. */
@Timeout(120)
class UploadTest {
  private static final long SIZE = 200L << 20;

  /** The reader takes the next piece when the writer is so far ahead: it is always the slower. */
  private static final long AHEAD = 64 << 10;

  /** More than both ends and the kernel between them may hold; far less than the file. */
  private static final long HELD = 32 << 20;

  /** What was taken out of the file, and what arrived. */
  private static final class Between {
    private long taken;
    private long arrived;
    private long most;

    synchronized void take(long bytes) {
      taken += bytes;
      most = Math.max(most, taken - arrived);
      notifyAll();
    }

    synchronized void arrive(long bytes) throws IOException {
      arrived += bytes;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (taken < Math.min(SIZE, arrived + AHEAD)) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new IOException("the writer does not go on");
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
    }

    synchronized long most() {
      return most;
    }
  }

  private static InputStream file(Between between) {
    return new InputStream() {
      private long left = SIZE;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (left == 0) {
          return -1;
        }
        int n = (int) Math.min(length, left);
        left -= n;
        between.take(n);
        return n;
      }
    };
  }

  private static Response count(Request request, Between between) throws IOException {
    long count = 0;
    byte[] piece = new byte[64 << 10];
    try (InputStream in = request.body().open()) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        count += n;
        between.arrive(n);
      }
    }
    return Response.text(Status.OK, String.valueOf(count));
  }

  @Test
  void aLargeFileWaitsForItsReader() throws Exception {
    var between = new Between();
    Body form =
        Forms.multipart(
            List.of(
                new FormEntry.Text("title", "large"),
                new FormEntry.File(
                    "file", "large.bin", "a/b", Body.streaming(file(between), SIZE))),
            "BOUND");
    try (var lab = new Lab(request -> count(request, between))) {
      FetchRequest request =
          FetchRequest.page(lab.url("a.test", "/")).but().method(Method.POST).body(form).build();
      try (FetchResponse response = lab.fetcher.fetch(request, lab.recorder.trail())) {
        assertThat(Lab.text(response)).isEqualTo(String.valueOf(form.length().orElseThrow()));
      }
    }
    assertThat(between.most()).as("bytes on their way at once").isLessThan(HELD);
  }

  private static String upload(Lab lab, String path, Body body) throws IOException {
    FetchRequest.Builder request =
        FetchRequest.of(lab.url("a.test", path))
            .method(Method.POST)
            .terms(Terms.NONE.with(Login.parse("u:p")))
            .body(body);
    return Lab.text(lab.fetcher.fetch(request.build(), lab.recorder.trail()));
  }

  /** Fetch, 4.5 "HTTP-redirect fetch", and RFC 9110 11.6: what has to be sent a second time. */
  @Test
  void whatCanBeReadAgainFollowsRedirectsAndCredentials(@TempDir Path folder) throws Exception {
    Body file = Body.of(Files.writeString(folder.resolve("x"), "content"));
    Body form = Forms.multipart(List.of(new FormEntry.File("f", "x", "text/plain", file)), "BOUND");
    var seen = new CopyOnWriteArrayList<String>();
    try (var lab =
        new Lab(request -> {
          byte[] content = request.body().open().readAllBytes();
          seen.add(request.path() + " " + content.length);
          return switch (request.path()) {
            case "/moved" -> Response.of(Status.TEMPORARY_REDIRECT).with("Location", "/closed");
            case "/closed" ->
                request.fields().has("Authorization")
                    ? Response.text(Status.OK, new String(content, StandardCharsets.UTF_8))
                    : Response.of(new Status(401)).with("WWW-Authenticate", "Basic realm=r");
            default -> Response.of(Status.NOT_FOUND);
          };
        })) {
      assertThat(upload(lab, "/moved", form)).contains("\r\n\r\ncontent\r\n--BOUND--");
      long length = form.length().orElseThrow();
      assertThat(seen)
          .containsExactly("/moved " + length, "/closed " + length, "/closed " + length);
    }
  }

  @Test
  void whatIsReadWhileItIsSentDoesNotAndThatIsTold() throws Exception {
    try (var lab =
        new Lab(request -> {
          request.body().open().readAllBytes();
          return request.path().equals("/moved")
              ? Response.of(Status.TEMPORARY_REDIRECT).with("Location", "/x")
              : Response.of(new Status(401)).with("WWW-Authenticate", "Basic realm=r");
        })) {
      assertThatThrownBy(() -> upload(lab, "/moved", stream()))
          .isInstanceOf(FetchException.class)
          .extracting(e -> ((FetchException) e).because().reason())
          .isEqualTo(FetchReason.REDIRECT_BODY);
      assertThat(lab.steps(FetchStep.RedirectRefused.class)).hasSize(1);
      assertThat(upload(lab, "/closed", stream())).as("the answer as it is").isEmpty();
      assertThat(lab.entries(PolicyStep.CredentialsGivenUp.class))
          .extracting(entry -> entry.because().reason())
          .containsExactly(PolicyReason.AUTH_BODY);
    }
  }

  private static Body stream() {
    return Body.streaming(new ByteArrayInputStream(new byte[] {1, 2, 3}));
  }
}
