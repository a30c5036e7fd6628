package dev.glasshouse.dns;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Asks for the HTTPS records of a name, and follows their aliases.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9460#section-3">RFC 9460 section 3</a>
 */
final class ServiceSearch {
  private static final Clause RECORDS = Clause.rfc(9460, "2.2");

  /** Asks one question, from the cache or the servers. */
  interface Asking {
    /** What is known of a name's HTTPS records. */
    Answer ask(String name) throws NameException;
  }

  private final Asking asking;
  private final Limits limits;
  private final Trail trail;

  ServiceSearch(Asking asking, Limits limits, Trail trail) {
    this.asking = asking;
    this.limits = limits;
    this.trail = trail;
  }

  /** The name to ask for (section 9.1): that of the host, with the port before it if unusual. */
  static String name(String host, int port) {
    return port == 443 || port == 80 ? host : "_" + port + "._https." + host;
  }

  /** Never fails: where nobody can tell, it says so. */
  Services run(String host, int port) {
    String at = name(host, port);
    String owner = host;
    List<ServiceBinding> alias = List.of();
    Set<String> seen = new HashSet<>(Set.of(at));
    try {
      while (true) {
        Answer answer = asking.ask(at);
        List<ServiceBinding> bindings = bindings(answer);
        if (bindings.isEmpty()) {
          unknown(at, Because.of(VersionReason.RECORD_ABSENT));
          return without(alias, Services.ABSENT);
        }
        ServiceBinding first = bindings.getFirst();
        if (!first.isAlias()) {
          return services(owner, answer.name(), bindings);
        }
        tell(at, first);
        if (first.target().isEmpty()
            || !seen.add(first.target())
            || seen.size() > limits.aliases()) {
          unknown(at, Because.of(VersionReason.RECORD_CIRCLE, Clause.rfc(9460, "2.4.2")));
          return Services.UNKNOWN;
        }
        at = first.target();
        owner = at;
        alias = List.of(first);
      }
    } catch (NameException e) {
      boolean none =
          e.outcome() == NameException.Outcome.NODATA
              || e.outcome() == NameException.Outcome.NXDOMAIN;
      unknown(
          at,
          none
              ? Because.of(VersionReason.RECORD_ABSENT)
              : Because.of(VersionReason.RECORD_FAILED, String.valueOf(e.getMessage())));
      return without(alias, none ? Services.ABSENT : Services.UNKNOWN);
    }
  }

  /**
   * Section 3: where an alias leads to a name of which no more is said, the service is there, at
   * the usual port, and what it speaks is not known.
   */
  private static Services without(List<ServiceBinding> alias, Services none) {
    return alias.isEmpty() ? none : new Services(Services.Known.SAID, alias);
  }

  /** The records, the best first; none when one is malformed, since then none counts. */
  private List<ServiceBinding> bindings(Answer answer) throws NameException {
    var bindings = new ArrayList<ServiceBinding>();
    for (Answer.Datum datum : answer.records()) {
      switch (read(datum)) {
        case ServiceData.Good(ServiceBinding binding) -> bindings.add(binding);
        case ServiceData.Bad(String problem) -> {
          unknown(answer.name(), Because.of(VersionReason.RECORD_BAD, RECORDS, problem));
          throw new NameException(
              answer.name(), NameException.Outcome.SERVFAIL, "a malformed record");
        }
      }
    }
    // Section 2.4.1: an alias stands before all that is none.
    bindings.sort(Comparator.comparingInt(ServiceBinding::priority));
    return bindings;
  }

  private static ServiceData.Reading read(Answer.Datum datum) {
    try {
      Record record =
          Record.fromString(
              Messages.absolute(datum.name()), Type.HTTPS, DClass.IN, 0, datum.text(), Name.root);
      return ServiceData.read(record.rdataToWireCanonical());
    } catch (IOException | RuntimeException e) {
      return new ServiceData.Bad(String.valueOf(e.getMessage()));
    }
  }

  private Services services(String owner, String name, List<ServiceBinding> all) {
    var usable = new ArrayList<ServiceBinding>();
    for (ServiceBinding binding : all) {
      tell(name, binding);
      if (!binding.demands().isEmpty()) {
        unknown(
            name,
            Because.of(
                VersionReason.RECORD_UNUSABLE,
                Clause.rfc(9460, "8"),
                String.join(", ", binding.demands())));
      } else if (!binding.isAlias()) {
        usable.add(named(binding, owner));
      }
    }
    return usable.isEmpty() ? Services.UNKNOWN : new Services(Services.Known.SAID, usable);
  }

  /** Section 2.5.2: in a record that is no alias, the root means the record's own name. */
  private static ServiceBinding named(ServiceBinding its, String owner) {
    return its.target().isEmpty()
        ? new ServiceBinding(
            its.priority(),
            owner,
            its.alpn(),
            its.defaultProtocol(),
            its.port(),
            its.hints(),
            its.encryptedHello(),
            its.unsupported(),
            its.demands())
        : its;
  }

  private void tell(String name, ServiceBinding binding) {
    if (trail.on()) {
      trail.mark(
          new VersionStep.ServiceFound(
              name,
              binding.priority(),
              binding.target().isEmpty() ? name : binding.target(),
              binding.port().orElse(0),
              binding.isAlias() ? List.of() : binding.protocols(),
              binding.hints().stream().map(InetAddress::getHostAddress).toList(),
              binding.unsupported()),
          Because.of(VersionReason.RECORD_FOUND, RECORDS));
    }
  }

  private void unknown(String name, Because because) {
    if (trail.on()) {
      trail.mark(new VersionStep.ServiceUnknown(name), because);
    }
  }
}
