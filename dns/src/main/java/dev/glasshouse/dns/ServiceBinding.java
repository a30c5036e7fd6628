package dev.glasshouse.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * What one HTTPS or SVCB record says of how a service is reached.
 *
 * @param priority SvcPriority: the lowest is the best; 0 says that the record is an alias
 * @param target TargetName in lower case without a dot at its end; empty for the record's own name,
 *     or, in an alias, for a service that is not there
 * @param alpn the protocols that it names, without the default one
 * @param defaultProtocol whether the scheme's default protocol, HTTP/1.1 for HTTPS, is spoken too
 * @param port the port; empty where it is the usual one
 * @param hints addresses to begin with as long as the target's own are not known
 * @param encryptedHello whether it has keys for Encrypted ClientHello
 * @param unsupported names of keys that are there and not supported here
 * @param demands names of keys that it makes mandatory and are not supported here; a record that
 *     has some must not be used
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9460#section-2">RFC 9460 sections 2 and 7</a>
 */
public record ServiceBinding(
    int priority,
    String target,
    List<String> alpn,
    DefaultProtocol defaultProtocol,
    OptionalInt port,
    List<InetAddress> hints,
    boolean encryptedHello,
    List<String> unsupported,
    List<String> demands) {

  /** Whether the default protocol is spoken too. */
  public enum DefaultProtocol {
    /** It is. */
    SPOKEN,
    /** It is not: no-default-alpn. */
    NOT_SPOKEN
  }

  /** Copies the lists. */
  public ServiceBinding {
    alpn = List.copyOf(alpn);
    hints = List.copyOf(hints);
    unsupported = List.copyOf(unsupported);
    demands = List.copyOf(demands);
  }

  /** Whether it is an alias (AliasMode). */
  public boolean isAlias() {
    return priority == 0;
  }

  /** Every protocol that is spoken, the default one last (section 7.1.2). */
  public List<String> protocols() {
    return defaultProtocol == DefaultProtocol.NOT_SPOKEN || alpn.contains("http/1.1")
        ? alpn
        : java.util.stream.Stream.concat(alpn.stream(), java.util.stream.Stream.of("http/1.1"))
            .toList();
  }
}
