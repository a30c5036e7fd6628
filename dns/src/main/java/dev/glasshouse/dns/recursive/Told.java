package dev.glasshouse.dns.recursive;

import dev.glasshouse.journey.Trail;
import java.util.HashMap;
import java.util.Map;

/** The journey of one client's question: the machine's numbers of steps become the recorder's. */
final class Told {
  private final Trail trail;
  private final Map<Long, Long> ids = new HashMap<>();
  private long latest;

  Told(Trail trail) {
    this.trail = trail;
  }

  /** The trail of what the step that was told last causes. */
  Trail latest() {
    return latest == 0 ? trail : trail.after(latest);
  }

  void tell(Action.Tell tell) {
    if (!trail.on()) {
      return;
    }
    Trail its = tell.cause() == 0 ? trail : trail.after(id(tell.cause()));
    long id = id(tell.id());
    long ago = Math.max(0, System.nanoTime() - tell.began());
    its.close(id, Math.max(0, trail.now() - ago), tell.step(), tell.because());
    latest = id;
  }

  private long id(long number) {
    return ids.computeIfAbsent(number, _ -> trail.open());
  }
}
