package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.ContentType;
import dev.glasshouse.url.DataUrl;
import dev.glasshouse.url.MimeType;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A fetch that needs no network: {@code file: data: about:} (Fetch 4.2, "scheme fetch"). */
final class LocalFetch {
  private final Course course;
  private final FetchRequest request;
  private final Url url;
  private final Limits limits;
  private final FetchRow row;
  private final Trail trail;

  LocalFetch(Course course) {
    this.course = course;
    this.request = course.request();
    this.url = course.url();
    this.limits = course.fetcher().limits();
    this.row = course.row();
    this.trail = row.trail();
  }

  FetchResponse run() throws IOException {
    return switch (url.scheme()) {
      case "about" -> about();
      case "data" -> data();
      case "file" -> file();
      case "blob" -> {
        if (trail.on()) {
          trail.mark(
              new JourneyStep.NotSupported("blob: URLs", url.display(), ""),
              Because.of(FetchReason.NEXT_ISSUE));
        }
        throw Problems.refused(url, Because.of(FetchReason.BLOB_NOT_SUPPORTED));
      }
      default ->
          throw Problems.refused(
              url,
              Because.of(
                  FetchReason.SCHEME_UNKNOWN,
                  Clause.of("WHATWG Fetch", "4.2"),
                  url.scheme() + ":"));
    };
  }

  private FetchResponse about() throws IOException {
    if (!url.path().equals("blank")) {
      throw Problems.refused(
          url, Because.of(FetchReason.ABOUT_UNKNOWN, Clause.of("WHATWG Fetch", "4.2")));
    }
    tellLocal(0);
    MimeType type = MimeType.HTML.withParameter("charset", "utf-8");
    return answer(url, ContentType.of(type), BodyStream.of(new byte[0]), FetchResponse.From.ABOUT);
  }

  private FetchResponse data() throws IOException {
    Optional<DataUrl> data = DataUrl.parse(url);
    if (data.isEmpty()) {
      throw Problems.refused(
          url, Because.of(FetchReason.BAD_DATA_URL, Clause.of("WHATWG Fetch", "6")));
    }
    tellLocal(data.get().body().length);
    return answer(
        url,
        ContentType.of(data.get().mimeType()),
        BodyStream.of(data.get().body()),
        FetchResponse.From.DATA);
  }

  private void tellLocal(long bytes) {
    if (trail.on()) {
      String text = url.display();
      trail.mark(
          new FetchStep.AnsweredLocally(
              text.length() > 120 ? text.substring(0, 120) + "..." : text, bytes),
          Because.of(FetchReason.LOCAL_ANSWER));
    }
  }

  private FetchResponse file() throws IOException {
    if (!request.method().equals(Method.GET) && !request.method().equals(Method.HEAD)) {
      throw Problems.refused(url, Because.of(FetchReason.FILE_METHOD));
    }
    FileAnswer file = FileAnswer.read(url, limits, trail);
    ContentType said =
        file.type().flatMap(MimeType::parse).map(ContentType::of).orElse(ContentType.NONE);
    BodyStream body = file.body();
    if (request.method().equals(Method.HEAD)) {
      body.close();
      body = BodyStream.of(new byte[0]);
    }
    return answer(file.url(), said, body, FetchResponse.From.FILE);
  }

  private FetchResponse answer(Url at, ContentType said, BodyStream raw, FetchResponse.From from)
      throws IOException {
    var gate = new ContentGate(course, trail);
    BodyStream body;
    try {
      gate.check(Status.OK, Fields.EMPTY, said);
      body = gate.integrity(raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
    TypeVerdict type = TypeVerdict.decide(at, said, request.destination(), body, trail);
    Fields fields =
        said.supplied()
            .map(supplied -> Fields.of("Content-Type", supplied.toString()))
            .orElse(Fields.EMPTY);
    return new FetchResponse(
        List.of(at),
        Status.OK,
        "",
        Optional.empty(),
        fields,
        new FetchResponse.Shared(Tainting.BASIC, fields),
        new FetchResponse.ContentType(type.type().essence(), type.charset(), type.sniffed()),
        Dispositions.decide(request, at, Status.OK, fields, type, limits, trail),
        from,
        new FetchedBody(
            type.begun(),
            body,
            limits.body(),
            trail,
            new FetchedBody.Ending() {
              @Override
              public void complete(long bytes) {
                row.complete();
              }

              @Override
              public void broken(long bytes, IOException problem) {
                row.failed(problem);
              }

              @Override
              public void givenUp(long bytes) {
                row.givenUp();
              }
            }));
  }
}
