package dev.glasshouse.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which content coding a client gets, by its Accept-Encoding (RFC 9110 12.5.3): of those that are
 * offered the one with the highest weight, and of equals the one that is offered first.
 */
public final class CodingChoice {
  private CodingChoice() {}

  /**
   * The coding to use; empty for none.
   *
   * @param offered names of codings, the best first
   */
  public static Optional<String> of(Fields request, List<String> offered) {
    List<String> accepted = request.elements("Accept-Encoding");
    Optional<String> best = Optional.empty();
    int most = 0;
    for (String coding : offered) {
      int weight = weight(accepted, coding);
      if (weight > most) {
        best = Optional.of(coding);
        most = weight;
      }
    }
    return best.isPresent() && most >= weight(accepted, "identity") ? best : Optional.empty();
  }

  /** Thousandths; 0 for not at all. Bytes as they are count as least wanted, unless named. */
  private static int weight(List<String> accepted, String coding) {
    int star = coding.equals("identity") ? 1 : 0;
    for (String element : accepted) {
      int semicolon = element.indexOf(';');
      String name = FieldSyntax.trim(semicolon < 0 ? element : element.substring(0, semicolon));
      int weight = semicolon < 0 ? 1000 : quality(element.substring(semicolon + 1));
      String plain = name.toLowerCase(Locale.ROOT);
      if ((plain.startsWith("x-") ? plain.substring(2) : plain).equals(coding)) {
        return weight;
      }
      if (name.equals("*") && !coding.equals("identity")) {
        star = weight;
      }
    }
    return star;
  }

  /** {@code q=0.8} in thousandths (RFC 9110 12.4.2); what cannot be read counts as 1. */
  private static int quality(String parameters) {
    for (String parameter : parameters.split(";")) {
      String text = parameter.strip().toLowerCase(Locale.ROOT);
      if (text.startsWith("q=")) {
        String number = text.substring(2);
        return number.matches("(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
            ? (int) Math.round(Double.parseDouble(number) * 1000)
            : 1000;
      }
    }
    return 1000;
  }
}
