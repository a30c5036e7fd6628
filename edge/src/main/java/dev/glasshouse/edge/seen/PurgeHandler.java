package dev.glasshouse.edge.seen;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.Purged;
import dev.glasshouse.edge.cache.Reach;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes orders to purge: a POST with the token as {@code Authorization: Bearer TOKEN}, from an
 * address that may, with an order in each line: {@code url URL}, {@code prefix BEGINNING}, {@code
 * tag TAG} or {@code all}, and {@code soft } before it for a soft one. None is taken where one
 * cannot be read.
 */
public final class PurgeHandler implements Handler {
  /** Bytes of orders in one request: some thousand URLs. */
  private static final int MOST = 1 << 20;

  /** Takes orders. */
  @FunctionalInterface
  public interface Taker {
    /** Takes them, from somebody. */
    Purged purge(List<Purge> orders, String from, Trail trail);
  }

  private final Taker taker;
  private final byte[] token;
  private final List<AddressRange> from;

  /**
   * A door for orders.
   *
   * @param token what whoever orders has to know
   * @param from where orders may come from; empty for anywhere
   */
  public PurgeHandler(Taker taker, String token, List<AddressRange> from) {
    this.taker = taker;
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.from = List.copyOf(from);
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    if (!request.method().equals(Method.POST)) {
      return Response.text(Status.METHOD_NOT_ALLOWED, "POST orders to purge here\n")
          .with("Allow", "POST");
    }
    if (!mayOrder(request)) {
      return Response.text(Status.FORBIDDEN, "Orders are not taken from this address\n");
    }
    if (!knowsToken(request)) {
      return Response.text(new Status(401), "Orders need the token\n")
          .with("WWW-Authenticate", "Bearer");
    }
    List<Purge> orders = new ArrayList<>();
    try (BodyStream body = request.body().open()) {
      byte[] bytes = body.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        return Response.text(Status.CONTENT_TOO_LARGE, "At most " + MOST + " bytes\n");
      }
      for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
        if (!line.isBlank()) {
          orders.add(order(line.strip()));
        }
      }
    } catch (IllegalArgumentException e) {
      return Response.text(Status.BAD_REQUEST, e.getMessage() + "\n");
    }
    Purged all =
        orders.isEmpty() ? Purged.WHOLE : taker.purge(orders, "an operator", aside.trail());
    return taken(orders.size(), all).with("Cache-Control", "no-store");
  }

  /** All orders hold here; what of them does not is told (RFC 9110 15.3.3, RFC 4918 11.5). */
  private static Response taken(int orders, Purged all) {
    var text = new StringBuilder().append(orders).append(" taken\n");
    all.unwritten()
        .ifPresent(why ->
            text.append("They hold until the next start, and cannot be written down: ")
                .append(why)
                .append('\n'));
    all.untold()
        .ifPresent(why ->
            text.append(
                    "The other nodes are told later; where the cache has no folder, as long as this one"
                        + " runs: ")
                .append(why)
                .append('\n'));
    all.reach().ifPresent(reach -> text.append(told(reach)));
    Status status = Status.OK;
    if (all.untold().isPresent() || all.reach().filter(reach -> !reach.isWhole()).isPresent()) {
      status = new Status(202);
    }
    if (all.unwritten().isPresent()) {
      status = new Status(507);
    }
    return Response.text(status, text.toString());
  }

  private static String told(Reach reach) {
    String count = reach.took() + " of " + reach.known() + " nodes took it";
    return reach.isWhole()
        ? count + "\n"
        : count
            + "; not, or not yet: "
            + String.join(", ", reach.without())
            + "\nWho is out of reach is told once it is back; where the cache has no folder, as long"
            + " as this one runs\n";
  }

  private boolean mayOrder(Request request) {
    if (from.isEmpty()) {
      return true;
    }
    InetAddress address = request.peer() instanceof InetSocketAddress its ? its.getAddress() : null;
    return address != null && from.stream().anyMatch(range -> range.has(address));
  }

  /** Compared in the same time, however much of it is right. */
  private boolean knowsToken(Request request) {
    String said = request.fields().first("Authorization").orElse("");
    boolean bearer = said.regionMatches(true, 0, "Bearer ", 0, 7);
    return bearer
        && MessageDigest.isEqual(said.substring(7).strip().getBytes(StandardCharsets.UTF_8), token);
  }

  private static Purge order(String line) {
    boolean soft = line.startsWith("soft ");
    String[] parts = (soft ? line.substring(5).strip() : line).split("\\s+", 2);
    String what = parts.length > 1 ? parts[1] : "";
    try {
      Purge purge =
          switch (parts[0]) {
            case "url" -> Purge.url(what);
            case "prefix" -> Purge.prefix(what);
            case "tag" -> Purge.tag(what);
            case "all" -> new Purge(Purge.Kind.ALL, what, false);
            default -> throw new IllegalArgumentException("no such order");
          };
      return soft ? purge.softly() : purge;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Not an order: "
              + dev.glasshouse.http.Texts.shown(line)
              + "; orders are: url URL, prefix BEGINNING, tag TAG, all; soft before one",
          e);
    }
  }
}
