package dev.glasshouse.http.websocket;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What both ends agreed on of {@code permessage-deflate} (RFC 7692 7.1). The platform's compressor
 * has windows of 32 KiB and no others: an offer that wants smaller ones of us is passed over.
 *
 * @param serverForgets whether the server compresses each message by itself
 *     (server_no_context_takeover)
 * @param clientForgets whether the client does
 */
public record Compression(boolean serverForgets, boolean clientForgets) {
  /** The extension's name. */
  static final String NAME = "permessage-deflate";

  private static final String SERVER_FORGETS = "server_no_context_takeover";
  private static final String CLIENT_FORGETS = "client_no_context_takeover";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";

  /** Whether an end compresses each message by itself. */
  boolean forgets(Side side) {
    return side == Side.SERVER ? serverForgets : clientForgets;
  }

  /** One offer or answer: a name, and parameters. */
  private record Extension(String name, List<Parameter> parameters) {}

  private record Parameter(String name, Optional<String> value) {}

  /**
   * What a server agrees to (RFC 7692 7.1): the first offer that it can keep.
   *
   * @param forget whether nothing is kept between messages on either side, for the server's
   *     memory's sake: it may ask that of the client unasked (7.1.1.2)
   * @return empty when there is none
   */
  public static Optional<Compression> agreed(Fields request, boolean forget) {
    for (Extension offer : extensions(request)) {
      Optional<Compression> its = of(offer, true);
      if (its.isPresent()) {
        return Optional.of(
            new Compression(its.get().serverForgets || forget, its.get().clientForgets || forget));
      }
    }
    return Optional.empty();
  }

  /**
   * What a server has agreed to.
   *
   * @return empty where it compresses nothing
   * @throws IllegalArgumentException when its answer names what was not offered
   */
  static Optional<Compression> answered(Fields response) {
    List<Extension> all = extensions(response);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Optional<Compression> its = all.size() == 1 ? of(all.getFirst(), false) : Optional.empty();
    if (its.isEmpty()) {
      throw new IllegalArgumentException("extensions that were not offered");
    }
    return its;
  }

  /** As a client offers it. */
  static String offer() {
    return NAME;
  }

  /** As a server answers. */
  public String text() {
    return NAME
        + (serverForgets ? "; " + SERVER_FORGETS : "")
        + (clientForgets ? "; " + CLIENT_FORGETS : "");
  }

  /** Empty when it is not this extension, or has parameters that are wrong or cannot be kept. */
  private static Optional<Compression> of(Extension extension, boolean offer) {
    if (!extension.name().equals(NAME)) {
      return Optional.empty();
    }
    boolean server = false;
    boolean client = false;
    Set<String> seen = new HashSet<>();
    for (Parameter parameter : extension.parameters()) {
      boolean fine =
          seen.add(parameter.name())
              && switch (parameter.name()) {
                case SERVER_FORGETS, CLIENT_FORGETS -> parameter.value().isEmpty();
                case SERVER_BITS ->
                    offer
                        ? bits(parameter).filter("15"::equals).isPresent()
                        : bits(parameter).isPresent();
                // A hint of what the client could do (7.1.2.2); an answer may not ask for it
                // unhinted.
                case CLIENT_BITS ->
                    offer && (parameter.value().isEmpty() || bits(parameter).isPresent());
                default -> false;
              };
      if (!fine) {
        return Optional.empty();
      }
      server |= parameter.name().equals(SERVER_FORGETS);
      client |= parameter.name().equals(CLIENT_FORGETS);
    }
    return Optional.of(new Compression(server, client));
  }

  /** A window's size, 8 to 15, without a leading zero. */
  private static Optional<String> bits(Parameter parameter) {
    return parameter.value().filter(text -> text.matches("[89]|1[0-5]"));
  }

  private static List<Extension> extensions(Fields fields) {
    var all = new ArrayList<Extension>();
    for (String element : fields.elements("Sec-WebSocket-Extensions")) {
      String[] parts = element.split(";", -1);
      var parameters = new ArrayList<Parameter>();
      for (int i = 1; i < parts.length; i++) {
        int equals = parts[i].indexOf('=');
        String name = FieldSyntax.trim(equals < 0 ? parts[i] : parts[i].substring(0, equals));
        Optional<String> value =
            equals < 0
                ? Optional.empty()
                : Optional.of(unquoted(FieldSyntax.trim(parts[i].substring(equals + 1))));
        parameters.add(new Parameter(name.toLowerCase(Locale.ROOT), value));
      }
      all.add(new Extension(FieldSyntax.trim(parts[0]).toLowerCase(Locale.ROOT), parameters));
    }
    return all;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
