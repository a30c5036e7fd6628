package dev.glasshouse.lab;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The page that shows what carried it: its version of HTTP and its connection, and those of style
 * sheets from several hosts, each of which says so of itself in its generated content (CSS 2 12).
 * What they say is what the server saw.
 */
final class Carried implements Handler {
  private static final String PATH = "/carried/";

  /** The style sheets' names: they are ids in the page, and cannot be anything else. */
  private static final Pattern SHEET = Pattern.compile("([a-z][a-z0-9]{0,15})\\.css");

  private final Handler next;

  /**
   * The page, for one host.
   *
   * @param next what answers everything else
   */
  Carried(Handler next) {
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    if (!request.path().startsWith(PATH) || !request.method().isSafe()) {
      return next.handle(request, aside);
    }
    String name = request.path().substring(PATH.length());
    if (name.isEmpty()) {
      return fresh(Response.html(Status.OK, page(request)));
    }
    var sheet = SHEET.matcher(name);
    return sheet.matches()
        ? fresh(
            Response.text(Status.OK, rule(sheet.group(1), how(request)))
                .with("Content-Type", "text/css; charset=utf-8"))
        : next.handle(request, aside);
  }

  /** What carried it once does not carry it again. */
  private static Response fresh(Response response) {
    return response.with("Cache-Control", "no-store");
  }

  private static String rule(String id, String how) {
    return "#" + id + "::after { content: \"" + how + "\"; }\n";
  }

  /** How a request came, as its server sees it, for example {@code HTTP/3 over QUIC, port 4711}. */
  static String how(Request request) {
    boolean secure = request.scheme().equals("https");
    String over = request.version() == HttpVersion.HTTP_3 ? "QUIC" : secure ? "TLS and TCP" : "TCP";
    String port =
        request.peer() instanceof InetSocketAddress from ? ", port " + from.getPort() : "";
    Fields fields = request.fields();
    return request.version()
        + " over "
        + over
        + port
        + (fields.has("early-data") ? ", before the handshake was done" : "");
  }

  private static String page(Request request) {
    try (InputStream in = Carried.class.getResourceAsStream("site/carried.html")) {
      if (in == null) {
        throw new IllegalStateException("site/carried.html is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{how}", how(request))
          .replace("{scheme}", request.scheme());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
