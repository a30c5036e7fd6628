package dev.glasshouse.app;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.dnssec.Anchors;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.ExtendedError;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.dns.recursive.RootHints;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.view.Walk;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Network;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** One walk from the root to a name's owner, by a resolver of its own that knows nothing yet. */
final class NameTrace {
  private final Name name;
  private final int type;
  private final List<RootHint> hints;
  private final Optional<InetSocketAddress> server;
  private final List<Record> anchors;

  /** What a walk came to. */
  record Outcome(Journey journey, Walk walk, Optional<String> problem) {}

  private NameTrace(
      Name name,
      int type,
      List<RootHint> hints,
      Optional<InetSocketAddress> server,
      List<Record> anchors) {
    this.name = name;
    this.type = type;
    this.hints = hints;
    this.server = server;
    this.anchors = anchors;
  }

  /**
   * A walk.
   *
   * @param ascii the name, international labels as {@code xn--}
   * @param type the record type's name, in capitals
   * @param builtIn whose root serves the names that are its own
   * @param server where the walk begins, when not at the root
   * @param dnssec whether signatures are checked
   * @param anchor the file that says what is trusted, when it is not the root's keys
   * @param hints the file that names the root's servers, when they are not the usual ones
   * @throws IOException when such a file cannot be read, or says nothing
   * @throws TextParseException when the name is none
   */
  static NameTrace of(
      String ascii,
      String type,
      BuiltInInternet builtIn,
      Optional<InetSocketAddress> server,
      boolean dnssec,
      Optional<Path> anchor,
      Optional<Path> hints)
      throws IOException {
    Name name = Name.fromString(ascii, Name.root);
    List<RootHint> ours =
        hints.isPresent()
            ? List.of()
            : builtIn.root(name.toString(true).toLowerCase(java.util.Locale.ROOT));
    List<Record> anchors = List.of();
    if (dnssec && anchor.isPresent()) {
      anchors = AnchorFile.read(anchor.get());
    } else if (dnssec && ours.isEmpty()) {
      anchors = hints.isPresent() ? List.of() : Anchors.root();
    } else if (dnssec) {
      anchors = builtIn.anchors();
    }
    List<RootHint> from = ours.isEmpty() ? RootHints.standard() : ours;
    if (hints.isPresent()) {
      from = HintsFile.read(hints.get());
    }
    return new NameTrace(name, Type.value(type), from, server, anchors);
  }

  private RecursorOptions options() {
    var options = RecursorOptions.builder().hints(hints).anchors(anchors);
    server.ifPresent(at ->
        options.upstreams(
            List.of(
                new Upstream(Name.root, Upstream.Kind.STUB, List.of(), List.of(at), Set.of()))));
    return options.build();
  }

  /** Walks. Blocks until there is an answer, or the time is over. */
  Outcome walk(Network network, Transport transport, Duration patience) {
    var recorder = Recorder.start();
    Optional<String> problem = Optional.empty();
    Set<Asked.Wish> wishes =
        anchors.isEmpty()
            ? EnumSet.of(Asked.Wish.RECURSION)
            : EnumSet.of(Asked.Wish.RECURSION, Asked.Wish.AUTHENTIC);
    try (var resolver =
        new Recursive(
            new Recursor(options(), RecursorLimits.DEFAULT, new SecureRandom()),
            transport,
            network.eventLoops().next())) {
      Reply reply =
          resolver.resolve(
              new Asked(new Question(name, type, DClass.IN), wishes),
              Deadline.in(patience),
              recorder.trail());
      problem = problem(reply);
    } catch (NameException e) {
      problem =
          Optional.of(
              e.outcome() == NameException.Outcome.TIMEOUT
                  ? "no answer within " + patience.toSeconds() + " s"
                  : e.outcome() + " from " + e.source());
    }
    Journey journey = recorder.journey();
    Walk walk = Walk.of(journey, names());
    return new Outcome(journey, walk, problem.map(p -> text(walk, p)));
  }

  private Map<String, String> names() {
    var names = new HashMap<String, String>();
    for (RootHint hint : hints) {
      for (InetAddress address : hint.addresses()) {
        names.put(AddressText.of(address), hint.name().toString());
      }
    }
    return names;
  }

  private static Optional<String> problem(Reply reply) {
    if (!reply.answer().isEmpty() && reply.rcode() == Rcode.NOERROR) {
      return Optional.empty();
    }
    return Optional.of(
        switch (reply.rcode()) {
          case Rcode.NXDOMAIN -> "the name does not exist (NXDOMAIN)";
          case Rcode.NOERROR -> "the name has no such records (NODATA)";
          default ->
              Rcode.string(reply.rcode())
                  + reply.errors().stream()
                      .findFirst()
                      .map(ExtendedError::text)
                      .filter(text -> !text.isEmpty())
                      .map(text -> ": " + text)
                      .orElse("");
        });
  }

  private String text(Walk walk, String problem) {
    boolean helped = walk.asks().stream().anyMatch(ask -> !ask.failed());
    boolean heard = walk.asks().stream().anyMatch(ask -> ask.heard().isPresent());
    String where = server.isPresent() ? AddressText.of(server.get()) : "no server of the root";
    String why = problem;
    if (!helped && !walk.asks().isEmpty() && heard) {
      why = where + (server.isPresent() ? " does not help" : " helps") + ": " + problem;
    } else if (!helped && !walk.asks().isEmpty()) {
      Optional<String> silence =
          walk.asks().reversed().stream().flatMap(ask -> ask.silence().stream()).findFirst();
      why =
          where
              + (server.isPresent() ? " cannot be reached: " : " can be reached: ")
              + silence.orElse("nothing came in time");
    }
    return name.toString(true) + ": " + why;
  }
}
