package dev.glasshouse.dns.zone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Probes by connections and by requests of HTTP/1.1. */
public final class SocketProber implements Health.Prober {
  private final int patience;

  /**
   * Probes with a limit.
   *
   * @param patience how long each waits
   */
  public SocketProber(Duration patience) {
    this.patience = (int) Math.max(1, patience.toMillis());
  }

  @Override
  public boolean answers(Health.Watched watched) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(watched.address(), watched.probe().port()), patience);
      socket.setSoTimeout(patience);
      return switch (watched.probe()) {
        case SmartRules.Probe.Tcp _ -> true;
        case SmartRules.Probe.Http(int port, String path) -> {
          String host = watched.address().getHostAddress();
          String request =
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: "
                  + (host.contains(":") ? "[" + host + "]" : host)
                  + ":"
                  + port
                  + "\r\nConnection: close\r\n\r\n";
          socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
          var in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 256);
          char[] status = new char[12];
          int read = 0;
          while (read < 12) {
            int more = in.read(status, read, 12 - read);
            if (more < 0) {
              yield false;
            }
            read += more;
          }
          String line = new String(status);
          yield line.startsWith("HTTP/1.") && (line.charAt(9) == '2' || line.charAt(9) == '3');
        }
      };
    } catch (IOException e) {
      return false;
    }
  }
}
