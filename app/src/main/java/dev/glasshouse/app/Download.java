package dev.glasshouse.app;

import dev.glasshouse.fetch.FetchRequest;
import dev.glasshouse.fetch.FetchResponse;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.fetch.ranges.Resume;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A download into a file, which goes on where it broke off as long as the server says that it is
 * still the same file (RFC 9110 13.1.5).
 */
final class Download {
  /** How often it goes on. */
  private static final int TIMES = 3;

  private static final int PIECE = 64 * 1024;

  private final Fetcher fetcher;
  private final FetchRequest request;
  private final Trail trail;

  Download(Fetcher fetcher, FetchRequest request, Trail trail) {
    this.fetcher = fetcher;
    this.request = request;
    this.trail = trail;
  }

  /**
   * Saves an answer.
   *
   * @throws IOException when it cannot be had whole, or the file cannot be written
   */
  void save(FetchResponse first, Path to) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      Optional<IOException> broken = copy(first.body(), file);
      for (int i = 0; broken.isPresent(); i++) {
        Optional<Resume> plan =
            i < TIMES && mayResume()
                ? Resume.of(first.status(), first.fields(), file.position())
                : Optional.empty();
        if (plan.isEmpty()) {
          throw broken.get();
        }
        broken = resume(plan.get(), file, broken.get());
      }
    }
  }

  private boolean mayResume() {
    return request.method().equals(Method.GET)
        && !request.fields().has("Range")
        && !Thread.currentThread().isInterrupted();
  }

  private Optional<IOException> resume(Resume plan, FileChannel file, IOException why)
      throws IOException {
    Fields fields = request.fields();
    for (Field field : plan.question()) {
      fields = fields.with(field.name(), field.value());
    }
    try (FetchResponse rest = fetcher.fetch(request.but().fields(fields).build(), trail)) {
      Resume.Verdict verdict = plan.read(rest.status(), rest.fields());
      if (trail.on()) {
        trail.mark(
            new PolicyStep.RangeTaken(
                request.url().display(), rest.fields().first("Content-Range").orElse("")),
            verdict.because());
      }
      switch (verdict) {
        case Resume.Verdict.Continues _ -> {}
        case Resume.Verdict.Restarts _ -> file.truncate(0).position(0);
        case Resume.Verdict.Refused _ -> throw why;
      }
      return copy(rest.body(), file);
    }
  }

  /** What broke it off; empty when it is whole. A file that cannot be written is thrown. */
  private static Optional<IOException> copy(InputStream in, FileChannel file) throws IOException {
    byte[] piece = new byte[PIECE];
    while (true) {
      int n;
      try {
        n = in.read(piece, 0, piece.length);
      } catch (IOException e) {
        return Optional.of(e);
      }
      if (n < 0) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(piece, 0, n);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }
}
