package dev.glasshouse.fetch;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.net.auth.Challenge;
import dev.glasshouse.net.auth.DigestProof;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a server that took a digest knows the password, too, where it says that it does (RFC 7616
 * 3.5): an answer that is not proved right is not given to who asked. A proof that covers the
 * content is looked at when the content's end is there, and breaks it off there.
 */
final class ServerProof {
  private static final Clause CLAUSE = Clause.rfc(7616, "3.5");

  private final DigestProof proof;
  private final Map<String, String> info;
  private final Course course;

  private ServerProof(DigestProof proof, Map<String, String> info, Course course) {
    this.proof = proof;
    this.info = info;
    this.course = course;
  }

  /**
   * The response as it may be used.
   *
   * @throws FetchException when the proof does not hold; the response is closed
   */
  static Response demand(Optional<DigestProof> proof, Response response, Course course)
      throws IOException {
    Optional<String> field = response.fields().first("Authentication-Info");
    if (proof.isEmpty() || field.isEmpty() || response.status().code() == 401) {
      return response;
    }
    var its = new ServerProof(proof.get(), Challenge.parameters(field.get()), course);
    try {
      return its.look(Optional.empty())
          ? response
          : response.with(
              Body.streaming(its.new Covered(response.body().open()), response.body().length()));
    } catch (FetchException e) {
      response.close();
      throw e;
    }
  }

  /** Whether all is said; else the content's hash is needed. */
  private boolean look(Optional<String> content) throws FetchException {
    switch (proof.look(info, content)) {
      case DigestProof.Verdict.Silent() -> {}
      case DigestProof.Verdict.Holds() -> tell(true, Because.of(PolicyReason.AUTH_PROVED, CLAUSE));
      case DigestProof.Verdict.Differs() ->
          throw refuse(Because.of(PolicyReason.AUTH_NOT_PROVED, CLAUSE));
      case DigestProof.Verdict.OfAnother(String parameter) ->
          throw refuse(Because.of(PolicyReason.AUTH_OTHER_NUMBERS, CLAUSE, parameter));
      case DigestProof.Verdict.NeedsContent() -> {
        return false;
      }
    }
    return true;
  }

  private FetchException refuse(Because because) {
    tell(false, because);
    return course.withheld("Digest", because);
  }

  private void tell(boolean holds, Because because) {
    if (course.trail().on()) {
      course.trail().mark(new PolicyStep.ServerProved(course.url().display(), holds), because);
    }
  }

  /** Content as it comes, hashed on its way, and looked at where it ends. */
  private final class Covered extends BodyStream {
    private final BodyStream in;
    private final MessageDigest digest = proof.algorithm().digest();
    private boolean looked;

    Covered(BodyStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = in.read(into, offset, length);
      if (n > 0) {
        digest.update(into, offset, n);
      } else if (n < 0 && !looked) {
        looked = true;
        look(Optional.of(HexFormat.of().formatHex(digest.digest())));
      }
      return n;
    }

    @Override
    public Fields trailers() {
      return in.trailers();
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void cancel() {
      in.cancel();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
