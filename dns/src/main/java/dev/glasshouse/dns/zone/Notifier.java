package dev.glasshouse.dns.zone;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;

/** Tells another server that a zone is new (RFC 1996), until it says that it has heard. */
public final class Notifier {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Notifier() {}

  /**
   * Tells it. Blocks: for virtual threads.
   *
   * @param tries how often it is told
   * @param patience how long each time is waited for
   * @return whether it has heard
   */
  public static boolean tell(Zone zone, InetSocketAddress server, int tries, Duration patience) {
    byte[] message = ZoneTransfer.notification(zone, RANDOM.nextInt(1 << 16));
    try (var socket = new DatagramSocket()) {
      socket.connect(server);
      socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
      for (int i = 0; i < tries; i++) {
        try {
          socket.send(new DatagramPacket(message, message.length));
          var answer = new DatagramPacket(new byte[1500], 1500);
          socket.receive(answer);
          if (ZoneTransfer.acknowledges(answer.getData(), answer.getLength(), message)) {
            return true;
          }
        } catch (IOException e) {
          // Lost, or nobody listens yet.
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
