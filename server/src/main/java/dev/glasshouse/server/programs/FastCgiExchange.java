package dev.glasshouse.server.programs;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProgramReason;
import dev.glasshouse.net.PlainStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One request on a connection to a FastCGI program: the variables and the body go in records one
 * way while the answer's come the other way (FastCGI 1.0, section 6.2). Reads as the program's
 * standard output.
 */
final class FastCgiExchange extends InputStream implements Program.Run {
  private final PlainStream stream;
  private final ProgramLimits limits;
  private final Consumer<FastCgiExchange> over;
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
  private final byte[] head = new byte[FastCgiRecord.HEAD];
  private volatile boolean bodySent;
  private int left;
  private int padding;
  private boolean ended;
  private int exit;
  private boolean anything;
  private boolean closed;
  private volatile boolean stopped;

  /** Why not all of the client's body came. */
  private volatile Optional<HttpException> unsent = Optional.empty();

  /**
   * An exchange.
   *
   * @param over takes it when it is closed: the connection may carry another, or not
   */
  FastCgiExchange(PlainStream stream, ProgramLimits limits, Consumer<FastCgiExchange> over) {
    this.stream = stream;
    this.limits = limits;
    this.over = over;
  }

  /**
   * Sends the request's head, and the body beside what is read from now on.
   *
   * @throws IOException when the program does not take the head
   */
  void send(Map<String, String> variables, Body body) throws IOException {
    var all = new ByteArrayOutputStream();
    all.writeBytes(FastCgiRecord.begin(limits.idle() > 0));
    all.writeBytes(FastCgiRecord.params(variables));
    if (body.isEmpty()) {
      all.writeBytes(FastCgiRecord.head(FastCgiRecord.STDIN, 0));
      bodySent = true;
    }
    try {
      stream.write(all.toByteArray(), 0, all.size());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw broke(e);
    }
    if (!body.isEmpty()) {
      BodyStream in = body.open();
      Thread.ofVirtual().name("glass-fastcgi-body").start(() -> body(in));
    }
  }

  private void body(BodyStream body) {
    byte[] piece = new byte[FastCgiRecord.HEAD + 32 * 1024];
    try (body) {
      while (true) {
        int n = body.read(piece, FastCgiRecord.HEAD, piece.length - FastCgiRecord.HEAD);
        byte[] its = FastCgiRecord.head(FastCgiRecord.STDIN, Math.max(0, n));
        System.arraycopy(its, 0, piece, 0, FastCgiRecord.HEAD);
        stream.write(piece, 0, FastCgiRecord.HEAD + Math.max(0, n));
        if (n < 0) {
          bodySent = true;
          return;
        }
      }
    } catch (HttpException e) {
      // The client broke its body off: the program must not take it for whole.
      unsent = Optional.of(e);
      stream.close();
    } catch (IOException e) {
      // The program has gone, which the reader sees.
      stream.close();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return piece(into, offset, length);
    } catch (InterruptedIOException e) {
      throw ProgramException.slow(limits.patience(), "the program");
    }
  }

  private int piece(byte[] into, int offset, int length) throws IOException {
    while (left == 0) {
      if (ended) {
        return -1;
      }
      next();
    }
    int n = came(into, offset, Math.min(length, left));
    if (n < 0) {
      throw broken("it ended within a record");
    }
    left -= n;
    return n;
  }

  /** Reads records up to one of the answer's content, or the end. */
  private void next() throws IOException {
    skip(padding);
    padding = 0;
    readFully(head, FastCgiRecord.HEAD);
    anything = true;
    int length = (head[4] & 0xff) << 8 | head[5] & 0xff;
    int id = (head[2] & 0xff) << 8 | head[3] & 0xff;
    padding = head[6] & 0xff;
    if (head[0] != 1) {
      throw broken("a record of version " + head[0]);
    }
    if (id != FastCgiRecord.REQUEST) {
      // Of the connection, or of a request that is over: not ours.
      skip(length);
      return;
    }
    switch (head[1]) {
      case FastCgiRecord.STDOUT -> left = length;
      case FastCgiRecord.STDERR -> complain(length);
      case FastCgiRecord.END_REQUEST -> end(length);
      default -> skip(length);
    }
  }

  private void complain(int length) throws IOException {
    byte[] text = new byte[length];
    readFully(text, length);
    int kept = Math.min(length, limits.complaints() - complaints.size());
    complaints.write(text, 0, Math.max(0, kept));
  }

  /** Section 5.5: the program's own status, and whether it took the request at all. */
  private void end(int length) throws IOException {
    if (length < 8) {
      throw broken("an end of " + length + " bytes");
    }
    byte[] body = new byte[length];
    readFully(body, length);
    skip(padding);
    padding = 0;
    exit = (body[0] & 0xff) << 24 | (body[1] & 0xff) << 16 | (body[2] & 0xff) << 8 | body[3] & 0xff;
    ended = true;
    if (body[4] != 0) {
      throw new ProgramException(
          Status.SERVICE_UNAVAILABLE,
          Because.of(ProgramReason.OVERLOADED, Clause.of("FastCGI 1.0", "5.5")),
          "the program takes no more requests now");
    }
  }

  private void skip(int bytes) throws IOException {
    if (bytes > 0) {
      readFully(new byte[bytes], bytes);
    }
  }

  /**
   * What came; once nobody wants the answer, or the client's body broke off, that is said in the
   * place of what broke with it.
   */
  private int came(byte[] into, int offset, int length) throws IOException {
    try {
      int n = stream.read(into, offset, length);
      if (n >= 0 || !isGivenUp()) {
        return n;
      }
    } catch (IOException e) {
      if (!isGivenUp()) {
        throw e instanceof InterruptedIOException ? e : broke(e);
      }
    }
    throw unsent.isPresent() ? unsent.get().again() : ProgramException.unwanted();
  }

  private boolean isGivenUp() {
    return stopped || unsent.isPresent();
  }

  /** As where the process of a script is killed. */
  private static ProgramException broke(IOException problem) {
    return broken("its connection broke: " + Texts.of(problem));
  }

  private void readFully(byte[] into, int length) throws IOException {
    int at = 0;
    while (at < length) {
      int n = came(into, at, length - at);
      if (n < 0) {
        throw broken("it closed the connection before the end of its answer");
      }
      at += n;
    }
  }

  private static ProgramException broken(String what) {
    return new ProgramException(
        Status.BAD_GATEWAY,
        Because.of(ProgramReason.PROTOCOL_BROKEN, Clause.of("FastCGI 1.0", "3.3"), what),
        "the program broke its protocol: " + what);
  }

  /**
   * Waits for the first of its answer.
   *
   * @throws IOException when none comes
   */
  void await() throws IOException {
    while (left == 0 && !ended) {
      next();
    }
  }

  /** Whether the program said anything at all, so that the request may have been worked on. */
  boolean heardAnything() {
    return anything;
  }

  @Override
  public InputStream output() {
    return this;
  }

  @Override
  public void complaints(Consumer<String> to) {
    String text = complaints.toString(StandardCharsets.UTF_8).strip();
    complaints.reset();
    if (!text.isEmpty()) {
      to.accept(text);
    }
  }

  @Override
  public int exit() {
    return exit;
  }

  /** Whether the connection can carry another request: both ends are through with this one. */
  boolean isThrough() {
    return ended && bodySent && !stopped;
  }

  /** The connection goes with it: a program takes that as the end of the request (5.4). */
  @Override
  public void stop() {
    synchronized (this) {
      if (closed) {
        // The connection may carry another request already.
        return;
      }
      stopped = true;
    }
    stream.close();
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    over.accept(this);
  }
}
