package dev.glasshouse.lab;

import dev.glasshouse.dns.BuiltIn;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The names of the built-in internet, without its servers: asking starts nothing. */
public final class BuiltInNames implements BuiltIn {

  /** The names. */
  public BuiltInNames() {}

  @Override
  public Optional<List<InetAddress>> addresses(String name) {
    for (BuiltInHost host : BuiltInHost.ALL) {
      if (host.name().equals(name)) {
        return Optional.of(List.of(host.address()));
      }
    }
    return name.endsWith("." + BuiltInHost.APEX.name()) ? Optional.of(List.of()) : Optional.empty();
  }
}
