package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ResponseFields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.OptionalLong;

/** Writes a server's responses: chooses the framing, adds Date, streams the body. */
final class ResponseWriter {
  private static final io.netty.handler.codec.http.HttpVersion WIRE_VERSION =
      io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

  /**
   * What of the request matters to the form of the response.
   *
   * @param method its method
   * @param version its version
   * @param mayStay whether the connection may carry another exchange
   */
  record Asked(Method method, HttpVersion version, boolean mayStay) {
    /** There was no request that could be read. */
    static final Asked NOTHING = new Asked(Method.GET, HttpVersion.HTTP_1_1, false);
  }

  private final Channel channel;
  private final Limits limits;
  private final ResponseFields common;
  private final MessageWriter writer;
  private boolean stays;

  ResponseWriter(Channel channel, Limits limits, ResponseFields common) {
    this.channel = channel;
    this.limits = limits;
    this.common = common;
    this.writer = new MessageWriter(channel, limits.times().idle());
  }

  /** Whether the connection may carry another exchange after the last response written. */
  boolean stays() {
    return stays;
  }

  /** Sends an interim response. */
  void interim(Status status, Fields fields) throws HttpException {
    var response =
        new DefaultFullHttpResponse(WIRE_VERSION, HttpResponseStatus.valueOf(status.code()));
    response
        .headers()
        .add(
            MessageWriter.headers(
                fields.without("Transfer-Encoding", "Connection", "Content-Length")));
    writer.writeAll(response, Deadline.in(limits.times().idle()));
  }

  /**
   * Writes a response; its body is closed.
   *
   * @return bytes of the body that were sent
   * @throws HttpException when the client does not take it, or the body broke off; the connection
   *     must be closed then
   */
  long write(Response response, Asked asked) throws HttpException {
    Deadline deadline = Deadline.in(limits.times().total());
    OptionalLong length = response.body().length();
    boolean bodiless = ResponseFields.isBodiless(response, asked.method());
    boolean chunked = length.isEmpty() && asked.version() == HttpVersion.HTTP_1_1;
    stays =
        asked.mayStay()
            && !response.fields().hasElement("Connection", "close")
            && (bodiless || length.isPresent() || chunked);
    channel.write(
        new DefaultHttpResponse(
            WIRE_VERSION,
            status(response),
            MessageWriter.headers(fields(response, asked, chunked))));
    if (bodiless || length.orElse(-1) == 0) {
      response.close();
      writer.writeAll(LastHttpContent.EMPTY_LAST_CONTENT, deadline);
      return 0;
    }
    return body(response, length, deadline);
  }

  private long body(Response response, OptionalLong length, Deadline deadline)
      throws HttpException {
    try (BodyStream body = response.body().open()) {
      long sent = writer.body(body, length, deadline, () -> false);
      var last = new DefaultLastHttpContent();
      last.trailingHeaders().add(MessageWriter.headers(body.trailers()));
      writer.writeAll(last, deadline);
      return sent;
    } catch (HttpException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The head is out: a broken connection is the only way left to say so.
      throw new LostException(Because.of(HttpReason.HANDLER_FAILED, Texts.of(e)));
    }
  }

  private static HttpResponseStatus status(Response response) {
    int code = response.status().code();
    String phrase = response.reason().isEmpty() ? response.status().phrase() : response.reason();
    return phrase.isEmpty()
        ? new HttpResponseStatus(code, "Status")
        : new HttpResponseStatus(code, phrase);
  }

  private Fields fields(Response response, Asked asked, boolean chunked) {
    Fields fields = common.of(response, asked.method());
    boolean may = !ResponseFields.isBodiless(response, asked.method());
    if (may && chunked) {
      fields = fields.plus("Transfer-Encoding", "chunked");
    }
    if (!stays) {
      return fields.plus("Connection", "close");
    }
    return asked.version() == HttpVersion.HTTP_1_0
        ? fields.plus("Connection", "keep-alive")
        : fields;
  }
}
