package dev.glasshouse.dom.html;

import dev.glasshouse.dom.AttributeList;
import dev.glasshouse.dom.AttributeName;
import dev.glasshouse.dom.ElementName;
import dev.glasshouse.dom.Namespace;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names of SVG and MathML that the tokenizer has put in lower case and that are not (HTML
 * 13.2.6.1, "adjust SVG attributes" and so on; 13.2.6.5).
 */
final class ForeignNames {
  private static final Map<String, String> SVG_ELEMENTS =
      byLowerCase(
          "altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform"
              + " clipPath feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix"
              + " feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA"
              + " feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology"
              + " feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
              + " foreignObject glyphRef linearGradient radialGradient textPath");

  private static final Map<String, String> SVG_ATTRIBUTES =
      byLowerCase(
          "attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits"
              + " diffuseConstant edgeMode filterUnits glyphRef gradientTransform gradientUnits"
              + " kernelMatrix kernelUnitLength keyPoints keySplines keyTimes lengthAdjust"
              + " limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits"
              + " numOctaves pathLength patternContentUnits patternTransform patternUnits pointsAtX"
              + " pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits refX refY"
              + " repeatCount repeatDur requiredExtensions requiredFeatures specularConstant"
              + " specularExponent spreadMethod startOffset stdDeviation stitchTiles surfaceScale"
              + " systemLanguage tableValues targetX targetY textLength viewBox viewTarget"
              + " xChannelSelector yChannelSelector zoomAndPan");

  private static final Map<String, AttributeName> ATTRIBUTES = attributes();

  private ForeignNames() {}

  /** The element's name; the token's attributes are renamed where they must be. */
  static ElementName adjust(TagToken token, Namespace namespace) {
    String name = token.name().name;
    AttributeList attributes = token.attributes;
    for (int i = 0; i < attributes.size(); i++) {
      String written = attributes.name(i).qualifiedName();
      if (namespace == Namespace.SVG && SVG_ATTRIBUTES.containsKey(written)) {
        attributes.rename(i, AttributeName.of(SVG_ATTRIBUTES.getOrDefault(written, written)));
      } else if (namespace == Namespace.MATHML && written.equals("definitionurl")) {
        attributes.rename(i, AttributeName.of("definitionURL"));
      } else {
        AttributeName foreign = ATTRIBUTES.get(written);
        if (foreign != null) {
          attributes.rename(i, foreign);
        }
      }
    }
    return ElementName.of(
        namespace, "", namespace == Namespace.SVG ? SVG_ELEMENTS.getOrDefault(name, name) : name);
  }

  private static Map<String, AttributeName> attributes() {
    Map<String, AttributeName> map = new HashMap<>();
    for (String name : "actuate arcrole href role show title type".split(" ")) {
      map.put("xlink:" + name, AttributeName.of(Namespace.XLINK, "xlink", name));
    }
    map.put("xml:lang", AttributeName.of(Namespace.XML, "xml", "lang"));
    map.put("xml:space", AttributeName.of(Namespace.XML, "xml", "space"));
    map.put("xmlns", AttributeName.of(Namespace.XMLNS, "", "xmlns"));
    map.put("xmlns:xlink", AttributeName.of(Namespace.XMLNS, "xmlns", "xlink"));
    return Map.copyOf(map);
  }

  private static Map<String, String> byLowerCase(String names) {
    Map<String, String> map = new HashMap<>();
    for (String name : names.split(" ")) {
      map.put(name.toLowerCase(Locale.ROOT), name);
    }
    return Map.copyOf(map);
  }
}
