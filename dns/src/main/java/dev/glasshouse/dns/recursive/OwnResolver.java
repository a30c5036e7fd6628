package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.RecursiveService;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.dnssec.Anchors;
import dev.glasshouse.journey.Trail;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A {@link Recursor} for the names that this process itself wants to know, as a browser does: with
 * a memory of its own, which ends with it. Safe for use by many threads.
 */
public final class OwnResolver implements RecursiveService {
  private static final Set<Asked.Wish> WISHES =
      EnumSet.of(Asked.Wish.RECURSION, Asked.Wish.AUTHENTIC, Asked.Wish.EDNS);

  // In the third and the fourth byte of a message.
  private static final int AA = 0x04;
  private static final int RA = 0x80;

  private final Recursive recursive;
  private final boolean forwards;
  private volatile Heard heard = Heard.NOBODY;

  /** Who has answered so far. */
  private enum Heard {
    NOBODY,
    /** Only such as resolve for others, though nobody was asked to. */
    RESOLVERS,
    /** A server that speaks for itself. */
    SERVERS
  }

  private OwnResolver(RecursorOptions options, Transport transport, EventExecutor loop) {
    this.forwards = options.forwards(Name.root);
    this.recursive =
        new Recursive(
            new Recursor(options, RecursorLimits.DEFAULT, new SecureRandom()),
            new Listening(transport),
            loop);
  }

  /** One that is set up so. */
  public static RecursiveService.Opening with(RecursorOptions options) {
    return (transport, loop) -> new OwnResolver(options, transport, loop);
  }

  /** One that walks from the root of the internet, and checks signatures with the root's keys. */
  public static RecursiveService.Opening fromTheRoot() {
    return with(
        RecursorOptions.builder().hints(RootHints.standard()).anchors(Anchors.root()).build());
  }

  @Override
  public Message answer(String name, String type, Deadline deadline, Trail trail)
      throws NameException {
    Asked asked;
    try {
      asked =
          new Asked(
              new Question(Name.fromString(name, Name.root), Type.value(type, true), DClass.IN),
              WISHES);
    } catch (TextParseException e) {
      throw new NameException(
          name, NameException.Outcome.MALFORMED, String.valueOf(e.getMessage()));
    }
    Reply reply;
    try {
      reply = recursive.resolve(asked, deadline, trail);
    } catch (NameException e) {
      throw e.outcome() == NameException.Outcome.TIMEOUT
          ? new NameException(name, e.outcome(), silence("nothing came in time"))
          : e;
    }
    if (reply.rcode() == Rcode.NOERROR || reply.rcode() == Rcode.NXDOMAIN) {
      return reply.message(0, RecursorLimits.DEFAULT.udpSize());
    }
    throw failure(name, reply);
  }

  private NameException failure(String name, Reply reply) {
    Optional<ExtendedError> bogus =
        reply.errors().stream().filter(OwnResolver::isBogus).findFirst();
    if (bogus.isPresent()) {
      return new NameException(name, NameException.Outcome.BOGUS, text(bogus.get()));
    }
    String why = reply.error().map(OwnResolver::text).orElse(Rcode.string(reply.rcode()));
    return new NameException(
        name,
        reply.rcode() == Rcode.REFUSED
            ? NameException.Outcome.REFUSED
            : NameException.Outcome.SERVFAIL,
        silence(why));
  }

  /** RFC 8914 sections 4.7 to 4.13: from "DNSSEC Bogus" to "NSEC Missing". */
  private static boolean isBogus(ExtendedError error) {
    return error.code() >= Errors.DNSSEC_BOGUS && error.code() <= Errors.NSEC_MISSING;
  }

  private static String text(ExtendedError error) {
    return error.text().isEmpty() ? error.words() : error.text();
  }

  /** Whoever has never heard a server that speaks for itself has not got past the root. */
  private String silence(String why) {
    return switch (heard) {
      case NOBODY -> forwards ? "nobody whom it asks answers" : "no server of the root answers";
      case RESOLVERS ->
          forwards
              ? why
              : "what answers in the place of the root's servers only resolves for others";
      case SERVERS -> why;
    };
  }

  @Override
  public void close() {
    recursive.close();
  }

  /** Notes who is out there. */
  private final class Listening implements Transport {
    private final Transport beneath;

    Listening(Transport beneath) {
      this.beneath = beneath;
    }

    @Override
    public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
      return udp(server, message, replies, Trail.OFF);
    }

    @Override
    public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
      return tcp(server, message, replies, Trail.OFF);
    }

    @Override
    public Exchange udp(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
      return beneath.udp(server, message, noting(replies), trail);
    }

    @Override
    public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
      return beneath.tcp(server, message, noting(replies), trail);
    }

    /** By the flags of RFC 1035 section 4.1.1: RA without AA is a resolver's. */
    private void note(byte[] message) {
      if (heard == Heard.SERVERS || message.length < 4) {
        return;
      }
      boolean resolves = (message[2] & AA) == 0 && (message[3] & RA) != 0;
      heard = resolves ? Heard.RESOLVERS : Heard.SERVERS;
    }

    private Replies noting(Replies replies) {
      return new Replies() {
        @Override
        public void message(InetSocketAddress from, byte[] message) {
          note(message);
          replies.message(from, message);
        }

        @Override
        public void failed(String problem) {
          replies.failed(problem);
        }
      };
    }
  }
}
