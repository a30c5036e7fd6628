package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Tag;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The stack of open elements (HTML 13.2.4.2), with what the rules keep asking of each element
 * beside it, and a count by tag so that most questions about scope need no walk.
 */
final class OpenElements {
  private static final int TAGS = Tag.values().length;

  private Element[] elements = new Element[64];
  private Tag[] tags = new Tag[64];
  private int[] traits = new int[64];
  private int size;
  private final int[] open = new int[TAGS];

  /** Is told of each option that is closed. */
  private @Nullable SelectedContent options;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void watchOptions(SelectedContent watcher) {
    options = watcher;
  }

  /** The current node. */
  Element current() {
    return elements[size - 1];
  }

  Tag currentTag() {
    return size == 0 ? Tag.UNKNOWN : tags[size - 1];
  }

  boolean currentIs(Tag tag) {
    return size > 0 && tags[size - 1] == tag;
  }

  int currentTraits() {
    return size == 0 ? 0 : traits[size - 1];
  }

  Element get(int index) {
    return elements[index];
  }

  Tag tag(int index) {
    return tags[index];
  }

  boolean has(int index, int bits) {
    return (traits[index] & bits) != 0;
  }

  void push(Element element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
      tags = Arrays.copyOf(tags, size * 2);
      traits = Arrays.copyOf(traits, size * 2);
    }
    put(size++, element);
  }

  private void put(int index, Element element) {
    Tag tag = element.tag();
    elements[index] = element;
    tags[index] = tag;
    traits[index] = Traits.of(element);
    open[tag.ordinal()]++;
  }

  @SuppressWarnings("NullAway") // what is popped is let go
  Element pop() {
    Element element = elements[--size];
    Tag tag = tags[size];
    open[tag.ordinal()]--;
    elements[size] = null;
    if (tag == Tag.OPTION && options != null) {
      options.closed(element);
    }
    return element;
  }

  /** Pops until an HTML element of that tag has been popped. */
  void popThrough(Tag tag) {
    while (size > 0) {
      boolean found = tags[size - 1] == tag;
      pop();
      if (found) {
        return;
      }
    }
  }

  void popThrough(Element element) {
    while (size > 0 && pop() != element) {
      // The element is on the stack.
    }
  }

  /** Pops until so many are left. */
  void shrinkTo(int count) {
    while (size > count) {
      pop();
    }
  }

  /** Pops until the current node is one of these, or an html element, or a template. */
  void popToContext(Tag one, Tag two, Tag three) {
    while (size > 0) {
      Tag tag = tags[size - 1];
      if (tag == one || tag == two || tag == three || tag == Tag.TEMPLATE || tag == Tag.HTML) {
        return;
      }
      pop();
    }
  }

  int indexOf(Element element) {
    for (int i = size - 1; i >= 0; i--) {
      if (elements[i] == element) {
        return i;
      }
    }
    return -1;
  }

  int lastIndexOf(Tag tag) {
    if (open[tag.ordinal()] == 0) {
      return -1;
    }
    int i = size - 1;
    while (tags[i] != tag) {
      i--;
    }
    return i;
  }

  /** Whether there is an open HTML element of that tag. */
  boolean contains(Tag tag) {
    return open[tag.ordinal()] > 0;
  }

  @SuppressWarnings("NullAway") // the freed place is let go
  void removeAt(int index) {
    open[tags[index].ordinal()]--;
    Element removed = elements[index];
    Tag tag = tags[index];
    System.arraycopy(elements, index + 1, elements, index, size - index - 1);
    System.arraycopy(tags, index + 1, tags, index, size - index - 1);
    System.arraycopy(traits, index + 1, traits, index, size - index - 1);
    elements[--size] = null;
    if (tag == Tag.OPTION && options != null) {
      options.closed(removed);
    }
  }

  void remove(Element element) {
    int index = indexOf(element);
    if (index >= 0) {
      removeAt(index);
    }
  }

  void insertAt(int index, Element element) {
    push(element);
    System.arraycopy(elements, index, elements, index + 1, size - 1 - index);
    System.arraycopy(tags, index, tags, index + 1, size - 1 - index);
    System.arraycopy(traits, index, traits, index + 1, size - 1 - index);
    elements[index] = element;
    tags[index] = element.tag();
    traits[index] = Traits.of(element);
  }

  void replace(int index, Element element) {
    open[tags[index].ordinal()]--;
    put(index, element);
  }

  /** Whether the element is in scope ("have an element in scope"). */
  boolean inScope(Tag tag) {
    return open[tag.ordinal()] > 0 && inScope(tag, Traits.SCOPE);
  }

  boolean inButtonScope(Tag tag) {
    if (open[tag.ordinal()] == 0) {
      return false;
    }
    for (int i = size - 1; i >= 0; i--) {
      if (tags[i] == tag) {
        return true;
      }
      if ((traits[i] & Traits.SCOPE) != 0 || tags[i] == Tag.BUTTON) {
        return false;
      }
    }
    return false;
  }

  boolean inListItemScope(Tag tag) {
    return open[tag.ordinal()] > 0 && inScope(tag, Traits.SCOPE | Traits.LIST);
  }

  boolean inTableScope(Tag tag) {
    return open[tag.ordinal()] > 0 && inScope(tag, Traits.TABLE_SCOPE);
  }

  private boolean inScope(Tag tag, int boundary) {
    for (int i = size - 1; i >= 0; i--) {
      if (tags[i] == tag) {
        return true;
      }
      if ((traits[i] & boundary) != 0) {
        return false;
      }
    }
    return false;
  }

  boolean inScope(Element element) {
    for (int i = size - 1; i >= 0; i--) {
      if (elements[i] == element) {
        return true;
      }
      if ((traits[i] & Traits.SCOPE) != 0) {
        return false;
      }
    }
    return false;
  }

  /** Whether one of h1 to h6 is in scope. */
  boolean headingInScope() {
    for (int i = size - 1; i >= 0; i--) {
      if (isHeading(tags[i])) {
        return true;
      }
      if ((traits[i] & Traits.SCOPE) != 0) {
        return false;
      }
    }
    return false;
  }

  static boolean isHeading(Tag tag) {
    return tag.compareTo(Tag.H1) >= 0 && tag.compareTo(Tag.H6) <= 0;
  }

  /** Generate implied end tags, except for one tag; {@link Tag#UNKNOWN} excepts none. */
  void generateImpliedEndTags(Tag except) {
    while (size > 0 && (traits[size - 1] & Traits.IMPLIED_END) != 0 && tags[size - 1] != except) {
      pop();
    }
  }

  /** Generate all implied end tags thoroughly. */
  void generateImpliedEndTagsThoroughly() {
    while (size > 0 && (traits[size - 1] & Traits.IMPLIED_END_THOROUGHLY) != 0) {
      pop();
    }
  }
}
