package dev.glasshouse.dns;

import java.net.InetSocketAddress;
import java.net.PortUnreachableException;

/** Where questions to name servers leave by UDP, each from a port that nobody can guess. */
interface AskingPorts {

  /** Sends a question, and listens for what comes back. From any thread. */
  Transport.Exchange ask(InetSocketAddress server, byte[] message, Transport.Replies replies);

  /** What went wrong, in words. */
  static String text(Throwable cause) {
    String message = cause.getMessage();
    if (cause instanceof PortUnreachableException
        || (message != null && message.contains("refused"))) {
      return "nobody listens there (refused)";
    }
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
