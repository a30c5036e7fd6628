package dev.glasshouse.http;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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

  /**
   * The answer to a request that asks for another protocol ({@link Request#upgrade}): 101 in
   * HTTP/1.1, 200 in HTTP/2 and 3.
   *
   * @param protocol the protocol, as the request named it
   * @param user who speaks it, once the response is out
   */
  public static Response switching(String protocol, Tunnel.User user) {
    return of(Status.SWITCHING_PROTOCOLS).with("Upgrade", protocol).with(new Body.Taking(user));
  }

  /**
   * The answer 200 to CONNECT.
   *
   * @param user who speaks with the client, once the response is out
   */
  public static Response tunnelling(Tunnel.User user) {
    return of(Status.OK).with(new Body.Taking(user));
  }

  /**
   * A response that is not there yet, and for which no thread waits. It is cancelled when the
   * client goes away, and after {@link Limits.Times#total}; who makes it sees to it that it comes
   * sooner. Fields that are put onto this are added to it when it has come.
   */
  public static Response later(CompletableFuture<Response> response) {
    return of(Status.OK).with(new Body.Later(response));
  }

  /** The tunnel that this response opened, on a client. */
  public Optional<Tunnel> tunnel() {
    return body instanceof Body.Tunnelled its ? Optional.of(its.tunnel()) : Optional.empty();
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

  /**
   * The same response of a server that says itself what is wrong, with content in memory: a site's
   * own page for the status may take the place of that content. What a program answered with stays
   * as it is, even where it is empty.
   */
  public Response standingIn() {
    return body instanceof Body.Bytes bytes ? with(Body.standIn(bytes)) : this;
  }

  /** Gives up what is not read of the body. */
  @Override
  public void close() {
    if (body instanceof Body.Tunnelled its) {
      its.tunnel().close();
    } else if (body instanceof Body.Later later) {
      later.cancel();
    }
    try {
      if (!body.isReplayable()) {
        body.open().close();
      }
    } catch (IOException | IllegalStateException _) {
      // Taken by somebody else, who closes it; or broken, and with that closed.
    }
  }
}
