package dev.glasshouse.http;

import java.io.IOException;

/**
 * A response, on either end. On the client's, its body must be read to the end or closed: until
 * then it holds its connection.
 *
 * @param status the status code
 * @param reason the reason phrase as it came; on a response that is to be sent, empty for the
 *     registry's own
 * @param version the version that it came in
 * @param fields the header fields; Content-Length and Transfer-Encoding of a response that is to be
 *     sent are made from the body
 * @param body the content
 */
public record Response(Status status, String reason, HttpVersion version, Fields fields, Body body)
    implements AutoCloseable {

  /** A response to send, with no fields and no content. */
  public static Response of(Status status) {
    return new Response(status, "", HttpVersion.HTTP_1_1, Fields.EMPTY, Body.NONE);
  }

  /** A response to send, with a text in UTF-8. */
  public static Response text(Status status, String text) {
    return of(status).with("Content-Type", "text/plain; charset=utf-8").with(Body.of(text));
  }

  /** A response to send, with a page in UTF-8. */
  public static Response html(Status status, String page) {
    return of(status).with("Content-Type", "text/html; charset=utf-8").with(Body.of(page));
  }

  /** The same response with other fields. */
  public Response with(Fields newFields) {
    return new Response(status, reason, version, newFields, body);
  }

  /** The same response with one field in the place of all of its name. */
  public Response with(String name, String value) {
    return with(fields.with(name, value));
  }

  /** The same response with other content. */
  public Response with(Body newBody) {
    return new Response(status, reason, version, fields, newBody);
  }

  /** Gives up what is not read of the body. */
  @Override
  public void close() {
    try {
      if (!body.isReplayable()) {
        body.open().close();
      }
    } catch (IOException | IllegalStateException _) {
      // Taken by somebody else, who closes it; or broken, and with that closed.
    }
  }
}
