package dev.glasshouse.net;

import dev.glasshouse.dns.NameException;
import dev.glasshouse.net.proxy.TunnelException;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * No connection could be made. When several addresses were tried, the kind is that of the most
 * telling answer: a refusal says more than a reset, that more than an unreachable network, and that
 * more than silence.
 */
public abstract sealed class DialException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Target target;
  private final transient List<Attempt> attempts;

  /**
   * What became of one address.
   *
   * @param address the address
   * @param problem what went wrong, in words
   */
  public record Attempt(InetSocketAddress address, String problem) {}

  private DialException(String message, Target target, List<Attempt> attempts) {
    super(message);
    this.target = target;
    this.attempts = List.copyOf(attempts);
  }

  /** What was dialed. */
  public Target target() {
    return target;
  }

  /** What became of each address, in the order in which they were tried. */
  public List<Attempt> attempts() {
    return attempts;
  }

  /** The peer's machine answered that nobody listens on that port. */
  public static final class Refused extends DialException {
    private static final long serialVersionUID = 1L;

    Refused(Target target, List<Attempt> attempts) {
      super(sentence("refused the connection", target, attempts), target, attempts);
    }
  }

  /** There is no way to the address. */
  public static final class Unreachable extends DialException {
    private static final long serialVersionUID = 1L;

    Unreachable(Target target, List<Attempt> attempts) {
      super(sentence("cannot be reached", target, attempts), target, attempts);
    }
  }

  /** Nothing came back in time. */
  public static final class TimedOut extends DialException {
    private static final long serialVersionUID = 1L;

    private final boolean shaking;

    /** Made by who dialed. */
    public TimedOut(Target target, List<Attempt> attempts) {
      this("did not answer in time", target, attempts, false);
    }

    private TimedOut(String what, Target target, List<Attempt> attempts, boolean shaking) {
      super(sentence(what, target, attempts), target, attempts);
      this.shaking = shaking;
    }

    /** The connection stood, and its handshake was not done in time. */
    public static TimedOut shaking(Target target, List<Attempt> attempts) {
      return new TimedOut("did not do its TLS handshake in time", target, attempts, true);
    }

    /** Whether the connection stood, and it was the handshake of TLS that was not done in time. */
    public boolean isShaking() {
      return shaking;
    }
  }

  /** The connection was reset or closed before it could be used. */
  public static final class Reset extends DialException {
    private static final long serialVersionUID = 1L;

    /** Made by who dialed. */
    public Reset(Target target, List<Attempt> attempts) {
      super(sentence("broke the connection off", target, attempts), target, attempts);
    }
  }

  /** The operating system failed in another way. */
  public static final class Failed extends DialException {
    private static final long serialVersionUID = 1L;

    /** Made by who dialed. */
    public Failed(Target target, List<Attempt> attempts) {
      super(sentence("could not be dialed", target, attempts), target, attempts);
    }
  }

  /** Whoever dialed wants the connection no more (its thread was interrupted). */
  public static final class Cancelled extends DialException {
    private static final long serialVersionUID = 1L;

    /** Made by who dialed. */
    public Cancelled(Target target, List<Attempt> attempts) {
      super("the dial of " + target + " was given up: it is wanted no more", target, attempts);
    }
  }

  /** The proxy did not make a way to the target. */
  public static final class ProxyRefused extends DialException {
    private static final long serialVersionUID = 1L;
    private final TunnelException.Again again;

    /** A refusal. */
    public ProxyRefused(Target target, String proxy, TunnelException cause) {
      super(
          "the proxy " + proxy + " made no way to " + target + ": " + cause.getMessage(),
          target,
          List.of());
      this.again = cause.again();
      initCause(cause);
    }

    /** Whether a new connection may do better. */
    boolean again() {
      return again == TunnelException.Again.RECONNECT;
    }
  }

  /** The name has no address. */
  public static final class NoAddress extends DialException {
    private static final long serialVersionUID = 1L;

    NoAddress(Target target, NameException cause) {
      super(String.valueOf(cause.getMessage()), target, List.of());
      initCause(cause);
    }
  }

  /** The peer's certificate is wrong. */
  public static final class BadCertificate extends DialException {
    private static final long serialVersionUID = 1L;
    private final transient CertificateProblem problem;

    /** Made by who shook hands. */
    public BadCertificate(Target target, InetSocketAddress address, CertificateProblem problem) {
      super(
          "the certificate of " + target + " is wrong: " + problem.text(),
          target,
          List.of(new Attempt(address, problem.text())));
      this.problem = problem;
    }

    /** What is wrong with it. */
    public CertificateProblem problem() {
      return problem;
    }
  }

  /** The TLS handshake failed for another reason than the certificate. */
  public static final class TlsBroken extends DialException {
    private static final long serialVersionUID = 1L;

    /** Made by who shook hands. */
    public TlsBroken(Target target, InetSocketAddress address, String problem) {
      super(
          "the TLS handshake with " + target + " failed: " + problem,
          target,
          List.of(new Attempt(address, problem)));
    }
  }

  private static String sentence(String what, Target target, List<Attempt> attempts) {
    var text = new StringBuilder().append(target).append(' ').append(what);
    String separator = ": ";
    for (Attempt attempt : attempts) {
      text.append(separator).append(text(attempt.address())).append(' ').append(attempt.problem());
      separator = "; ";
    }
    return text.toString();
  }

  /** An address and port as text, an IPv6 address in brackets. */
  public static String text(InetSocketAddress address) {
    return AddressText.of(address);
  }
}
