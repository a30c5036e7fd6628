package dev.glasshouse.http;

import java.io.IOException;

/** What answers the requests that come to a server of ours. Called on virtual threads. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers a request. The request's body may be read while and until it returns, and while the
   * response's body is read.
   *
   * @return the response; its body is closed when it was sent
   * @throws IOException what the client sees as 500, or as a broken connection once the head is out
   */
  Response handle(Request request) throws IOException;
}
