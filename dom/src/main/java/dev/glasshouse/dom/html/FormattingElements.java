package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Attribute;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The list of active formatting elements (HTML 13.2.4.3). A marker is null. */
final class FormattingElements {
  /** An element, and the attributes that its tag had: scripts may have changed the element's. */
  record Entry(Element element, List<Attribute> attributes) {
    /** "Create an element for the token for which the element was created". */
    Element copy() {
      Element copy = element.ownerDocument().createElement(element.name(), attributes);
      copy.position(element.line(), element.column());
      return copy;
    }

    Entry with(Element other) {
      return new Entry(other, attributes);
    }
  }

  private final ArrayList<@Nullable Entry> entries = new ArrayList<>();
  private final int most;
  private final ErrorLog errors;

  FormattingElements(int most, ErrorLog errors) {
    this.most = most;
    this.errors = errors;
  }

  int size() {
    return entries.size();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  @Nullable Entry get(int index) {
    return entries.get(index);
  }

  void addMarker() {
    entries.add(null);
  }

  /** "Push onto the list of active formatting elements", with its Noah's Ark clause. */
  void push(Element element) {
    Entry added = new Entry(element, element.attributes());
    int same = 0;
    int sinceMarker = 0;
    int earliest = -1;
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      if (entry == null) {
        break;
      }
      sinceMarker++;
      if (alike(entry, added)) {
        same++;
        earliest = i;
      }
    }
    if (same >= 3) {
      entries.remove(earliest);
    } else if (sinceMarker >= most) {
      errors.fired(LimitFired.FORMATTING_ELEMENTS);
      entries.remove(entries.size() - sinceMarker);
    }
    entries.add(added);
  }

  private static boolean alike(Entry one, Entry other) {
    return one.element.name() == other.element.name()
        && one.attributes.size() == other.attributes.size()
        && (one.attributes.isEmpty() || other.attributes.containsAll(one.attributes));
  }

  void clearToMarker() {
    while (!entries.isEmpty() && entries.removeLast() != null) {
      // Up to and with the marker.
    }
  }

  /** The last element of that tag after the last marker, or null. */
  @Nullable Element lastSinceMarker(Tag tag) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      if (entry == null) {
        return null;
      }
      if (entry.element.tag() == tag) {
        return entry.element;
      }
    }
    return null;
  }

  int indexOf(Element element) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      if (entry != null && entry.element == element) {
        return i;
      }
    }
    return -1;
  }

  void remove(Element element) {
    int index = indexOf(element);
    if (index >= 0) {
      entries.remove(index);
    }
  }

  Entry removeAt(int index) {
    return Objects.requireNonNull(entries.remove(index));
  }

  void insertAt(int index, Entry entry) {
    entries.add(index, entry);
  }

  void replace(int index, Entry entry) {
    entries.set(index, entry);
  }
}
