package dev.glasshouse.net.quic;

import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;

/** How a sender finds out how fast it may send. */
public enum CongestionControl {
  /** NewReno (RFC 9002 7): halves its window at a loss. */
  RENO("Reno", QuicCongestionControlAlgorithm.RENO),
  /** CUBIC (RFC 9438): what nearly everybody uses. */
  CUBIC("CUBIC", QuicCongestionControlAlgorithm.CUBIC),
  /** BBR: by the rate and the delay that are seen, not by losses. */
  BBR("BBR", QuicCongestionControlAlgorithm.BBR);

  private final String text;
  private final QuicCongestionControlAlgorithm netty;

  CongestionControl(String text, QuicCongestionControlAlgorithm netty) {
    this.text = text;
    this.netty = netty;
  }

  QuicCongestionControlAlgorithm netty() {
    return netty;
  }

  /** Its name, as people write it. */
  @Override
  public String toString() {
    return text;
  }
}
