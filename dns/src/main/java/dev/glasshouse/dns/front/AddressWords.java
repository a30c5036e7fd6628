package dev.glasshouse.dns.front;

import dev.glasshouse.dns.local.RecordText;
import dev.glasshouse.dns.local.ZoneType;
import dev.glasshouse.dns.serve.AddressRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What is said of answers with certain addresses ({@code response-ip:}). */
final class AddressWords {
  private final Map<AddressRange, ZoneType> actions = new LinkedHashMap<>();
  private final Map<AddressRange, List<Record>> data = new LinkedHashMap<>();

  boolean setting(String key, String value) {
    String[] parts = value.strip().split("\\s+", 2);
    switch (key) {
      case "response-ip" -> actions.put(range(parts), FrontWords.type(parts[1]));
      case "response-ip-data" ->
          data.computeIfAbsent(range(parts), r -> new ArrayList<>())
              .add(RecordText.of(Name.root, FrontWords.unquoted(parts[1])));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static AddressRange range(String[] parts) {
    if (parts.length < 2) {
      throw new IllegalArgumentException("it should be RANGE and more");
    }
    return AddressRange.of(parts[0]);
  }

  AddressRules rules() {
    return new AddressRules(
        actions.entrySet().stream()
            .map(each ->
                new AddressRules.Rule(
                    each.getKey(), each.getValue(), data.getOrDefault(each.getKey(), List.of())))
            .toList());
  }
}
