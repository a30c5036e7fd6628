package dev.glasshouse.fetch;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.ContentType;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One request and its response (<a
 * href="https://fetch.spec.whatwg.org/#http-network-or-cache-fetch">Fetch, "HTTP-network-or-cache
 * fetch"</a>, and <a href="https://fetch.spec.whatwg.org/#http-network-fetch">"HTTP-network
 * fetch"</a>); a row of its own in the waterfall, which ends with the body.
 */
final class Exchange implements FetchedBody.Ending {
  private final Course course;
  private final Fetcher fetcher;
  private final FetchRequest request;
  private final List<Url> urls;
  private final Url url;
  private final FetchRow row;
  private final long id;
  private final long begin;
  private final Trail trail;
  private int status;
  private String mediaType = "";

  Exchange(Course course) {
    this.course = course;
    this.fetcher = course.fetcher();
    this.request = course.request();
    this.urls = course.urls();
    this.url = course.url();
    this.row = course.row();
    this.id = row.trail().open();
    this.begin = row.trail().now();
    this.trail = row.trail().after(id);
  }

  /** Sends the request; the response's body must be answered with, or finished. */
  Response send() throws IOException {
    try {
      Response response = networkOrCache(message());
      status = response.status().code();
      return response;
    } catch (IOException e) {
      end(0, "", 0);
      throw e;
    }
  }

  /** HTTP-network-or-cache fetch: the request as it is sent, its fields made. */
  private Request message() {
    Fields fields =
        RequestFields.of(
            request, urls, fetcher.identity().userAgent(), fetcher.identity().language());
    fields = course.cookies().add(fields, request, urls, trail);
    return Request.to(request.method(), url).with(fields).with(request.body());
  }

  /** HTTP-network-or-cache fetch: who answers. */
  private Response networkOrCache(Request message) throws IOException {
    return network(message);
  }

  /** HTTP-network fetch: what came over the network, and what is remembered of it. */
  private Response network(Request message) throws IOException {
    Response response = fetcher.client().send(message, request.priority(), trail);
    course.cookies().keep(response, request, urls, trail);
    tellUnsupported(response);
    return response;
  }

  private void tellUnsupported(Response response) {
    String origin = url.origin().toString();
    if (url.scheme().equals("https") && response.fields().has("Strict-Transport-Security")) {
      fetcher.notSupported("Strict-Transport-Security", origin, "not remembered", trail);
    }
    if (response.fields().has("Alt-Svc")) {
      fetcher.notSupported("Alt-Svc", origin, "the same connections", trail);
    }
    if (response.status().code() == 401 && response.fields().has("WWW-Authenticate")) {
      fetcher.notSupported("HTTP authentication", origin, "the answer as it is", trail);
    }
  }

  /** Drops the body of an answer that nobody reads. */
  void finish(Response response) {
    response.close();
    end(status, "", 0);
  }

  /** Makes the final answer of a response (main fetch, steps 14 to 23). */
  FetchResponse answer(Response wire) throws IOException {
    BodyStream body = null;
    try {
      Response response = ContentCodings.decode(wire, fetcher.client().limits(), trail);
      body = response.body().open();
      ContentType said =
          ContentType.of(
              response.fields().all("Content-Type"),
              response.fields().all("X-Content-Type-Options"));
      TypeVerdict type = TypeVerdict.decide(url, said, request.destination(), body, trail);
      mediaType = type.type().essence();
      FetchResponse.Disposition disposition =
          Dispositions.decide(request, url, wire.fields(), type, fetcher.limits(), trail);
      long limit =
          disposition instanceof FetchResponse.Disposition.Saved
              ? Long.MAX_VALUE
              : fetcher.limits().body();
      return new FetchResponse(
          urls,
          wire.status(),
          wire.reason(),
          Optional.of(wire.version()),
          wire.fields(),
          course.tainting(),
          new FetchResponse.ContentType(mediaType, type.charset(), type.sniffed()),
          disposition,
          FetchResponse.From.NETWORK,
          new FetchedBody(type.begun(), body, limit, trail, this));
    } catch (IOException e) {
      if (body != null) {
        body.close();
      }
      end(status, mediaType, 0);
      throw e;
    }
  }

  private void end(int withStatus, String type, long bytes) {
    if (trail.on()) {
      row.trail()
          .close(
              id,
              begin,
              new FetchStep.Exchanged(
                  row.number(),
                  request.method().toString(),
                  url.display(),
                  withStatus,
                  type,
                  bytes),
              Because.HAPPENED);
    }
  }

  @Override
  public void complete(long bytes) {
    end(status, mediaType, bytes);
    row.complete();
  }

  @Override
  public void broken(long bytes, IOException problem) {
    end(status, mediaType, bytes);
    row.failed(problem);
  }

  @Override
  public void givenUp(long bytes) {
    end(status, mediaType, bytes);
    row.givenUp();
  }
}
