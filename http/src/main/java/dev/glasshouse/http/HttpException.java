package dev.glasshouse.http;

import dev.glasshouse.journey.Because;
import java.io.IOException;

/**
 * An exchange that did not go well through no fault of this program's: each kind is a type of its
 * own. The message is a clear line for people.
 */
public abstract sealed class HttpException extends IOException
    permits ViolationException,
        IncompleteException,
        LimitException,
        StalledException,
        LostException,
        ResetException,
        CancelledException,
        VersionException,
        HttpsOnlyException {
  private static final long serialVersionUID = 1;
  private final transient Because because;

  public HttpException(String message, Because because) {
    super(message);
    this.because = because;
  }

  /** Why, with the clause where there is one. */
  public Because because() {
    return because;
  }

  /** The same failure, thrown in another thread later: a new object with the other as its cause. */
  public abstract HttpException again();

  public static String sentence(Because because) {
    String text = because.reason().en();
    for (int i = 0; i < because.arguments().size(); i++) {
      text = text.replace("{" + i + "}", String.valueOf(because.arguments().get(i)));
    }
    return because.clause().isNone() ? text : text + " (" + because.clause() + ")";
  }
}
