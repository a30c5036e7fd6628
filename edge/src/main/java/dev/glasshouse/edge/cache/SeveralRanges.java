package dev.glasshouse.edge.cache;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.EntityTag;
import dev.glasshouse.http.caching.Multipart;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.RangeSet;
import dev.glasshouse.http.caching.Ranges;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Several ranges, cut out of a whole that is stored (RFC 9110 14.2, 15.3.7.2). */
final class SeveralRanges {
  /** Ranges that are followed; who asks for more gets the whole. */
  private static final int MOST = 16;

  private SeveralRanges() {}

  /**
   * Whether a request is for several ranges, and it can be told here whether they fit the whole.
   */
  static boolean areWanted(Request request) {
    List<String> range = request.fields().all("Range");
    Optional<String> condition = request.fields().first("If-Range");
    return request.method().equals(Method.GET)
        && range.size() == 1
        && range.getFirst().indexOf(',') > 0
        && Ranges.wanted(request.fields()) instanceof Ranges.Wanted.Other
        && condition.filter(text -> EntityTag.parse(text).isEmpty()).isEmpty();
  }

  /** The request for the whole. */
  static Request whole(Request request) {
    return request.with(request.fields().without("Range", "If-Range"));
  }

  /** What the request is answered with, of the answer that has the whole. */
  static Response cut(Request request, Response whole, Trail trail) {
    Body body = whole.body();
    if (!whole.status().equals(Status.OK) || body.length().isEmpty() || !fits(request, whole)) {
      return whole;
    }
    long total = body.length().getAsLong();
    RangeSet set = RangeSet.decide(request.fields(), total, MOST);
    List<Part> parts = set instanceof RangeSet.Parts(List<Part> its, _) ? its : List.of();
    if (trail.on()) {
      trail.mark(
          new ServerStep.RangesJudged(
              request.fields().combined("Range").orElse(""),
              parts.stream().map(part -> part.first() + "-" + (part.end() - 1)).toList(),
              total),
          set.because());
    }
    return switch (set) {
      case RangeSet.Whole _ -> whole;
      case RangeSet.Unsatisfiable _ -> {
        whole.close();
        yield Response.of(Status.RANGE_NOT_SATISFIABLE)
            .with(whole.fields().without("Content-Length", "Content-Type", "Content-Encoding"))
            .with("Content-Range", "bytes */" + total)
            .with("Content-Length", "0");
      }
      case RangeSet.Parts _ -> cut(whole, body, parts);
    };
  }

  private static boolean fits(Request request, Response whole) {
    Optional<EntityTag> wanted = request.fields().first("If-Range").flatMap(EntityTag::parse);
    Optional<EntityTag> its = whole.fields().first("ETag").flatMap(EntityTag::parse);
    return wanted.isEmpty() || its.filter(tag -> tag.matchesStrongly(wanted.get())).isPresent();
  }

  private static Response cut(Response whole, Body body, List<Part> parts) {
    Fields fields = whole.fields().without("Content-Length");
    String type = fields.first("Content-Type").orElse("application/octet-stream");
    var head = new Response(Status.PARTIAL_CONTENT, "", whole.version(), fields, Body.NONE);
    Response cut;
    if (body.isReplayable()) {
      cut = Multipart.of(head, type, parts, part -> body.part(part.first(), part.end()));
    } else {
      // It is read once, from its beginning on.
      var source = new Source(body);
      cut =
          Multipart.of(
              head,
              type,
              parts.stream().sorted(Comparator.comparingLong(Part::first)).toList(),
              source::piece);
      cut = cut.with(Body.streaming(new Owned(cut.body(), source), cut.body().length()));
    }
    return cut.with("Content-Length", Long.toString(cut.body().length().orElseThrow()));
  }

  /** A body that is read once, some of its parts. */
  private static final class Source {
    private final Body body;
    private Optional<BodyStream> opened = Optional.empty();
    private long at;

    Source(Body body) {
      this.body = body;
    }

    private InputStream stream() throws IOException {
      if (opened.isEmpty()) {
        opened = Optional.of(body.open());
      }
      return opened.get();
    }

    Body piece(Part part) {
      return Body.streaming(
          new InputStream() {
            private long next = part.first();

            @Override
            public int read() throws IOException {
              byte[] one = new byte[1];
              return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
              if (next >= part.end()) {
                return -1;
              }
              if (at < next) {
                stream().skipNBytes(next - at);
                at = next;
              }
              int n = stream().read(into, offset, (int) Math.min(length, part.end() - next));
              if (n > 0) {
                next += n;
                at += n;
              }
              return n;
            }
          },
          OptionalLong.of(part.length()));
    }

    void close() throws IOException {
      stream().close();
    }
  }

  /** Parts, and what they are cut from: closed together. */
  private static final class Owned extends BodyStream {
    private final Body parts;
    private final Source source;
    private Optional<BodyStream> reading = Optional.empty();

    Owned(Body parts, Source source) {
      this.parts = parts;
      this.source = source;
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (reading.isEmpty()) {
        reading = Optional.of(parts.open());
      }
      return reading.get().read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
