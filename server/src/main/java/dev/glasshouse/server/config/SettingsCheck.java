package dev.glasshouse.server.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with settings that are right one by one. */
final class SettingsCheck {
  private static final Pattern HOST =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+\\]");
  private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern ERROR = Pattern.compile("[45]([0-9][0-9]|xx)");

  private final List<Fault> faults;

  private SettingsCheck(List<Fault> faults) {
    this.faults = faults;
  }

  static void of(ServerSettings settings, List<Fault> faults) {
    var check = new SettingsCheck(faults);
    Place top = settings.values().place();
    boolean whole = faults.isEmpty();
    if (settings.listeners().isEmpty() && whole) {
      faults.add(new Fault(top, "there is no [[listen]]: nothing would be served"));
    }
    if (settings.sites().isEmpty() && whole) {
      faults.add(new Fault(top, "there is no [[site]]: nothing would be served"));
    }
    NamedFiles.unwritable(settings.values(), "error-log").ifPresent(faults::add);
    check.account(settings.values(), "user", UserPrincipalLookupService::lookupPrincipalByName);
    check.account(
        settings.values(), "group", UserPrincipalLookupService::lookupPrincipalByGroupName);
    check.listeners(settings.listeners());
    check.names(settings.sites());
    for (SiteSettings site : settings.sites()) {
      check.site(site, settings.sites().size() == 1);
      for (RouteSettings route : site.routes()) {
        check.shared(route.values());
        route.kind().check(route.values()).forEach(faults::add);
        check.route(route.values());
      }
    }
  }

  /** How the system looks for a user, or a group. */
  @FunctionalInterface
  private interface Account {
    UserPrincipal find(UserPrincipalLookupService system, String name) throws IOException;
  }

  private void account(Values values, String option, Account account) {
    Optional<String> name = values.value(option, String.class);
    if (name.isEmpty()) {
      return;
    }
    try {
      UserPrincipal _ =
          account.find(FileSystems.getDefault().getUserPrincipalLookupService(), name.get());
    } catch (UserPrincipalNotFoundException e) {
      fault(values, option, "there is no " + option + " " + name.get());
    } catch (IOException e) {
      fault(values, option, "cannot be looked for: " + e.getMessage());
    }
  }

  private void fault(Values values, String name, String reason) {
    faults.add(values.fault(name, reason));
  }

  /** What is read here is only looked at. */
  @FunctionalInterface
  private interface Reading {
    Object read() throws ConfigException;
  }

  private void told(Reading reading) {
    try {
      Object _ = reading.read();
    } catch (ConfigException e) {
      faults.addAll(e.faults());
    }
  }

  private void listeners(List<ListenSettings> listeners) {
    var seen = new HashMap<InetSocketAddress, Place>();
    for (ListenSettings each : listeners) {
      Values values = each.values();
      Place before =
          each.address().getPort() == 0 ? null : seen.putIfAbsent(each.address(), values.place());
      if (before != null) {
        fault(values, "address", "the same as at " + before);
      }
      if (values.has("http3") && each.versions().http3() && !each.tls()) {
        fault(values, "http3", "HTTP/3 needs tls = true");
      }
      for (String size : List.of("start-line", "header-size")) {
        if (values.size(size) < 64 || values.size(size) > 16 << 20) {
          fault(values, size, "from 64 bytes to 16 MiB is what can be");
        }
      }
      for (String number : List.of("connections", "requests")) {
        if (values.number(number) == 0) {
          fault(values, number, "with 0 nothing could be served");
        }
      }
    }
  }

  private void names(List<SiteSettings> sites) {
    Map<String, Place> seen = new HashMap<>();
    Place standard = null;
    for (SiteSettings site : sites) {
      for (String name : site.names()) {
        if (!HOST.matcher(name).matches() && !ADDRESS.matcher(name).matches()) {
          fault(site.values(), "names", name + " is no host name, and none with *. before it");
        }
        Place before = seen.putIfAbsent(name, site.values().place("names"));
        if (before != null) {
          fault(site.values(), "names", name + " is the name of the site at " + before + " too");
        }
      }
      if (site.standard() && standard != null) {
        fault(site.values(), "default", "the site at " + standard + " is it already");
      } else if (site.standard()) {
        standard = site.values().place("default");
      }
    }
  }

  private void site(SiteSettings site, boolean only) {
    Values values = site.values();
    if (site.names().isEmpty() && !site.standard() && !only) {
      faults.add(
          new Fault(values.place(), "the site has no names and is not the default: who gets it?"));
    }
    if (site.routes().isEmpty() && faults.isEmpty()) {
      faults.add(
          new Fault(values.place(), "the site has no root and no [[site.route]]: it has nothing"));
    }
    if (values.has("certificate") != values.has("key")) {
      fault(
          values, values.has("key") ? "key" : "certificate", "certificate and key belong together");
    } else if (values.has("key")) {
      told(() -> CertificateFiles.read(values));
    }
    NamedFiles.unwritable(values, "access-log").ifPresent(faults::add);
    values
        .pairs("errors")
        .forEach((status, path) -> {
          if (!ERROR.matcher(status).matches()) {
            fault(values, "errors", status + " is no status such as 404 or 5xx");
          }
          if (!path.startsWith("/")) {
            fault(values, "errors", path + " is no path: it begins with a slash");
          }
        });
    shared(values);
  }

  private void route(Values values) {
    if (values.has("path") && values.has("match")) {
      fault(values, "match", "either path or match says which requests");
    }
    values
        .value("strip", String.class)
        .filter(strip -> !strip.startsWith("/") || strip.endsWith("/"))
        .ifPresent(
            strip -> fault(values, "strip", strip + " begins with a slash and ends without one"));
  }

  private void shared(Values values) {
    boolean asks = !values.text("auth").equals("none");
    if (asks && !values.has("users")) {
      fault(values, "auth", "users is missing: the file of names and passwords");
    }
    if (!asks && values.has("users")) {
      fault(values, "users", "auth says whether they are asked for, basic or digest");
    }
    if (asks && values.has("users")) {
      told(() -> Logins.of(values, InstantSource.system()));
    }
    if (!values
        .text("realm")
        .chars()
        .allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
      fault(values, "realm", "only ASCII without quotes and backslashes goes into the field");
    }
    for (String option : List.of("headers", "headers-add")) {
      values
          .pairs(option)
          .forEach((name, value) -> {
            field(values, option, name);
            if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff))) {
              fault(values, option, "the value of " + name + " has characters that no field has");
            }
          });
    }
    values.texts("headers-remove").forEach(name -> field(values, "headers-remove", name));
  }

  private void field(Values values, String option, String name) {
    if (!FIELD_NAME.matcher(name).matches()) {
      fault(values, option, name + " is no name of a field");
    }
  }
}
