package dev.glasshouse.bench;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.routes.Routes;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with a handler in Java on virtual threads that answers {@code /json} with a small record
 * as JSON: ours, or one of its peers. Says its port, and runs until its standard input ends.
 */
public final class HandlerServer {
  /** What is answered. */
  public record Greeting(String message, int number) {}

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private HandlerServer() {}

  /**
   * Runs {@code ours}, {@code routes} (ours with a table of them), {@code jetty} or {@code
   * helidon}.
   */
  public static void main(String[] arguments) throws Exception {
    int port =
        switch (arguments[0]) {
          case "ours" -> ours(_ -> json());
          case "routes" -> ours(Routes.builder().get("/json", _ -> json()).build());
          case "jetty" -> jetty();
          case "helidon" -> helidon();
          default -> throw new IllegalArgumentException("no such server: " + arguments[0]);
        };
    System.out.println(port);
    while (System.in.read() >= 0) {
      // Until it ends.
    }
    System.exit(0);
  }

  private static byte[] bytes() {
    return MAPPER.writeValueAsBytes(new Greeting("Hello, World!", 42));
  }

  private static Response json() {
    return Response.of(Status.OK).with("Content-Type", "application/json").with(Body.of(bytes()));
  }

  private static int ours(dev.glasshouse.http.Handler handler) throws IOException {
    Limits limits = Limits.SERVER;
    Limits.Pool pool = limits.pool();
    Limits endless =
        limits.with(
            new Limits.Pool(
                pool.perOrigin(),
                pool.overtakes(),
                pool.attempts(),
                Integer.MAX_VALUE,
                pool.accepted(),
                pool.total(),
                pool.origins()));
    HttpServer server =
        HttpServer.listen(
            OsNetwork.open(1),
            new InetSocketAddress(HERE, 0),
            Optional.empty(),
            handler,
            endless,
            Trail.OFF);
    return server.address().getPort();
  }

  private static int jetty() throws Exception {
    var threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var server = new Server(threads);
    var connector = new ServerConnector(server);
    connector.setHost(HERE.getHostAddress());
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(
              Request request, org.eclipse.jetty.server.Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(true, ByteBuffer.wrap(bytes()), callback);
            return true;
          }
        });
    server.start();
    return connector.getLocalPort();
  }

  private static int helidon() {
    WebServer server =
        WebServer.builder()
            .address(HERE)
            .port(0)
            .routing(routing ->
                routing.get(
                    "/json",
                    (_, response) -> {
                      response.headers().contentType(MediaTypes.APPLICATION_JSON);
                      response.send(bytes());
                    }))
            .build()
            .start();
    return server.port();
  }
}
