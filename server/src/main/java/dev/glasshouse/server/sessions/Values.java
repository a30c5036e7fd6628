package dev.glasshouse.server.sessions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The values of a session: names, and what JSON can say. */
final class Values {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, JsonNode>> TYPE =
      new TypeReference<>() {};

  private final Map<String, JsonNode> values;

  private Values(Map<String, JsonNode> values) {
    this.values = values;
  }

  static Values none() {
    return new Values(new LinkedHashMap<>());
  }

  /** What a store has; what cannot be read is the store's fault. */
  static Values parse(String json) throws StoreException {
    try {
      return new Values(MAPPER.readValue(json, TYPE));
    } catch (JacksonException e) {
      throw new StoreException("its values are not what was stored", e);
    }
  }

  String text() {
    return MAPPER.writeValueAsString(values);
  }

  <T> Optional<T> get(String name, Class<T> type) {
    JsonNode node = values.get(name);
    return node == null || node.isNull()
        ? Optional.empty()
        : Optional.of(MAPPER.treeToValue(node, type));
  }

  void put(String name, Object value) {
    values.put(name, MAPPER.valueToTree(value));
  }

  void remove(String name) {
    values.remove(name);
  }

  void clear() {
    values.clear();
  }

  java.util.Set<String> names() {
    return java.util.Set.copyOf(values.keySet());
  }
}
