package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.AuthorityText;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.EdgeReason;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a request is passed on, and as what. It was checked when it was read; here it is checked
 * once more, field by field, for what the version that it goes on in would read differently. Pure.
 */
sealed interface PassVerdict {

  /**
   * It goes on.
   *
   * @param fields its fields from here on
   * @param dropped the names of the fields that do not go on
   * @param because whether the peer's word on the client was kept
   * @param client who the client is, as far as that word is kept: places and keys go by it
   */
  record Pass(Fields fields, List<String> dropped, Because because, SocketAddress client)
      implements PassVerdict {
    /** A request as it goes on. */
    Request of(Request asked) {
      return new Request(
          asked.method(),
          asked.scheme(),
          asked.authority(),
          asked.target(),
          asked.version(),
          fields,
          asked.body(),
          client);
    }
  }

  /** It is answered here. */
  record Stop(Status status, Because because) implements PassVerdict {}

  static PassVerdict of(Request request, ProxyOptions options) {
    if (request.method().equals(Method.TRACE)) {
      return stop(
          Status.METHOD_NOT_ALLOWED, EdgeReason.METHOD_OFF, "9.3.8", request.method().name());
    }
    if (!request.authority().isEmpty() && !AuthorityText.isHost(request.authority())) {
      return stop(
          Status.BAD_REQUEST, EdgeReason.BAD_AUTHORITY, "7.2", Texts.shown(request.authority()));
    }
    if (!isTarget(request)) {
      return stop(Status.BAD_REQUEST, EdgeReason.BAD_TARGET, "7.1", Texts.shown(request.target()));
    }
    for (Field field : request.fields()) {
      if (!FieldSyntax.isToken(field.name()) || !FieldSyntax.isValue(field.value())) {
        return stop(Status.BAD_REQUEST, EdgeReason.BAD_FIELD, "5", Texts.shown(field.name()));
      }
    }
    if (request.method().equals(Method.CONNECT)) {
      return stop(Status.METHOD_NOT_ALLOWED, EdgeReason.NO_TUNNELS, "9.3.6");
    }
    int hops = request.fields().elements("Via").size();
    if (hops >= options.hops()) {
      return stop(new Status(508), EdgeReason.TOO_MANY_HOPS, "7.6.3", hops);
    }
    return forwards(request, options);
  }

  /** RFC 9110 7.6.2. */
  private static PassVerdict forwards(Request request, ProxyOptions options) {
    Fields fields = request.fields();
    if (request.method().equals(Method.OPTIONS) && fields.has("Max-Forwards")) {
      int left = number(fields.first("Max-Forwards").orElse(""));
      if (left == 0) {
        return stop(Status.NO_CONTENT, EdgeReason.NO_MORE_FORWARDS, "7.6.2");
      }
      if (left > 0) {
        fields = fields.with("Max-Forwards", Integer.toString(left - 1));
      }
    }
    PassedFields passed = PassedFields.of(fields);
    ClientFields told = ClientFields.of(passed.kept(), request, options);
    Fields all = told.fields();
    if (fields.hasElement("TE", "trailers")) {
      all = all.plus(Fields.of("TE", "trailers"));
    }
    Optional<String> upgrade = upgrade(request, options);
    if (upgrade.isPresent()) {
      all = all.plus(Fields.of("Connection", "Upgrade", "Upgrade", upgrade.get()));
    }
    List<String> dropped = passed.dropped();
    if (!told.dropped().isEmpty()) {
      dropped = new ArrayList<>(dropped);
      dropped.addAll(told.dropped());
    }
    return new Pass(all, dropped, told.because(), BelievedClient.of(request, options));
  }

  /** RFC 9110 7.8: one who reads content behind it would take that for the other protocol's. */
  private static Optional<String> upgrade(Request request, ProxyOptions options) {
    return request.body().isEmpty()
        ? request
            .upgrade()
            .filter(protocol -> options.upgrades().contains(PassedFields.lower(protocol)))
        : Optional.empty();
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static boolean isTarget(Request request) {
    String target = request.target();
    for (int i = 0; i < target.length(); i++) {
      if (!FieldSyntax.isTargetByte(target.charAt(i))) {
        return false;
      }
    }
    return target.startsWith("/")
        || (target.equals("*") && request.method().equals(Method.OPTIONS))
        || request.method().equals(Method.CONNECT);
  }

  private static Stop stop(Status status, EdgeReason reason, String section, Object... arguments) {
    return new Stop(status, Because.of(reason, Clause.rfc(9110, section), arguments));
  }
}
