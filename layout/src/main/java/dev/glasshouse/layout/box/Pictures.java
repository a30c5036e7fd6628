package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Element;
import dev.glasshouse.layout.image.Picture;
import java.util.Optional;

/** What is known of a document's pictures when it is laid out and painted. */
public interface Pictures {
  /** No picture is there. */
  Pictures NONE =
      new Pictures() {
        @Override
        public Optional<String> source(Element element) {
          return Optional.empty();
        }

        @Override
        public Optional<Picture> at(String url) {
          return Optional.empty();
        }

        @Override
        public Optional<Picture> drawing(Element svg, String markup) {
          return Optional.empty();
        }
      };

  /** The address of what this element shows; empty where it shows nothing. */
  Optional<String> source(Element element);

  /** The picture with this address; empty where it is not there yet. */
  Optional<Picture> at(String url);

  /**
   * The picture that an {@code svg} element of the document is.
   *
   * @param markup the element as a document of its own
   */
  Optional<Picture> drawing(Element svg, String markup);
}
