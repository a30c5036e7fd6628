package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Element;
import java.util.Optional;

/** What is known of a document's pictures when it is laid out. */
public interface Pictures {
  /** No picture is there. */
  Pictures NONE =
      new Pictures() {
        @Override
        public Optional<String> source(Element element) {
          return Optional.empty();
        }

        @Override
        public Optional<NaturalSize> size(String url) {
          return Optional.empty();
        }
      };

  /** The address of what this element shows; empty where it shows nothing. */
  Optional<String> source(Element element);

  /** The size of the picture with this address; empty where it is not there yet or broken. */
  Optional<NaturalSize> size(String url);
}
