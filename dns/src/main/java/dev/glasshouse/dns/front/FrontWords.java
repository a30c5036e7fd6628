package dev.glasshouse.dns.front;

import dev.glasshouse.dns.local.ClientProfile;
import dev.glasshouse.dns.local.LocalRules;
import dev.glasshouse.dns.local.LocalView;
import dev.glasshouse.dns.local.LocalZones;
import dev.glasshouse.dns.local.RecordText;
import dev.glasshouse.dns.local.ZoneType;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.dns.zone.ZoneException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;

/**
 * Settings of what stands before a resolver, in the words that people who run Unbound know: {@code
 * local-zone: "example." static}, {@code access-control-tag: 192.0.2.0/24 "guests"} and so on.
 * Collected one after another; {@link #settings} makes something of them.
 */
public final class FrontWords {
  private static final Name ANY_OWNER = Name.root;

  /** What is said of one view. */
  private static final class View {
    String name = "";
    final LocalZones.Builder zones = LocalZones.builder();
    boolean otherwiseAll;
  }

  /** What is said of the clients of one range. */
  private static final class Profile {
    final Set<String> tags = new HashSet<>();
    final Map<String, ZoneType> actions = new HashMap<>();
    final Map<String, List<Record>> data = new HashMap<>();
    Optional<String> view = Optional.empty();
  }

  private enum Section {
    SERVER,
    VIEW,
    ZONE,
    FORWARD,
    OTHER
  }

  private final LocalZones.Builder zones = LocalZones.builder();
  private final List<View> views = new ArrayList<>();
  private final List<CopyWords> copies = new ArrayList<>();
  private final List<ForwardWords> forwards = new ArrayList<>();
  private final AddressWords addresses = new AddressWords();
  private final TranslationWords translation = new TranslationWords();
  private final Map<AddressRange, Profile> profiles = new LinkedHashMap<>();
  private final Set<String> tags = new HashSet<>();
  private final List<ClientStrings.Rule> strings = new ArrayList<>();
  private int stringCode = ClientStrings.NONE.code();
  private Section section = Section.SERVER;
  private boolean hidesIdentity;
  private boolean hidesVersion;
  private boolean hidesAnchors = true;
  private boolean sentinel = true;
  private boolean permissive;
  private boolean errors = true;
  private Optional<String> identity = Optional.empty();
  private Optional<String> version = Optional.empty();
  private Optional<Path> authorities = Optional.empty();

  /** Nothing is said yet. */
  public FrontWords() {}

  /**
   * Takes a setting.
   *
   * @param key the word before the colon
   * @param value what stands behind it, without quotes around the whole; empty begins a section
   * @return whether it is one of these settings
   * @throws IllegalArgumentException with a sentence, if the value is none
   */
  public boolean setting(String key, String value) {
    if (value.isEmpty() && section(key)) {
      return section != Section.OTHER;
    }
    return switch (section) {
      case ZONE -> copies.getLast().setting(key, value);
      case FORWARD -> forwards.getLast().setting(key, value);
      case VIEW -> inView(key, value) || zone(views.getLast().zones, key, value);
      case SERVER ->
          ofServer(key, value)
              || translation.setting(key, value)
              || addresses.setting(key, value)
              || clients(key, value)
              || zone(zones, key, value);
      case OTHER -> false;
    };
  }

  private boolean section(String key) {
    section =
        switch (key) {
          case "server" -> Section.SERVER;
          case "view" -> Section.VIEW;
          case "auth-zone" -> Section.ZONE;
          case "forward-zone" -> Section.FORWARD;
          default -> Section.OTHER;
        };
    if (section == Section.VIEW) {
      views.add(new View());
    } else if (section == Section.ZONE) {
      copies.add(new CopyWords());
    } else if (section == Section.FORWARD) {
      forwards.add(new ForwardWords());
    }
    return true;
  }

  private boolean inView(String key, String value) {
    View view = views.getLast();
    switch (key) {
      case "name" -> view.name = value;
      case "view-first" -> view.otherwiseAll = yes(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean ofServer(String key, String value) {
    switch (key) {
      case "hide-identity" -> hidesIdentity = yes(value);
      case "hide-version" -> hidesVersion = yes(value);
      case "hide-trustanchor" -> hidesAnchors = yes(value);
      case "identity" -> identity = Optional.of(value);
      case "version" -> version = Optional.of(value);
      case "zonemd-permissive-mode" -> permissive = yes(value);
      case "root-key-sentinel" -> sentinel = yes(value);
      case "ede" -> errors = yes(value);
      case "tls-cert-bundle" -> authorities = Optional.of(Path.of(value));
      case "edns-client-string" -> {
        String[] parts = value.strip().split("\\s+", 2);
        expect(List.of(parts), 2, "RANGE TEXT");
        strings.add(
            new ClientStrings.Rule(
                AddressRange.of(parts[0]),
                unquoted(parts[1]).getBytes(StandardCharsets.ISO_8859_1)));
      }
      case "edns-client-string-opcode" -> stringCode = code(value);
      case "define-tag" -> tags.addAll(words(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean zone(LocalZones.Builder to, String key, String value) {
    List<String> words = words(value);
    switch (key) {
      case "local-zone" -> {
        expect(words, 2, "NAME TYPE");
        if (words.get(1).equals("nodefault")) {
          to.resolved(name(words.getFirst()));
        } else {
          to.zone(name(words.getFirst()), type(words.get(1)));
        }
      }
      case "local-data" -> to.data(RecordText.of(value));
      case "local-data-ptr" -> to.data(pointer(words));
      case "local-zone-tag" -> {
        expect(words, 2, "NAME TAGS");
        to.tags(name(words.getFirst()), known(words.subList(1, words.size())));
      }
      case "local-zone-override" -> {
        expect(words, 3, "NAME RANGE TYPE");
        to.override(name(words.getFirst()), AddressRange.of(words.get(1)), type(words.get(2)));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean clients(String key, String value) {
    if (!key.startsWith("access-control-")) {
      return false;
    }
    List<String> words = words(value);
    expect(words, 2, "RANGE and more");
    Profile profile =
        profiles.computeIfAbsent(AddressRange.of(words.getFirst()), r -> new Profile());
    switch (key) {
      case "access-control-tag" -> profile.tags.addAll(known(words.subList(1, words.size())));
      case "access-control-view" -> profile.view = Optional.of(words.get(1));
      case "access-control-tag-action" -> {
        expect(words, 3, "RANGE TAG TYPE");
        profile.actions.put(known(words.subList(1, 2)).getFirst(), type(words.get(2)));
      }
      case "access-control-tag-data" -> {
        expect(words, 3, "RANGE TAG DATA");
        String data = value.substring(value.indexOf(words.get(1)) + words.get(1).length());
        profile
            .data
            .computeIfAbsent(known(words.subList(1, 2)).getFirst(), t -> new ArrayList<>())
            .add(RecordText.of(ANY_OWNER, unquoted(data.replaceFirst("^\"", "").strip())));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** An address and a name, with a TTL in front of the name or without. */
  private static Record pointer(List<String> words) {
    expect(words, 2, "ADDRESS [TTL] NAME");
    Name owner = ReverseMap.fromAddress(InetAddress.ofLiteral(words.getFirst()));
    String ttl = words.size() > 2 ? words.get(1) + " " : "";
    return RecordText.of(owner, ttl + "PTR " + words.getLast());
  }

  private List<String> known(List<String> names) {
    for (String name : names) {
      if (!tags.contains(name)) {
        throw new IllegalArgumentException("no define-tag has the tag " + name);
      }
    }
    return names;
  }

  private static int code(String value) {
    try {
      int code = Integer.parseInt(value);
      if (code >= 0 && code <= 0xffff) {
        return code;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(value + " is no code of an option");
  }

  private static void expect(List<String> words, int least, String what) {
    if (words.size() < least) {
      throw new IllegalArgumentException("it should be " + what);
    }
  }

  /** Words, each with or without quotes. */
  private static List<String> words(String value) {
    String bare = value.replace("\"", " ").strip();
    return bare.isEmpty() ? List.of() : List.of(bare.split("\\s+"));
  }

  static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.startsWith("\"") && text.endsWith("\"")
                || text.startsWith("'") && text.endsWith("'"));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(text + " is no name", e);
    }
  }

  static ZoneType type(String word) {
    return ZoneType.of(word)
        .orElseThrow(() -> new IllegalArgumentException(word + " is no type of local zones"));
  }

  static boolean yes(String value) {
    return switch (value) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalArgumentException(value + " is neither yes nor no");
    };
  }

  /**
   * Resolves a zone's names that resolvers usually answer themselves, for example {@code test.}.
   */
  public void resolved(String zone) {
    zones.resolved(name(zone));
  }

  /**
   * The zones that copies are kept of, read from their files.
   *
   * @throws ZoneException with all that is wrong in one of the files
   */
  public List<OwnZone> copies() throws ZoneException {
    var all = new ArrayList<OwnZone>();
    for (CopyWords words : copies) {
      if (permissive) {
        words.with(OwnZone.Manner.DIGEST_PERMISSIVE);
      }
      all.add(words.zone());
    }
    return all;
  }

  /** What is missing in sections that are over, a sentence each. */
  List<String> missing() {
    var faults = new ArrayList<String>();
    for (ForwardWords words : forwards) {
      try {
        Upstream _ = words.upstream();
      } catch (IllegalArgumentException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    return faults;
  }

  /** The zones that other resolvers are asked for. */
  public List<Upstream> forwards() {
    return forwards.stream().map(ForwardWords::upstream).toList();
  }

  /** A file of authorities that are trusted with servers inside TLS besides the system's. */
  public Optional<Path> authorities() {
    return authorities;
  }

  /**
   * What all of it comes to, but for the copies of zones.
   *
   * @param anchors the keys that are trusted: DS and DNSKEY records
   */
  public FrontSettings settings(List<Record> anchors) {
    var rules =
        new LocalRules(
            zones.standard().build(),
            views.stream()
                .map(view -> new LocalView(view.name, view.zones.build(), view.otherwiseAll))
                .toList(),
            profiles.entrySet().stream()
                .map(each ->
                    new ClientProfile(
                        each.getKey(),
                        each.getValue().tags,
                        each.getValue().actions,
                        each.getValue().data,
                        each.getValue().view))
                .toList());
    var chaos =
        new ChaosNames(
            hidesIdentity ? Optional.empty() : identity,
            hidesVersion ? Optional.empty() : version,
            hidesAnchors ? Optional.empty() : Optional.of(TrustedTags.lines(anchors)));
    FrontSettings settings =
        FrontSettings.STANDARD
            .with(rules)
            .with(chaos)
            .withErrors(errors)
            .with(translation.clients(), translation.servers())
            .with(new ClientStrings(stringCode, strings))
            .with(addresses.rules());
    return sentinel ? settings.withSentinel(TrustedTags.ofRoot(anchors)) : settings;
  }
}
