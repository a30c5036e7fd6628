package dev.glasshouse.dns;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.NameReason;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Trail;
import java.time.InstantSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** Asks the resolver inside of this program: all that it does is told below the question. */
final class OwnSource implements NameSource {
  private static final String NAME = "our own resolver";
  private static final String CHECKED = NAME + ", signatures checked";

  private final RecursiveService service;
  private final Limits limits;
  private final InstantSource clock;

  OwnSource(RecursiveService service, Limits limits, InstantSource clock) {
    this.service = service;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public Messages.Reading ask(String name, String type, Deadline deadline, Trail trail)
      throws NameException {
    long id = trail.open();
    long begin = trail.now();
    try {
      Message message = service.answer(name, type, deadline, trail.after(id));
      tell(trail, id, begin, new NameStep.ResolverAsked(name, type, Messages.code(message)));
      String source = message.getHeader().getFlag(Flags.AD) ? CHECKED : NAME;
      return Messages.read(message, name, type, clock.instant(), source, limits);
    } catch (NameException e) {
      tell(trail, id, begin, new NameStep.ResolverAsked(name, type, e.outcome().name()));
      throw new NameException(name, e.outcome(), NAME + ": " + e.source());
    }
  }

  private static void tell(Trail trail, long id, long begin, NameStep step) {
    if (trail.on()) {
      trail.close(id, begin, step, Because.of(NameReason.OWN_RESOLVER));
    }
  }
}
