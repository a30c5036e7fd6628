package dev.glasshouse.http.structured;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads structured fields: the parts that hold others (<a
 * href="https://www.rfc-editor.org/rfc/rfc9651#section-4.2">RFC 9651 4.2</a>). What is nested is
 * nested two deep at most, so nothing here calls itself.
 */
final class StructuredParser {
  private final Cursor in;
  private final StructuredLimits limits;

  private StructuredParser(Cursor in, StructuredLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** A parser of a field's lines, which are one text with commas between them. */
  static StructuredParser of(List<String> lines, StructuredLimits limits)
      throws StructuredException {
    long length = lines.stream().mapToLong(line -> line.length() + 2L).sum();
    if (length - 2 > limits.characters()) {
      throw new StructuredException(
          "the field is longer than " + limits.characters() + " characters", limits.characters());
    }
    return new StructuredParser(new Cursor(String.join(", ", lines)), limits);
  }

  /** An item, and nothing after it. */
  Item item() throws StructuredException {
    in.skipSpaces();
    Item item = readItem();
    end();
    return item;
  }

  /** A list, and nothing after it. */
  StructuredList list() throws StructuredException {
    var members = new ArrayList<Member>();
    in.skipSpaces();
    while (!in.atEnd()) {
      limit(members.size(), limits.members(), "members");
      members.add(readMember());
      if (!another()) {
        break;
      }
    }
    return new StructuredList(members);
  }

  /** A dictionary, and nothing after it; the last value of a key wins, at the first one's place. */
  Dictionary dictionary() throws StructuredException {
    SequencedMap<String, Member> members = new LinkedHashMap<>();
    in.skipSpaces();
    while (!in.atEnd()) {
      limit(members.size(), limits.members(), "members");
      String key = readKey();
      members.put(
          key, in.takes('=') ? readMember() : new Item(new BareItem.Bool(true), readParameters()));
      if (!another()) {
        break;
      }
    }
    return new Dictionary(members);
  }

  /** Whether a comma and another member follow; else the end does. */
  private boolean another() throws StructuredException {
    in.skipBlanks();
    if (in.atEnd()) {
      return false;
    }
    if (!in.takes(',')) {
      throw in.wrong("a comma is missing");
    }
    in.skipBlanks();
    if (in.atEnd()) {
      throw in.wrong("nothing follows the comma");
    }
    return true;
  }

  private void end() throws StructuredException {
    in.skipSpaces();
    if (!in.atEnd()) {
      throw in.wrong("something follows that does not belong to it");
    }
  }

  private Member readMember() throws StructuredException {
    return in.peek() == '(' ? readInnerList() : readItem();
  }

  /** RFC 9651 4.2.1.2. */
  private InnerList readInnerList() throws StructuredException {
    var items = new ArrayList<Item>();
    in.take();
    while (!in.atEnd()) {
      in.skipSpaces();
      if (in.takes(')')) {
        return new InnerList(items, readParameters());
      }
      limit(items.size(), limits.innerItems(), "items of an inner list");
      items.add(readItem());
      if (in.peek() != ' ' && in.peek() != ')') {
        throw in.wrong("a space or a closing parenthesis is missing");
      }
    }
    throw in.wrong("the inner list does not end");
  }

  private Item readItem() throws StructuredException {
    return new Item(BareItemParser.read(in), readParameters());
  }

  /** RFC 9651 4.2.3.2: the last value of a key wins. */
  private Parameters readParameters() throws StructuredException {
    if (in.peek() != ';') {
      return Parameters.NONE;
    }
    SequencedMap<String, BareItem> values = new LinkedHashMap<>();
    while (in.takes(';')) {
      limit(values.size(), limits.parameters(), "parameters");
      in.skipSpaces();
      String key = readKey();
      values.put(key, in.takes('=') ? BareItemParser.read(in) : new BareItem.Bool(true));
    }
    return new Parameters(values);
  }

  /** RFC 9651 4.2.3.3. */
  private String readKey() throws StructuredException {
    if (!Keys.startsKey(in.peek())) {
      throw in.wrong("a key begins with a lower-case letter or *");
    }
    return in.run(Keys::isInKey);
  }

  private void limit(int have, int most, String what) throws StructuredException {
    if (have >= most) {
      throw in.wrong("there are more than " + most + " " + what);
    }
  }
}
