package dev.glasshouse.edge.proxy;

/** The same where client and server are mostly not on one event loop. */
class EventLoopsTest extends EventLoopTest {
  @Override
  int loops() {
    return 3;
  }
}
