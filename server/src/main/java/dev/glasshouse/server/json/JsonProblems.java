package dev.glasshouse.server.json;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.url.MimeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What may be wrong with a body that should be JSON, as the client is told it. */
final class JsonProblems {
  private static final String TAKEN = "application/json";

  private JsonProblems() {}

  /** Whether a body is not even looked into: its type, its coding, its length. */
  static Optional<Refusal> admission(Request request, long most) {
    Optional<String> said = request.fields().first("Content-Type");
    Optional<MimeType> type = said.flatMap(MimeType::parse);
    boolean json = type.isPresent() && type.get().isJson();
    boolean utf8 =
        type.flatMap(its -> its.parameter("charset"))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> !name.equals("utf-8") && !name.equals("utf8"))
            .isEmpty();
    if (!json || !utf8) {
      Because because =
          said.isEmpty()
              ? Because.of(RouteReason.MEDIA_MISSING, Clause.rfc(9110, "15.5.16"), TAKEN)
              : Because.of(RouteReason.MEDIA_WRONG, Clause.rfc(9110, "15.5.16"), TAKEN, said.get());
      return Optional.of(
          new Refusal(
              Problem.of(new Status(415), "the body must be " + TAKEN + " in UTF-8")
                  .saying("Accept", TAKEN),
              because));
    }
    List<String> codings = request.fields().elements("Content-Encoding");
    if (!codings.isEmpty() && !codings.equals(List.of("identity"))) {
      return Optional.of(
          new Refusal(
              Problem.of(new Status(415), "the body must come without a content coding")
                  .saying("Accept-Encoding", "identity"),
              Because.of(
                  RouteReason.CODED, Clause.rfc(9110, "15.5.16"), String.join(", ", codings))));
    }
    return request.body().length().orElse(0) > most
        ? Optional.of(BoundedStream.TooLong.refusal(most))
        : Optional.empty();
  }

  /** What Jackson says, without the names of our classes. */
  static Refusal of(JacksonException problem) {
    return switch (problem) {
      case StreamConstraintsException _ ->
          malformed("it is deeper, or has a longer text, than is taken", problem.getLocation());
      case UnrecognizedPropertyException unknown ->
          notFitting(pointer(unknown), "there is no member of this name");
      case InputCoercionException range ->
          notFitting(pointer(range), "it is not a whole number in range");
      case InvalidFormatException format ->
          notFitting(pointer(format), "it is not " + expected(format.getTargetType()));
      case MismatchedInputException mismatched when isEmpty(mismatched) ->
          malformed("there is nothing", problem.getLocation());
      case MismatchedInputException mismatched when isMissing(mismatched) ->
          notFitting(pointer(mismatched), "it is missing, or null");
      case MismatchedInputException mismatched ->
          notFitting(pointer(mismatched), "it is not " + expected(mismatched.getTargetType()));
      case DatabindException other -> notFitting(pointer(other), ownWords(other));
      default -> malformed(problem.getOriginalMessage(), problem.getLocation());
    };
  }

  static Refusal isNull() {
    return notFitting("", "null is nothing that is taken here");
  }

  /** 422: it can be read, but does not fit. */
  static Refusal notFitting(String pointer, String why) {
    String where = pointer.isEmpty() ? "the whole" : pointer;
    return new Refusal(
        Problem.of(new Status(422), where + ": " + why)
            .with("errors", List.of(Map.of("pointer", "#" + pointer, "detail", why))),
        Because.of(RouteReason.NOT_FITTING, Clause.rfc(9110, "15.5.21"), where + ": " + why));
  }

  /** 400: it is no JSON. */
  static Refusal malformed(String why, @Nullable TokenStreamLocation where) {
    String detail = why;
    Problem problem = Problem.of(Status.BAD_REQUEST, detail);
    if (where != null && where.getLineNr() > 0) {
      var place = new LinkedHashMap<String, Object>();
      place.put("line", where.getLineNr());
      place.put("column", where.getColumnNr());
      detail += ", at line " + where.getLineNr() + ", column " + where.getColumnNr();
      problem = Problem.of(Status.BAD_REQUEST, detail).with("at", place);
    }
    return new Refusal(problem, Because.of(RouteReason.MALFORMED, Clause.rfc(8259, "2"), detail));
  }

  private static boolean isEmpty(MismatchedInputException problem) {
    return problem.getPath().isEmpty()
        && problem.getOriginalMessage().startsWith("No content to map");
  }

  /** Jackson has one type for both, and tells them apart in words alone. */
  private static boolean isMissing(MismatchedInputException problem) {
    String said = problem.getOriginalMessage();
    return said.startsWith("Null value for creator property")
        || said.startsWith("Missing required creator property");
  }

  /** What a record's own constructor said, where it refused. */
  private static String ownWords(DatabindException problem) {
    return problem.getCause() instanceof IllegalArgumentException own && own.getMessage() != null
        ? own.getMessage()
        : "it does not fit";
  }

  /** RFC 6901. */
  private static String pointer(JacksonException problem) {
    var parts = new ArrayList<String>();
    for (JacksonException.Reference step : problem.getPath()) {
      String name = step.getPropertyName();
      parts.add(
          name == null
              ? Integer.toString(step.getIndex())
              : name.replace("~", "~0").replace("/", "~1"));
    }
    return parts.isEmpty() ? "" : "/" + String.join("/", parts);
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of the right kind";
    }
    if (type.isEnum()) {
      var names = new ArrayList<String>();
      for (Object constant : type.getEnumConstants()) {
        names.add(((Enum<?>) constant).name());
      }
      return "one of " + String.join(", ", names);
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number in range";
    }
    if (Number.class.isAssignableFrom(type) || type == double.class || type == float.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "a text";
    }
    if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
      return "an array";
    }
    if (java.time.temporal.Temporal.class.isAssignableFrom(type)) {
      return "a time in the form of ISO 8601";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "of the right kind";
  }
}
