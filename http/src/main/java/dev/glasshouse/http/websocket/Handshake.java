package dev.glasshouse.http.websocket;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PushReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The opening of a conversation (RFC 6455 4; over HTTP/2 and 3, RFC 8441 5 and RFC 9220 3, where
 * neither key nor accept is needed). Pure.
 */
public final class Handshake {
  /** The protocol's name in {@code Upgrade} and {@code :protocol}. */
  public static final String PROTOCOL = "websocket";

  /** The one version of the protocol. */
  static final String VERSION = "13";

  /** RFC 6455 1.3: what the key is joined with. */
  private static final String JOINED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Handshake() {}

  /** What is said to a request. */
  public sealed interface Verdict {
    /** It is one, and may be answered with these fields. */
    record Fine(Fields fields, Optional<String> subprotocol, Optional<Compression> compression)
        implements Verdict {}

    /** It is refused. */
    record Refused(Response response, Because because) implements Verdict {}
  }

  /** Whether a request asks for WebSocket, rightly or not. */
  public static boolean asks(Request request) {
    return request.upgrade().filter(PROTOCOL::equalsIgnoreCase).isPresent();
  }

  /**
   * Judges a request (RFC 6455 4.2).
   *
   * @param subprotocols what is spoken, the best first; empty where none is asked for
   * @param compress whether messages may be compressed
   * @param forget whether each message is compressed by itself, on both sides
   */
  public static Verdict judge(
      Request request, List<String> subprotocols, boolean compress, boolean forget) {
    if (!asks(request)) {
      return refused(
          Response.text(new Status(426), "This is a WebSocket.\n").with("Upgrade", PROTOCOL),
          PushReason.NOT_WEBSOCKET,
          "4.2.1");
    }
    boolean first = request.version() == HttpVersion.HTTP_1_1;
    if (first && !request.method().equals(Method.GET)) {
      return refused(
          Response.of(Status.METHOD_NOT_ALLOWED).with("Allow", "GET"),
          PushReason.NOT_WEBSOCKET,
          "4.2.1");
    }
    if (!request.fields().all("Sec-WebSocket-Version").equals(List.of(VERSION))) {
      return refused(
          Response.of(new Status(426))
              .with("Upgrade", PROTOCOL)
              .with("Sec-WebSocket-Version", VERSION),
          PushReason.OTHER_VERSION,
          "4.4");
    }
    List<String> keys = request.fields().all("Sec-WebSocket-Key");
    if (first && (keys.size() != 1 || !isKey(keys.getFirst()))) {
      return refused(Response.of(Status.BAD_REQUEST), PushReason.BAD_KEY, "4.2.1");
    }
    Fields fields = Fields.EMPTY;
    if (first) {
      fields = fields.plus("Sec-WebSocket-Accept", accept(keys.getFirst()));
    }
    List<String> offered = request.fields().elements("Sec-WebSocket-Protocol");
    Optional<String> chosen = subprotocols.stream().filter(offered::contains).findFirst();
    if (chosen.isPresent()) {
      fields = fields.plus("Sec-WebSocket-Protocol", chosen.get());
    }
    Optional<Compression> compression =
        compress ? Compression.agreed(request.fields(), forget) : Optional.empty();
    if (compression.isPresent()) {
      fields = fields.plus("Sec-WebSocket-Extensions", compression.get().text());
    }
    return new Verdict.Fine(fields, chosen, compression);
  }

  private static Verdict.Refused refused(Response response, PushReason reason, String section) {
    return new Verdict.Refused(response, Because.of(reason, Clause.rfc(6455, section)));
  }

  /** 16 bytes in base64. */
  private static boolean isKey(String key) {
    try {
      return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** What proves that a key was read (RFC 6455 4.2.2, 5). */
  public static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + JOINED).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A request as a client sends it, in the form of HTTP/1.1.
   *
   * @param key 16 random bytes in base64
   */
  static Request asked(Request get, String key, List<String> subprotocols, boolean compress) {
    Request request =
        get.with("Connection", "Upgrade")
            .with("Upgrade", PROTOCOL)
            .with("Sec-WebSocket-Version", VERSION)
            .with("Sec-WebSocket-Key", key);
    if (!subprotocols.isEmpty()) {
      request = request.with("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
    }
    return compress ? request.with("Sec-WebSocket-Extensions", Compression.offer()) : request;
  }

  /**
   * Why an answer is not the one to the request (RFC 6455 4.1); empty where it is.
   *
   * @param offered whether compression was offered
   */
  static Optional<Because> wrong(
      Response response, String key, List<String> subprotocols, boolean offered) {
    if (response.status().equals(Status.SWITCHING_PROTOCOLS)
        && !response.fields().all("Sec-WebSocket-Accept").equals(List.of(accept(key)))) {
      return Optional.of(Because.of(PushReason.BAD_ACCEPT, Clause.rfc(6455, "4.1")));
    }
    List<String> chosen = response.fields().all("Sec-WebSocket-Protocol");
    if (chosen.size() > 1 || !subprotocols.containsAll(chosen)) {
      return Optional.of(Because.of(PushReason.NOT_OFFERED, Clause.rfc(6455, "4.1")));
    }
    try {
      if (Compression.answered(response.fields()).isPresent() && !offered) {
        return Optional.of(Because.of(PushReason.NOT_OFFERED, Clause.rfc(6455, "4.1")));
      }
    } catch (IllegalArgumentException _) {
      return Optional.of(Because.of(PushReason.NOT_OFFERED, Clause.rfc(6455, "4.1")));
    }
    return Optional.empty();
  }
}
