package dev.glasshouse.journey.export;

import dev.glasshouse.journey.BodyStore;
import java.util.Optional;

/**
 * What goes into a HAR.
 *
 * @param secrets what happens to the values of cookies and credentials
 * @param bodies where bodies are; without it a HAR has none
 * @param bodyBytes how large a body may be that is put in, bytes; a larger one is only named
 */
public record HarOptions(Secrecy secrets, Optional<BodyStore> bodies, long bodyBytes) {
  /** Secrets shortened, no bodies. Where bodies are given: each up to 8 MB. */
  public static final HarOptions DEFAULT =
      new HarOptions(Secrecy.SHORTENED, Optional.empty(), 8_000_000);

  /** What happens to the values of cookies and credentials. */
  public enum Secrecy {
    /** Their first few characters and their length are shown. */
    SHORTENED,
    /** They are shown as the journey has them, which may have shortened them itself. */
    AS_RECORDED
  }

  /** The same, with bodies. */
  public HarOptions with(BodyStore store) {
    return new HarOptions(secrets, Optional.of(store), bodyBytes);
  }

  /** The same, with secrets as the journey has them. */
  public HarOptions asRecorded() {
    return new HarOptions(Secrecy.AS_RECORDED, bodies, bodyBytes);
  }
}
