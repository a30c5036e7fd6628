package dev.glasshouse.edge.proxy;

import dev.glasshouse.dns.NameException;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpsOnlyException;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.ResetException;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.net.DialException;
import java.io.IOException;

/** What the failure of an exchange with a server means for who asked (RFC 9209 2.3). Pure. */
final class FailureVerdict {
  private FailureVerdict() {}

  static OriginException of(IOException problem) {
    return switch (problem) {
      case OriginException its -> its;
      case PassedBody.Broken broken ->
          OriginException.of(
                  ProxyError.HTTP_REQUEST_ERROR,
                  Processed.PERHAPS,
                  EdgeReason.CONTENT_BROKE,
                  Texts.of(broken))
              .from(broken);
      case DialException dial -> dial(dial).from(dial);
      case HttpException http -> http(http).from(http);
      default ->
          OriginException.of(
                  ProxyError.CONNECTION_TERMINATED,
                  Processed.PERHAPS,
                  EdgeReason.CONNECTION_LOST,
                  Texts.of(problem))
              .from(problem);
    };
  }

  /** Nothing was sent in any of these. */
  private static OriginException dial(DialException problem) {
    String text = Texts.of(problem);
    return switch (problem) {
      case DialException.Refused _ ->
          OriginException.of(
              ProxyError.CONNECTION_REFUSED, Processed.NO, EdgeReason.CONNECTION_REFUSED);
      case DialException.TimedOut its ->
          OriginException.of(
              ProxyError.CONNECTION_TIMEOUT,
              Processed.NO,
              its.isShaking() ? EdgeReason.TLS_TIMEOUT : EdgeReason.CONNECTION_TIMEOUT);
      case DialException.Unreachable _ ->
          OriginException.of(
              ProxyError.DESTINATION_IP_UNROUTABLE,
              Processed.NO,
              EdgeReason.SERVER_UNREACHABLE,
              text);
      case DialException.NoAddress its -> name(its, text);
      case DialException.BadCertificate its ->
          OriginException.of(
              ProxyError.TLS_CERTIFICATE_ERROR,
              Processed.NO,
              EdgeReason.CERTIFICATE_WRONG,
              its.problem().text());
      case DialException.TlsBroken _ ->
          OriginException.of(
              ProxyError.TLS_PROTOCOL_ERROR, Processed.NO, EdgeReason.TLS_FAILED, text);
      case DialException.Cancelled _ ->
          OriginException.of(
              ProxyError.CONNECTION_TERMINATED, Processed.NO, EdgeReason.CLIENT_GONE);
      case DialException.Reset _, DialException.Failed _, DialException.ProxyRefused _ ->
          OriginException.of(
              ProxyError.CONNECTION_TERMINATED, Processed.NO, EdgeReason.CONNECTION_LOST, text);
    };
  }

  private static OriginException name(DialException.NoAddress problem, String text) {
    boolean late = problem.getCause() instanceof NameException its && isLate(its);
    return OriginException.of(
        late ? ProxyError.DNS_TIMEOUT : ProxyError.DNS_ERROR,
        Processed.NO,
        EdgeReason.NAME_UNKNOWN,
        text);
  }

  private static boolean isLate(NameException problem) {
    return problem.outcome() == NameException.Outcome.TIMEOUT;
  }

  private static OriginException http(HttpException problem) {
    String text = Texts.of(problem);
    return switch (problem) {
      case LostException lost ->
          OriginException.of(
              ProxyError.CONNECTION_TERMINATED,
              lost.isUnprocessed() ? Processed.NO : Processed.PERHAPS,
              EdgeReason.CONNECTION_LOST,
              text);
      case StalledException stalled -> stalled(stalled, text);
      case ResetException _ ->
          OriginException.of(
              ProxyError.CONNECTION_TERMINATED, Processed.PERHAPS, EdgeReason.EXCHANGE_RESET, text);
      case IncompleteException _ ->
          OriginException.of(
              ProxyError.HTTP_RESPONSE_INCOMPLETE,
              Processed.PERHAPS,
              EdgeReason.CONNECTION_LOST,
              text);
      case LimitException _ ->
          OriginException.of(
              ProxyError.HTTP_RESPONSE_HEADER_SECTION_SIZE,
              Processed.PERHAPS,
              EdgeReason.ANSWER_TOO_LARGE,
              text);
      case ViolationException _ ->
          OriginException.of(
              ProxyError.HTTP_PROTOCOL_ERROR, Processed.PERHAPS, EdgeReason.ANSWER_MALFORMED, text);
      case VersionException _, HttpsOnlyException _ ->
          OriginException.of(
              ProxyError.TLS_PROTOCOL_ERROR, Processed.NO, EdgeReason.TLS_FAILED, text);
      case CancelledException _ ->
          OriginException.of(
              ProxyError.CONNECTION_TERMINATED, Processed.PERHAPS, EdgeReason.CLIENT_GONE);
    };
  }

  private static OriginException stalled(StalledException problem, String text) {
    if (problem.because().reason() == HttpReason.STALLED_SLOT) {
      return OriginException.of(
          ProxyError.CONNECTION_LIMIT_REACHED, Processed.NO, EdgeReason.NO_CONNECTION_FREE);
    }
    boolean sending =
        problem.because().reason() == HttpReason.STALLED_SENDING
            || problem.because().reason() == HttpReason.SLOW_READER;
    return OriginException.of(
        sending ? ProxyError.CONNECTION_WRITE_TIMEOUT : ProxyError.HTTP_RESPONSE_TIMEOUT,
        Processed.PERHAPS,
        EdgeReason.ANSWER_LATE,
        text);
  }
}
