package dev.glasshouse.journey.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One line of JSON as maps, lists, strings, longs, doubles and booleans. */
final class JsonTree {
  /** How deep a value may be nested; a journey's are four deep. */
  private static final int DEEPEST = 16;

  private final JsonFactory factory = JsonFactory.builder().build();

  /** Reads an object; what is wrong is the exception's message. */
  Map<String, Object> object(String line) {
    try (JsonParser json = factory.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("an object was expected");
      }
      Map<String, Object> object = object(json, 1);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("there is more after the object");
      }
      return object;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Object> object(JsonParser json, int depth) {
    var object = new LinkedHashMap<String, Object>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, value(json, depth));
    }
    return object;
  }

  private static Object value(JsonParser json, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("nested more than " + DEEPEST + " deep");
    }
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json, depth + 1);
      case START_ARRAY -> array(json, depth + 1);
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw new IllegalArgumentException("null has no place in a journey");
    };
  }

  private static List<Object> array(JsonParser json, int depth) {
    var array = new ArrayList<Object>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(json, depth));
    }
    return array;
  }
}
