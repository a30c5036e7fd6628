package dev.glasshouse.fetch;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.ContentType;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fetch over HTTP, from the first request to the final answer (Fetch 4.3 to 4.6). */
final class HttpFetch {
  private final Fetcher fetcher;
  private final FetchRow row;
  private final List<Url> urls = new ArrayList<>();
  private final Cookies cookies;
  private FetchRequest request;

  HttpFetch(Fetcher fetcher, FetchRequest request, FetchRow row) {
    this.fetcher = fetcher;
    this.request = request;
    this.row = row;
    this.urls.add(request.url());
    this.cookies = new Cookies(fetcher.cookies(), fetcher.clock());
  }

  FetchResponse run() throws IOException {
    while (true) {
      check(urls.getLast());
      var exchange = new Exchange();
      Response response;
      try {
        response = exchange.send();
      } catch (IOException e) {
        exchange.end(0, "", 0);
        throw e;
      }
      if (response.status().isRedirect()) {
        RedirectVerdict verdict = redirect(response);
        if (verdict instanceof RedirectVerdict.Followed followed) {
          exchange.finish(response);
          follow(response, followed);
          continue;
        }
        if (verdict instanceof RedirectVerdict.Refused refused) {
          exchange.finish(response);
          throw refuse(response, refused);
        }
      }
      return exchange.answer(response);
    }
  }

  private void check(Url url) throws FetchException {
    if (BadPorts.blocks(url)) {
      throw Problems.refused(
          url,
          Because.of(
              FetchReason.BAD_PORT, Clause.of("WHATWG Fetch", "2.9"), url.port().getAsInt()));
    }
    boolean foreign =
        request.referrer().isPresent()
            && !request.referrer().get().origin().isSameOrigin(url.origin());
    if (foreign && request.mode() == FetchRequest.Mode.SAME_ORIGIN) {
      throw Problems.refused(
          url, Because.of(FetchReason.SAME_ORIGIN_ONLY, Clause.of("WHATWG Fetch", "4.1")));
    }
    if (foreign && request.mode() == FetchRequest.Mode.CORS) {
      fetcher.notSupported("CORS check", url.origin().toString(), "no check", row.trail());
    }
  }

  private RedirectVerdict redirect(Response response) {
    return RedirectVerdict.decide(
        new RedirectVerdict.Facts(
            request, response.status(), response.fields(), List.copyOf(urls), fetcher.limits()));
  }

  private void follow(Response response, RedirectVerdict.Followed to) {
    Trail trail = row.trail();
    if (trail.on()) {
      trail.mark(
          new FetchStep.Redirected(
              response.status().code(),
              urls.getLast().display(),
              to.to().display(),
              to.method().toString(),
              urls.size()),
          to.because());
    }
    urls.add(to.to());
    request =
        request
            .but()
            .url(to.to())
            .method(to.method())
            .fields(to.fields())
            .body(to.keepsBody() ? request.body() : Body.NONE)
            .build();
  }

  private FetchException refuse(Response response, RedirectVerdict.Refused refused) {
    Trail trail = row.trail();
    if (trail.on()) {
      trail.mark(
          new FetchStep.RedirectRefused(
              response.status().code(), urls.getLast().display(), refused.named()),
          refused.because());
      if (refused.because().reason() == FetchReason.REDIRECT_LIMIT
          || refused.because().reason() == FetchReason.REDIRECT_CIRCLE) {
        trail.mark(
            new JourneyStep.LimitReached(
                "redirects", fetcher.limits().redirects(), "redirects", urls.getFirst().display()),
            refused.because());
      }
    }
    return Problems.refused(urls.getLast(), refused.because());
  }

  /** One request and its response. */
  private final class Exchange implements FetchedBody.Ending {
    private final Url url = urls.getLast();
    private final long id = row.trail().open();
    private final long begin = row.trail().now();
    private final Trail trail = row.trail().after(id);
    private int status;
    private String mediaType = "";

    Response send() throws IOException {
      Fields fields =
          RequestFields.of(
              request,
              List.copyOf(urls),
              fetcher.identity().userAgent(),
              fetcher.identity().language());
      fields = cookies.add(fields, request, urls, trail);
      Request message = Request.to(request.method(), url).with(fields).with(request.body());
      Response response = fetcher.client().send(message, request.priority(), trail);
      status = response.status().code();
      cookies.keep(response, request, urls, trail);
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
      if (status == 401 && response.fields().has("WWW-Authenticate")) {
        fetcher.notSupported("HTTP authentication", origin, "the answer as it is", trail);
      }
    }

    /** An answer that nobody reads: its body is dropped. */
    void finish(Response response) {
      response.close();
      end(status, "", 0);
    }

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
            url,
            List.copyOf(urls),
            wire.status(),
            wire.reason(),
            Optional.of(wire.version()),
            wire.fields(),
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

    void end(int withStatus, String type, long bytes) {
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
}
