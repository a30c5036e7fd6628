package dev.glasshouse.server.web;

import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.server.config.CertificateFiles;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.ListenSettings;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.SiteSettings;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.rules.HostTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The certificates of a configuration's sites, by name. */
final class SiteCertificates {
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private SiteCertificates() {}

  /**
   * Reads or makes them.
   *
   * @param makers who makes those that no site names
   * @throws ConfigException with everything that cannot be had
   */
  static HostTable<ServerCertificate> of(ServerSettings settings, CertificateMaker.Source makers)
      throws ConfigException {
    Map<String, ServerCertificate> named = new HashMap<>();
    Optional<ServerCertificate> standard = Optional.empty();
    Optional<ServerCertificate> first = Optional.empty();
    List<ListenSettings> secured =
        settings.listeners().stream().filter(ListenSettings::tls).toList();
    if (secured.isEmpty()) {
      return new HostTable<>(named, standard);
    }
    Optional<CertificateMaker> maker;
    try {
      maker = makers.of(settings);
    } catch (IOException e) {
      throw new ConfigException(
          List.of(settings.values().fault("tls-local", String.valueOf(e.getMessage()))));
    }
    var faults = new ArrayList<Fault>();
    for (SiteSettings site : settings.sites()) {
      try {
        Optional<ServerCertificate> its = of(site, secured, maker);
        its.ifPresent(shown -> site.names().forEach(name -> named.put(name, shown)));
        first = first.or(() -> its);
        if (site.standard()) {
          standard = its;
        }
      } catch (ConfigException e) {
        faults.addAll(e.faults());
      }
    }
    Optional<ServerCertificate> any = standard.isPresent() ? standard : first;
    if (any.isEmpty() && faults.isEmpty()) {
      faults.add(
          secured
              .getFirst()
              .values()
              .fault("tls", "no site has a certificate, and there is no tls-local"));
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return new HostTable<>(named, any);
  }

  private static Optional<ServerCertificate> of(
      SiteSettings site, List<ListenSettings> secured, Optional<CertificateMaker> maker)
      throws ConfigException {
    Values values = site.values();
    if (values.has("certificate")) {
      return Optional.of(CertificateFiles.read(values));
    }
    if (maker.isEmpty()) {
      return Optional.empty();
    }
    try {
      // Whoever makes certificates here tests from this machine, whatever else the site is called.
      var names = new LinkedHashSet<>(site.names());
      names.add("localhost");
      return Optional.of(maker.get().make(List.copyOf(names), addresses(secured)));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(new Fault(values.place(), "no certificate can be made: " + e.getMessage())));
    }
  }

  /** Where TLS listens, all addresses of this machine for one that stands for all; and loopback. */
  private static Collection<InetAddress> addresses(List<ListenSettings> secured)
      throws SocketException {
    var all = new LinkedHashSet<InetAddress>();
    for (ListenSettings each : secured) {
      InetAddress its = each.address().getAddress();
      if (its.isAnyLocalAddress()) {
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .forEach(all::add);
      } else {
        all.add(its);
      }
    }
    all.addAll(LOOPBACK);
    return all;
  }
}
