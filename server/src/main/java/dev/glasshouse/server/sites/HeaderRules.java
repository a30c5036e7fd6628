package dev.glasshouse.server.sites;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.server.config.Values;
import java.util.List;
import java.util.Map;

/**
 * What is done with the fields of answers: some are taken off, some put in the place of others,
 * some added, in this order.
 */
record HeaderRules(Map<String, String> set, Map<String, String> add, List<String> remove) {
  static HeaderRules of(Values values) {
    return new HeaderRules(
        values.pairs("headers"), values.pairs("headers-add"), values.texts("headers-remove"));
  }

  Response apply(Response response) {
    if (set.isEmpty() && add.isEmpty() && remove.isEmpty()) {
      return response;
    }
    Fields fields = response.fields().without(remove.toArray(String[]::new));
    for (Map.Entry<String, String> each : set.entrySet()) {
      fields = fields.with(each.getKey(), each.getValue());
    }
    for (Map.Entry<String, String> each : add.entrySet()) {
      fields = fields.plus(each.getKey(), each.getValue());
    }
    return response.with(fields);
  }
}
