package dev.glasshouse.dom.html;

import dev.glasshouse.dom.QuirksMode;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What a doctype says of a document's mode.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/parsing.html#the-initial-insertion-mode">HTML
 *     13.2.6.4.1</a>
 */
final class Doctypes {
  private static final Set<String> QUIRKY_PUBLIC_IDS =
      Set.of("-//w3o//dtd w3 html strict 3.0//en//", "-/w3c/dtd html 4.0 transitional/en", "html");

  private static final String[] QUIRKY_PREFIXES = {
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//"
  };

  private Doctypes() {}

  /** Whether the doctype is a parse error. */
  static boolean isObsolete(DoctypeToken token) {
    return !"html".equals(token.name())
        || token.publicId() != null
        || (token.systemId() != null && !token.systemId().equals("about:legacy-compat"));
  }

  static QuirksMode mode(DoctypeToken token) {
    String publicId = lower(token.publicId());
    String systemId = lower(token.systemId());
    boolean system = token.systemId() != null;
    if (token.forceQuirks()
        || !"html".equals(token.name())
        || QUIRKY_PUBLIC_IDS.contains(publicId)
        || systemId.equals("http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd")
        || startsQuirky(publicId)
        || (!system && isHtml401(publicId))) {
      return QuirksMode.QUIRKS;
    }
    if (publicId.startsWith("-//w3c//dtd xhtml 1.0 frameset//")
        || publicId.startsWith("-//w3c//dtd xhtml 1.0 transitional//")
        || (system && isHtml401(publicId))) {
      return QuirksMode.LIMITED_QUIRKS;
    }
    return QuirksMode.NO_QUIRKS;
  }

  private static boolean isHtml401(String publicId) {
    return publicId.startsWith("-//w3c//dtd html 4.01 frameset//")
        || publicId.startsWith("-//w3c//dtd html 4.01 transitional//");
  }

  private static boolean startsQuirky(String publicId) {
    for (String prefix : QUIRKY_PREFIXES) {
      if (publicId.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static String lower(@org.jspecify.annotations.Nullable String id) {
    return Objects.requireNonNullElse(id, "").toLowerCase(Locale.ROOT);
  }
}
