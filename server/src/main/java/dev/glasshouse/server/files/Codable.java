package dev.glasshouse.server.files;

import dev.glasshouse.url.MimeType;

/** Which media types gain from a content coding: texts, and what is not compressed as it is. */
final class Codable {
  private Codable() {}

  static boolean isCodable(String type) {
    return MimeType.parse(type)
        .filter(its ->
            its.type().equals("text")
                || its.isJson()
                || its.isXml()
                || its.isJavaScript()
                || switch (its.essence()) {
                  case "application/wasm",
                      "application/manifest+json",
                      "image/bmp",
                      "image/x-icon",
                      "font/ttf",
                      "font/otf" ->
                      true;
                  default -> false;
                })
        .isPresent();
  }
}
